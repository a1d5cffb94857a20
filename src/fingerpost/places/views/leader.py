"""Pages of whoever runs a round: making, changing, opening, closing, cancelling it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import GUIDANCE, PLANNING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.programme.bridge import measures_by_name, measures_with_sides
from fingerpost.programme.presenters.words import audience_words
from fingerpost.programme.selectors.audience import Audience
from fingerpost.programme.selectors.recording import years_of
from fingerpost.students.selectors import tutor_groups
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from ..enums import Phase
from ..forms.rounds import Offered, ReopenForm, RoundForm, ShareForm, answers_of
from ..permissions import may_run
from ..presenters.criteria import criteria_words, student_words
from ..presenters.offers import offer_tiles
from ..presenters.rounds import answer_tiles, rounds_table, sessions_table, when_words
from ..selectors.answers import answer_counts, answered, first_choices, standings
from ..selectors.drafts import drafts_of
from ..selectors.groups import groups_offered
from ..selectors.rounds import rounds_listed, sessions_of, sessions_to_choose
from ..services import reminders
from ..services import rounds as services
from ..services.errors import RoundError
from .reach import CRUMB, refused, round_of


@page(GUIDANCE)
@require_GET
def rounds(request: ViewerRequest) -> HttpResponse:
    """Every round of the school, latest first."""
    viewer = request.viewer
    found = page_of(request, rounds_listed(viewer))
    context = {
        "title": "Rounds of places",
        "lede": "Where there are fewer places than students, a round shares them out by criteria "
        "that everybody is shown beforehand, and tells each student why.",
        "table": rounds_table(found),
        "found": found,
        "may_run": may_run(viewer),
    }
    return render(request, "places/rounds.html", context)


@page(GUIDANCE)
@require_GET
def round_page(request: ViewerRequest, pk: int) -> HttpResponse:
    """One round: where it stands, what counts, its sessions, who has answered, what to do next."""
    viewer, of = request.viewer, round_of(request, pk)
    runs = may_run(viewer)
    rows = sessions_of(of)
    groups = dict(groups_offered(viewer.school)) if runs else {}
    people = answered(viewer, of)
    published = of.published_at is not None
    context = {
        "title": of.title,
        "breadcrumbs": [CRUMB],
        "round": of,
        "when": when_words(of),
        "for_whom": audience_words(Audience.stored(of.audience), *_labels(viewer)),
        "criteria": criteria_words(of.criteria),
        "told": student_words(of, any(row.reserved for row in rows)),
        "tiles": []
        if published or of.phase == Phase.CANCELLED
        else answer_tiles(answer_counts(people), of),
        "offer_tiles": offer_tiles(standings(viewer, of), of.pk) if published else [],
        "table": sessions_table(rows, groups, for_leader=runs, wanted=first_choices(people)),
        "sessions": rows,
        "may_run": runs,
        "drafts": drafts_of(of).count() if runs else 0,
    }
    return render(request, "places/round.html", context)


def _labels(viewer: Any) -> tuple[dict[int, str], dict[str, Any]]:
    groups = {group.pk: group.name for group in tutor_groups(viewer.school)}
    return groups, measures_by_name(timezone.localdate())


# Making and changing -------------------------------------------------------------------------


def _offered(request: ViewerRequest, of: Any = None) -> Offered:
    viewer, today = request.viewer, timezone.localdate()
    groups = list(tutor_groups(viewer.school))
    sessions = sessions_to_choose(viewer.school, today, of)
    if of is not None:
        there = {one.pk for one in sessions}
        sessions += [row.session for row in sessions_of(of) if row.session_id not in there]
    return Offered(
        years_of(viewer, today),
        groups,
        measures_with_sides(viewer, today),
        sessions,
    )


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest) -> HttpResponse:
    """Make a round."""
    offered = _offered(request)
    form = RoundForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_round(
                school=request.viewer.school,
                terms=form.terms(),
                form_key=form.cleaned_data["form_key"],
                by=request.user,
            )
        except RoundError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "The round is made. Look at what students will read, then open it."
            )
            return redirect("places:round", made.pk)
    context = {
        "title": "Make a round",
        "breadcrumbs": [CRUMB],
        "form": form,
        "sessions": offered.sessions,
        "submit_label": "Make the round",
        "cancel_url": reverse("places:rounds"),
    }
    return render(request, "places/round_form.html", context)


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change a round; once students have seen it, only its words and times."""
    of = round_of(request, pk)
    offered = _offered(request, of)
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        offered=offered,
        settled=of.is_settled,
        initial=answers_of(of, [row.session_id for row in sessions_of(of)]),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_round(of=of, terms=form.terms(), by=request.user)
        except RoundError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The round is changed.")
            return redirect("places:round", pk)
    context = {
        "title": "Change the round",
        "lede": "Students have been shown it: its sessions, audience and criteria stand."
        if of.is_settled
        else "",
        "breadcrumbs": [CRUMB, (of.title, reverse("places:round", args=[pk]))],
        "form": form,
        "sessions": offered.sessions,
        "cancel_url": reverse("places:round", args=[pk]),
    }
    return render(request, "places/round_form.html", context)


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: ViewerRequest, pk: int) -> HttpResponse:
    """Reserved shares, transport and adults who go along, session by session."""
    of = round_of(request, pk)
    groups = groups_offered(request.viewer.school)
    data = request.POST if request.method == "POST" else None
    forms = [ShareForm(data, row=row, groups=groups) for row in sessions_of(of)]
    # All of them, so that every mistake is shown at once.
    valid = [form.is_valid() for form in forms] if request.method == "POST" else []
    if valid and all(valid):
        try:
            services.set_shares(
                of=of,
                shares={form.row.session_id: form.share() for form in forms},
                by=request.user,
            )
        except RoundError as error:
            forms[0].add_error(None, str(error))
        else:
            messages.success(request, "Kept.")
            return redirect("places:round", pk)
    context = {
        "title": "Reserved shares and transport",
        "lede": "Students of a group come first for its share; places of it that nobody of the "
        "group wants go to others. Students only read that some places are kept for those who "
        "need them most.",
        "breadcrumbs": [CRUMB, (of.title, reverse("places:round", args=[pk]))],
        "forms": forms,
        "round": of,
    }
    return render(request, "places/shares.html", context)


