"""Pages for those who keep the list of what is new near here."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import LOCAL_MARKET
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.exchange.lines import Words
from fingerpost.exchange.local_entries import COLUMNS, words_of
from fingerpost.exchange.local_entries.reader import LARGEST
from fingerpost.lists.keeping import Keeper
from fingerpost.lists.pages import ListPages, bring_in_page, preview_page, undo_page
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, as_file
from fingerpost.web.paging import page_of
from fingerpost.web.uploads import limited_upload

from .. import bridge
from ..enums import EntryKind
from ..forms.entries import USUALLY, EntryForm, RenewForm, first_answers
from ..permissions import entries_kept_by
from ..presenters.entries import sector_labels, staff_cards
from ..selectors.entries import kept_entries
from ..services import entries as services
from .asking import entries_crumb

LIST, PER_PAGE = "lessons:entries", 20


def _entry(request: ViewerRequest, pk: int) -> Any:
    return get_object_or_404(entries_kept_by(request.viewer), pk=pk)


@page(LOCAL_MARKET)
@require_GET
def entries(request: ViewerRequest) -> HttpResponse:
    """Everything in the list: shown now, to come, over, withdrawn."""
    kept = kept_entries(request.viewer, timezone.localdate())
    vacancies = page_of(request, kept.vacancies, PER_PAGE)
    context = {
        "title": "What is new near here",
        "lede": "Vacancies, shortages, new businesses and closures. Students see each until its "
        "last day, in the lesson and on the pages of the jobs it is about.",
        "parts": [
            ("now", "Shown now", staff_cards(kept.now)),
            (
                "vacancies",
                f"Apprenticeship vacancies shown now: {len(kept.vacancies)}",
                staff_cards(vacancies),
            ),
            ("to-come", "To come", staff_cards(kept.to_come)),
            ("over", "Over: renew what still holds", staff_cards(kept.over)),
            ("withdrawn", "Withdrawn", staff_cards(kept.withdrawn)),
        ],
        "page_of": vacancies,
        "is_empty": not any(vars(kept).values()),
    }
    return render(request, "lessons/entries.html", context)


@page(LOCAL_MARKET)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest) -> HttpResponse:
    """Enter something new."""
    viewer = request.viewer
    form = EntryForm(request.POST or None, initial=first_answers(None))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_entry(school=viewer.school, details=form.details(), by=viewer.person)
        except services.EntryError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is in the list.")
            return redirect(LIST)
    return _form_page(request, "Add something new near here", form, "Add it")


@page(LOCAL_MARKET)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change what an entry says."""
    entry = _entry(request, pk)
    form = EntryForm(request.POST or None, initial=first_answers(entry))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_entry(entry=entry, details=form.details(), by=request.viewer.person)
        except services.EntryError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Changed.")
            return redirect(LIST)
    return _form_page(request, f"Change “{entry}”", form, "Save")


@page(LOCAL_MARKET)
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show an entry for longer."""
    entry = _entry(request, pk)
    usual = timezone.localdate() + USUALLY
    form = RenewForm(request.POST or None, initial={"until_on": usual})
    if request.method == "POST" and form.is_valid():
        try:
            services.renew_entry(
                entry=entry,
                until_on=form.cleaned_data["until_on"],
                by=request.viewer.person,
            )
        except services.EntryError as error:
            form.add_error("until_on", str(error))
        else:
            messages.success(request, f"“{entry}” is renewed.")
            return redirect(LIST)
    return _form_page(request, f"Renew “{entry}”", form, "Renew it")


def _form_page(request: ViewerRequest, title: str, form: Any, label: str) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "submit_label": label,
        "cancel_url": reverse(LIST),
        "breadcrumbs": entries_crumb(),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


@page(LOCAL_MARKET)
@require_POST
def withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show an entry to nobody any more."""
    entry = _entry(request, pk)
    if services.withdraw_entry(entry=entry, by=request.viewer.person):
        messages.success(request, f"“{entry}” is withdrawn. You can bring it back below.")
    return redirect(LIST)


@page(LOCAL_MARKET)
@require_POST
def bring_back(request: ViewerRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal."""
    entry = _entry(request, pk)
    try:
        if services.bring_back_entry(entry=entry, by=request.viewer.person):
            messages.success(request, f"“{entry}” is back.")
    except services.EntryError as error:
        messages.error(request, str(error))
    return redirect(LIST)


def _words() -> Words:
    return words_of(dict(EntryKind.choices), sector_labels(for_students=False))


def _pages() -> ListPages:
    return ListPages(
        title="Bring in a list",
        about="A CSV file with one line for each vacancy, shortage, new business or closure.",
        columns=COLUMNS,
        words=_words(),
        bring_in="lessons:entries_bring_in",
        preview="lessons:entries_list",
        undo="lessons:entries_undo_list",
        blank="lessons:entries_blank",
        then=LIST,
        breadcrumbs=entries_crumb(),
    )


def _keeper(request: ViewerRequest) -> Keeper:
    viewer = request.viewer
    return services.entry_list(
        school=viewer.school,
        words=_words(),
        job=lambda words: getattr(bridge.occupation_called(words), "slug", ""),
        by=viewer.person,
    )


@limited_upload(LARGEST)
@page(LOCAL_MARKET)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: ViewerRequest) -> HttpResponse:
    """Send a file of entries, to be looked at before anything is saved."""
    return bring_in_page(request, _pages(), _keeper(request))


@page(LOCAL_MARKET)
@require_http_methods(["GET", "HEAD", "POST"])
def list_preview(request: ViewerRequest, pk: int) -> HttpResponse:
    """What a file of entries would change; saved with one press."""
    return preview_page(request, _pages(), _keeper(request), pk)


@page(LOCAL_MARKET)
@require_http_methods(["GET", "HEAD", "POST"])
def undo_list(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put the list back as it was before the file saved last, after asking."""
    return undo_page(request, _pages(), _keeper(request), pk)


@page(LOCAL_MARKET)
@require_GET
def blank_list(request: ViewerRequest) -> HttpResponse:
    """An empty list with the right columns, to fill in."""
    return as_file("near-here", list(COLUMNS), [], CSV)
