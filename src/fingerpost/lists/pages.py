"""The pages of one kind of list: send a file, look at it, save it, undo the last one.

Apps wrap each in a view of their own, with its address and access rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.exchange.lines import Columns, Words
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.web.uploads import refuse_large, too_large

from . import presenters
from .enums import ListState
from .forms import ListFileForm
from .keeping import Keeper
from .selectors import lists_of, saved_last
from .services import taking


@dataclass(frozen=True)
class ListPages:
    """What these pages are called and where they lie. Addresses are names: `bring_in` and `then`
    (where it goes when a list is saved) by themselves, `preview` and `undo` with a list's key.
    about: what such a file is, in a sentence. columns and words: those that the reader goes by.
    current: title and address of what downloads the list as it stands.
    """

    title: str
    about: str
    columns: Columns
    words: Words
    bring_in: str
    preview: str
    undo: str
    blank: str
    then: str
    breadcrumbs: Sequence[tuple[str, str]]
    current: tuple[str, str] | None = None


def bring_in_page(request: ViewerRequest, pages: ListPages, keeper: Keeper) -> HttpResponse:
    """The form for a file, what its columns mean, and the list saved last, with its undo. The view
    wears `limited_upload`.
    """
    sent = request.method == "POST"
    form = ListFileForm(request.POST if sent else None, request.FILES or None)
    if sent and too_large(request):
        refuse_large(form, request)
    elif sent and form.is_valid() and (made := _look(request, form, keeper)):
        return redirect(pages.preview, made.pk)
    today = timezone.localdate()
    last = saved_last(keeper.school, keeper.of)
    context = {
        "title": pages.title,
        "pages": pages,
        "form": form,
        "submit_label": "Look at the list",
        "example": presenters.example_lines(pages.columns, today),
        "columns": presenters.columns_table(pages.columns, pages.words, today),
        "last": presenters.last_words(last) if last else "",
        "undo_url": reverse(pages.undo, args=[last.pk]) if last and last.undo else "",
        "blank_url": reverse(pages.blank),
        "breadcrumbs": pages.breadcrumbs,
    }
    return render(request, "lists/bring_in.html", context, status=422 if form.errors else 200)


def _look(request: ViewerRequest, form: forms.Form, keeper: Keeper) -> Any:
    """The list as it was taken in; None for a file that is none, which the form then says."""
    file = form.cleaned_data["file"]
    try:
        return taking.look(
            keeper=keeper, data=file.read(), file_name=file.name, by=request.viewer.person
        )
    except UnreadableFile as refusal:
        form.add_error("file", refusal.sentence)
        return None


def preview_page(request: ViewerRequest, pages: ListPages, keeper: Keeper, pk: int) -> HttpResponse:
    """What saving a list would do; the form on it saves the list or throws it away."""
    made = get_object_or_404(lists_of(keeper.school, keeper.of), pk=pk)
    if request.method == "POST":
        return _decide(request, pages, keeper, made)
    if made.state != ListState.PREVIEW:
        messages.info(request, f"{made.file_name}: {made.get_state_display().lower()}.")
        return redirect(pages.bring_in)
    try:
        found = taking.preview(keeper=keeper, made=made)
    except UnreadableFile as refusal:
        messages.error(request, refusal.sentence)
        return redirect(pages.bring_in)
    context = {
        "title": f"Look at {made.file_name}",
        "found": found,
        "tiles": presenters.tiles(found),
        "tables": presenters.tables(found, keeper.fields, pages.words),
        "problems": found.problems[: presenters.SHOWN_PROBLEMS],
        "more_problems": max(0, len(found.problems) - presenters.SHOWN_PROBLEMS),
        "breadcrumbs": [*pages.breadcrumbs, (pages.title, reverse(pages.bring_in))],
    }
    return render(request, "lists/preview.html", context)


def _decide(request: ViewerRequest, pages: ListPages, keeper: Keeper, made: Any) -> HttpResponse:
    by = request.viewer.person
    if request.POST.get("do") != "save":
        taking.throw_away(made=made, by=by)
        messages.success(request, f"{made.file_name} was thrown away. Nothing was changed.")
        return redirect(pages.bring_in)
    try:
        counts = taking.save(keeper=keeper, made=made, mark=request.POST.get("mark", ""), by=by)
    except (UnreadableFile, taking.ListRefused) as refusal:
        messages.error(request, presenters.why(refusal))
        return redirect(pages.preview, made.pk)
    messages.success(request, presenters.saved_words(counts, pages.title))
    return redirect(pages.then)


def undo_page(request: ViewerRequest, pages: ListPages, keeper: Keeper, pk: int) -> HttpResponse:
    """Put everything back as it was before the list saved last, after asking."""
    made = get_object_or_404(lists_of(keeper.school, keeper.of), pk=pk)
    if request.method == "POST":
        try:
            kept = taking.undo(keeper=keeper, made=made, by=request.viewer.person)
        except taking.ListRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, presenters.undone_words(made.file_name, kept))
        return redirect(pages.bring_in)
    context = {
        "title": f"Undo {made.file_name}?",
        "text": "Everything goes back to how it was before this list. What somebody has changed "
        "by hand since stays. You can send the file again.",
        "breadcrumbs": [*pages.breadcrumbs, (pages.title, reverse(pages.bring_in))],
        "submit_label": "Undo it",
        "warning": True,
        "cancel_url": reverse(pages.bring_in),
    }
    return render(request, "web/confirm.html", context)