# Opening and closing -------------------------------------------------------------------------


def _turned(request: ViewerRequest, pk: int, turn: Callable[..., bool], said: str) -> HttpResponse:
    try:
        if turn(of=round_of(request, pk), by=request.user):
            messages.success(request, said)
    except RoundError as error:
        return refused(request, error, "places:round", pk)
    return redirect("places:round", pk)


@page(PLANNING)
@require_POST
def open_it(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show the round to students, who answer in its time."""
    said = "Students see the round now. Its criteria, sessions and audience stand from here on."
    return _turned(request, pk, services.open_round, said)


@page(PLANNING)
@require_POST
def close(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take no more answers."""
    return _turned(request, pk, services.close_round, "The round is closed. Now run a draft.")


@page(PLANNING)
@require_POST
def back(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take the round from students' sight, to change what counts."""
    said = "Students do not see the round any more. You can change all of it."
    return _turned(request, pk, services.back_to_draft, said)


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take answers again until another time."""
    of = round_of(request, pk)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reopen_round(of=of, closes_at=form.cleaned_data["closes_at"], by=request.user)
        except RoundError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The round takes answers again.")
            return redirect("places:round", pk)
    context = {
        "title": "Open the round again?",
        "lede": "Students can answer, or change their answer, until the time you choose. Drafts "
        "made so far will no longer fit.",
        "breadcrumbs": [CRUMB, (of.title, reverse("places:round", args=[pk]))],
        "form": form,
        "submit_label": "Open it again",
        "cancel_url": reverse("places:round", args=[pk]),
    }
    return render(request, "web/confirm.html", context)


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ViewerRequest, pk: int) -> HttpResponse:
    """End the round without sharing anything out."""
    if request.method == "POST":
        said = "The round is cancelled. Its sessions are free for another."
        return _turned(request, pk, services.cancel_round, said)
    of = round_of(request, pk)
    context = {
        "title": f"Cancel “{of.title}”?",
        "text": "Nothing is shared out. Students see that it is cancelled. You cannot undo this; "
        "you can make another round with the same sessions.",
        "breadcrumbs": [CRUMB, (of.title, reverse("places:round", args=[pk]))],
        "submit_label": "Cancel the round",
        "warning": True,
        "cancel_url": reverse("places:round", args=[pk]),
    }
    return render(request, "web/confirm.html", context)


@page(PLANNING)
@require_POST
def remind(request: ViewerRequest, pk: int) -> HttpResponse:
    """Remind those who have not answered by e-mail, once a day at most."""
    try:
        number = reminders.leave_reminders(
            of=round_of(request, pk), viewer=request.viewer, by=request.user
        )
    except RoundError as error:
        return refused(request, error, "places:round", pk)
    noun = "student" if number == 1 else "students"
    messages.success(
        request, f"{number} {noun} with an e-mail address and no answer will be reminded."
    )
    return redirect("places:round", pk)
