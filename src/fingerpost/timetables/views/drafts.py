"""A draft: its figures and weeks, the lists behind the figures, two drafts side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from fingerpost.accounts.permissions import CAREERS_LEADER, INTERVIEWS
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.common.days import date_in
from fingerpost.interviews.selectors.advisers import register
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from ..enums import DraftState
from ..permissions import may_make, visible_drafts
from ..presenters import figures, lists, week, words
from ..selectors.school import names_of_rooms
from ..selectors.seats import making_of, seats_of
from ..services import making
from .reach import PER_PAGE, begin_making, crumbs, draft_of, note_look, timetable_of


@page(INTERVIEWS)
@require_safe
def draft(request: ViewerRequest, pk: int) -> HttpResponse:
    """One draft: what it comes to, what is proven, and a week of it."""
    viewer, found = request.viewer, draft_of(request, pk)
    making_now = making_of(found)
    if request.htmx:  # type: ignore[attr-defined]
        if request.GET.get("had") != found.state or "progress" not in making_now:
            return HttpResponseClientRedirect(request.path)
        return render(request, "jobs/parts/progress.html", making_now)
    seats = seats_of(viewer, found) if found.result else []
    note_look(request, "Draft of a timetable", found, len(seats))
    with_need = may_make(viewer)
    address = reverse("timetables:students", args=[pk])
    context = {
        "title": f"{found.name} of “{found.timetable}”",
        "lede": f"Made on {words.moment(found.made_at)}"
        + (f" by {found.made_by}." if found.made_by else "."),
        "breadcrumbs": crumbs(found.timetable),
        "draft": found,
        "making": making_now,
        "proof": words.proof(found),
        "losses": words.losses(found, _names(viewer.school)) if found.is_repair else [],
        "tiles": figures.tiles(found, seats, with_need, address) if found.result else [],
        "week": week.week_of(seats, date_in(request.GET.get("week", ""))),
        "may_publish": with_need and found.state == DraftState.READY and _is_current(found),
        "may_make": with_need,
        "book_by_hand": _book_by_hand(seats),
    }
    return render(request, "timetables/draft.html", context)


def _is_current(draft: Any) -> bool:
    timetable = draft.timetable
    return timetable.is_published if draft.is_repair else timetable.is_open


def _names(school: Any) -> dict[tuple[str, str], str]:
    advisers = {("adviser", str(one.pk)): str(one) for one in register(school)}
    return advisers | {("room", str(key)): name for key, name in names_of_rooms(school).items()}


def _book_by_hand(seats: Any) -> str:
    """Where those are booked by hand who have no time, once a draft is published."""
    keys = [str(one.student_id) for one in seats if one.state in ("refused", "cancelled")]
    return f"{reverse('interviews:book')}?students={','.join(keys)}" if keys else ""


@page(INTERVIEWS)
@require_safe
def students(request: ViewerRequest, pk: int) -> HttpResponse:
    """The list behind one figure of a draft."""
    viewer, found = request.viewer, draft_of(request, pk)
    figure = figures.figure_named(found, request.GET.get("show", ""), may_make(viewer))
    seats = figures.counted(figure, seats_of(viewer, found))
    note_look(request, "Students of a timetable", found, len(seats))
    shown = page_of(request, seats, PER_PAGE)
    context = {
        "title": figure.label,
        "breadcrumbs": crumbs(found.timetable, found),
        "draft": found,
        "total": len(seats),
        "table": lists.seats_table(found, list(shown)),
        "found": shown,
        "book_by_hand": _book_by_hand(seats),
    }
    return render(request, "timetables/students.html", context)


@page(INTERVIEWS)
@require_safe
def compare(request: ViewerRequest, pk: int) -> HttpResponse:
    """Two drafts of a timetable side by side."""
    viewer, found = request.viewer, timetable_of(request, pk)
    drafts = list(
        visible_drafts(viewer).filter(timetable=found, repairs=None, result__isnull=False)
    )
    chosen = _chosen(request, drafts)
    context: dict[str, Any] = {
        "title": "Compare two drafts",
        "breadcrumbs": crumbs(found),
        "timetable": found,
        "drafts": [(one, one.name) for one in drafts],
        "chosen": [one.pk for one in chosen],
    }
    if len(chosen) == 2:
        seats = [seats_of(viewer, one) for one in chosen]
        note_look(request, "Two drafts of a timetable", chosen[0], len(seats[0]))
        pairs = _differing(*seats)
        shown = page_of(request, pairs, PER_PAGE)
        context |= {
            "table": lists.compared_table(chosen, seats, may_make(viewer)),
            "differing": lists.differing_table(chosen, list(shown)),
            "found": shown,
        }
    return render(request, "timetables/compare.html", context)


def _chosen(request: ViewerRequest, drafts: list[Any]) -> list[Any]:
    by_key = {str(one.pk): one for one in drafts}
    asked = [by_key[key] for name in "ab" if (key := request.GET.get(name, "")) in by_key]
    return asked if len(asked) == 2 else drafts[:2]


def _differing(a: Any, b: Any) -> list[tuple[Any, Any]]:
    first = {(seat.student_id, seat.number): seat for seat in a}
    second = {(seat.student_id, seat.number): seat for seat in b}
    both = [(first.get(key), second.get(key)) for key in {**first, **second}]
    return [pair for pair in both if _when(pair[0]) != _when(pair[1])]


def _when(seat: Any) -> tuple[Any, ...]:
    return () if seat is None else (seat.starts_at, seat.adviser_id)


# What is done with a draft ---------------------------------------------------------------------


@page(CAREERS_LEADER)
@require_POST
def take(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take what there is: no better one is looked for."""
    making.take(draft=draft_of(request, pk), by=request.user)
    return redirect("timetables:draft", pk=pk)


@page(CAREERS_LEADER)
@require_POST
def begin_again(request: ViewerRequest, pk: int) -> HttpResponse:
    """Begin the making of a draft again whose work stopped."""
    found = draft_of(request, pk)
    if "stopped" in making_of(found):
        begin_making(request, found)
    return redirect("timetables:draft", pk=pk)


@page(CAREERS_LEADER)
@require_POST
def remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Remove a draft that is not published."""
    found = draft_of(request, pk)
    try:
        making.remove_draft(draft=found, by=request.user)
    except making.TimetableError as error:
        messages.error(request, str(error))
        return redirect("timetables:draft", pk=pk)
    messages.success(request, "The draft is removed.")
    return redirect("timetables:timetable", pk=found.timetable_id)
