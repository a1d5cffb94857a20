"""The page that reads a list from a CSV file: good lines are kept, bad ones told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fingerpost.exchange.roll import UnreadableFile

from .uploads import refuse_large, too_large

SHOWN_PROBLEMS = 20


class ListFileForm(forms.Form):
    """A list as a CSV file."""

    file = forms.FileField(label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv"}))


@dataclass(frozen=True)
class Bringing:
    """One such page. columns: heading to whether it is needed. then: where it goes when all is
    kept, by the name of its address. The template extends `web/bring_in.html`.
    """

    title: str
    template: str
    columns: Mapping[str, bool]
    then: str
    breadcrumbs: Sequence[tuple[str, str]]
    more: Mapping[str, Any] = field(default_factory=dict)


def bring_in_page(
    request: HttpRequest, bringing: Bringing, keep: Callable[[bytes], list[str]]
) -> HttpResponse:
    """Show the form, or read what was sent. keep: keeps the good lines of a file and returns a
    sentence for each bad one; raises UnreadableFile. The view wears `limited_upload`.
    """
    sent = request.method == "POST"
    form = ListFileForm(request.POST if sent else None, request.FILES or None)
    problems: list[str] = []
    if sent and too_large(request):
        refuse_large(form, request)
    elif sent and form.is_valid():
        try:
            problems = keep(form.cleaned_data["file"].read())
        except UnreadableFile as refusal:
            form.add_error("file", refusal.sentence)
        else:
            if not problems:
                return redirect(bringing.then)
    context = {
        "title": bringing.title,
        "form": form,
        "submit_label": "Read the file",
        "columns": bringing.columns.items(),
        "problems": problems[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(problems) - SHOWN_PROBLEMS),
        "breadcrumbs": bringing.breadcrumbs,
        **bringing.more,
    }
    return render(request, bringing.template, context, status=422 if form.errors else 200)
