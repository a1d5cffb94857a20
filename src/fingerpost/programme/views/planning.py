"""Pages that plan the sessions of an activity: one or many, changing, cancelling, the briefing."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.accounts.permissions import GUIDANCE, PLANNING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.schools.selectors import rooms
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from .. import bridge, permissions
from ..enums import Reach, Repeat, SessionState
from ..forms import planning as forms
from ..forms.people import BULK
from ..presenters import activities as activity_words
from ..presenters import planned as presenters
from ..presenters.recording import register_is_open
from ..presenters.words import day, when
from ..selectors import planned as selectors
from ..selectors.audience import Audience, groups_within
from ..selectors.busy import Busy, busy_at
from ..selectors.clashes import Wanted, clashes
from ..services import participants, planning
from ..services.recording import AnotherSession
from .people import down_for
from .reach import activity_of, counted_words, planned_session_of, session_of

PER_PAGE = 60
WEEK = dt.timedelta(days=7)
LOOK = "look"


def planned_page(request: ViewerRequest, found: Any) -> HttpResponse:
    """One session that is planned or cancelled."""
    viewer = request.viewer
    rows = down_for(viewer, found)
    in_the_way = clashes(viewer.school, [Wanted.saved(found)]).get(found.pk, [])
    staff = selectors.staff_of(found)
    names = {one.pk: str(one) for one in staff}
    shown = page_of(request, rows, PER_PAGE)
    may_put_down = permissions.may_put_down(viewer) and found.is_planned
    series = list(selectors.reached(found, Reach.ALL)) if found.series else []
    return render(
        request,
        "programme/planned_session.html",
        {
            "title": found.title,
            "session": found,
            "activity": found.activity,
            "summary": presenters.summary(
                found, staff, selectors.periods_missed(found), permissions.may_see_budget(viewer)
            ),
            "warnings": presenters.warnings(found, in_the_way, names) if found.is_planned else [],
            "told": presenters.told_words(selectors.told_of(found)),
            "how": presenters.how_to_get_a_place(found),
            "consent": presenters.consent_counts(rows),
            "asks_consent": bool(found.activity and found.activity.needs_consent),
            "others": found.taken - len(rows),
            "table": presenters.people_table(
                shown, found, presenters.taken_students(in_the_way), tick=may_put_down
            ),
            "page_of": shown,
            "bulk": _bulk(found),
            "series": presenters.planned_table(one for one in series if one.pk != found.pk)
            if len(series) > 1
            else None,
            "also_cancelled": sum(one.is_cancelled for one in series),
            "may_plan": permissions.may_plan(viewer),
            "may_put_down": may_put_down,
            "may_teach": permissions.may_teach(viewer, found),
            "may_take_register": permissions.may_take_register(viewer) and register_is_open(found),
        },
    )


def _bulk(found: Any) -> list[tuple[str, str]]:
    asks = bool(found.activity and found.activity.needs_consent)
    return [(key, label) for key, label in BULK.items() if asks or key == "off"]


# Planning and changing -----------------------------------------------------------------------


def _busy_then(request: ViewerRequest, initial: dict[str, Any], except_for: list[int]) -> Busy:
    """What is taken at the time that the form says now, as far as it can be read."""
    data = request.POST if request.method == "POST" else initial
    school = request.viewer.school
    try:
        on = _read(data.get("on"), dt.date)
        starts_at, ends_at = (_read(data.get(name), dt.time) for name in ("starts_at", "ends_at"))
    except ValueError:
        return Busy()
    return busy_at(school, on, starts_at, ends_at, except_for) if on else Busy()


def _read(value: Any, kind: Any) -> Any:
    return kind.fromisoformat(value) if isinstance(value, str) and value else value or None


def _doubles(request: ViewerRequest, form: Any, activity: Any, session: Any = None) -> list[str]:
    """What gets in the way of the session that the form describes, in sentences."""
    terms = form.terms()
    wanted = Wanted(
        on=form.cleaned_data["on"],
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        session=session.pk if session else None,
        room=terms.room.pk if terms.room else None,
        staff=terms.staff,
        audience=activity.audience if activity else None,
    )
    found = clashes(request.viewer.school, [wanted]).get(wanted.session, [])
    names = dict(form.fields["staff"].choices)
    return [presenters.clash_words(clash, terms.room, names) for clash in found]


def _session_form(request: ViewerRequest, kind: Any, initial: Any, busy: Busy, **more: Any) -> Any:
    school = request.viewer.school
    return kind(
        request.POST if request.method == "POST" else None,
        rooms=rooms(school),
        people=selectors.leading_staff(school),
        busy=busy,
        initial=initial,
        **more,
    )


def _goes_on(
    request: ViewerRequest, form: Any, activity: Any, session: Any = None
) -> tuple[bool, list[str]]:
    """Whether to save what was sent, and what gets in the way and was not yet agreed to."""
    if request.method != "POST" or LOOK in request.POST or not form.is_valid():
        return False, []
    doubles = _doubles(request, form, activity, session)
    said = " ".join(doubles)
    if doubles and form.cleaned_data["confirmed"] != said:
        form.data = form.data.copy()
        form.data["confirmed"] = said
        return False, doubles
    return True, []


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ViewerRequest, pk: int) -> HttpResponse:
    """Plan one session of an activity, or several at one press."""
    activity = activity_of(request, pk)
    initial = {"on": request.GET.get("on", "")}
    busy = _busy_then(request, initial, [])
    form = _session_form(request, forms.PlanForm, initial, busy)
    saves, doubles = _goes_on(request, form, activity)
    if saves:
        occasions, left_out = _occasions(request, activity, form)
        try:
            made = planning.plan_sessions(
                activity=activity,
                terms=form.terms(),
                occasions=occasions,
                form_key=form.cleaned_data["form_key"],
                by=request.viewer.person,
            )
        except (planning.NoDays, AnotherSession, participants.SessionFull) as error:
            form.add_error(None, str(error))
        else:
            _say_planned(request, made, left_out)
            if len(made) == 1:
                return redirect("programme:session", made[0].pk)
            return redirect("programme:activity", activity.pk)
    return render(
        request,
        "programme/plan.html",
        {
            "title": f"Plan a session: {activity.title}",
            "activity": activity,
            "form": form if LOOK not in request.POST else _unjudged(form),
            "doubles": doubles,
            "looked": LOOK in request.POST,
        },
    )


def _unjudged(form: Any) -> Any:
    """A form that was only sent to see what is free: nothing in it is wrong yet."""
    form._errors = {}
    return form


def _say_planned(request: ViewerRequest, made: list[Any], left_out: list[dt.date]) -> None:
    if len(made) == 1:
        messages.success(request, f"Planned: {when(made[0])}.")
    else:
        messages.success(request, f"{counted_words(len(made), 'session')} are planned.")
    if left_out:
        days = ", ".join(day(one) for one in left_out)
        messages.info(request, f"Left out, because the school is closed then: {days}.")


def _occasions(
    request: ViewerRequest, activity: Any, form: Any
) -> tuple[list[planning.Occasion], list[dt.date]]:
    """The days to plan sessions on with their students, and days that were left out."""
    viewer, cleaned = request.viewer, form.cleaned_data
    audience = Audience.stored(activity.audience)
    students: list[Any] = []
    if cleaned["put_down"]:
        students = bridge.students_for(viewer, audience, timezone.localdate())
    repeat, first = cleaned["repeat"], cleaned["on"]
    if repeat in (Repeat.GROUPS, Repeat.GROUPS_WEEKLY):
        groups = list(groups_within(viewer.school, audience))
        weekly = repeat == Repeat.GROUPS_WEEKLY
        days, left_out = _weeks(viewer.school, first, len(groups)) if weekly else ([], [])
        return [
            planning.Occasion(
                days[number] if weekly else first,
                group.name,
                frozenset(selectors.tutors_of(group)),
                tuple(one for one in students if one.tutor_group_id == group.pk),
            )
            for number, group in enumerate(groups)
        ], left_out
    if repeat == Repeat.WEEKLY:
        days = [first + WEEK * number for number in range(cleaned["weeks"])]
        open_days = [one for one in days if selectors.in_term(viewer.school, one)]
        left_out = [one for one in days if one not in open_days]
        return [planning.Occasion(one, students=tuple(students)) for one in open_days], left_out
    return [planning.Occasion(first, students=tuple(students))], []


def _weeks(school: Any, first: dt.date, number: int) -> tuple[list[dt.date], list[dt.date]]:
    """So many days a week apart on which the school is open, and those left out between them."""
    days: list[dt.date] = []
    left_out: list[dt.date] = []
    on = first
    while len(days) < number and len(left_out) <= forms.MOST_WEEKS:
        (days if selectors.in_term(school, on) else left_out).append(on)
        on += WEEK
    days += [on + WEEK * more for more in range(number - len(days))]
    return days, left_out


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Move a planned session or change it, alone or with its series."""
    found = planned_session_of(request, pk)
    terms = planning.Terms.of(found)
    initial = {
        name: getattr(found, name) for name in forms.SessionForm.base_fields if name != "staff"
    }
    initial |= {"staff": sorted(terms.staff), "room": found.room_id}
    busy = _busy_then(request, initial, [found.pk])
    form = _session_form(
        request, forms.ChangeSessionForm, initial, busy, in_series=found.series is not None
    )
    saves, doubles = _goes_on(request, form, found.activity, found)
    if saves:
        try:
            changed = planning.change_sessions(
                session=found,
                on=form.cleaned_data["on"],
                terms=form.terms(),
                reach=form.chosen_reach,
                by=request.viewer.person,
            )
        except (planning.FewerPlaces, participants.NotPlanned) as error:
            form.add_error(None, str(error))
        else:
            _say_changed(request, changed)
            return redirect("programme:session", found.pk)
    return render(
        request,
        "programme/plan.html",
        {
            "title": "Change this session",
            "session": found,
            "activity": found.activity,
            "form": form if LOOK not in request.POST else _unjudged(form),
            "doubles": doubles,
            "looked": LOOK in request.POST,
        },
    )


def _say_changed(request: ViewerRequest, changed: int) -> None:
    if not changed:
        messages.info(request, "Nothing was changed.")
    elif changed == 1:
        messages.success(request, "The session is changed.")
    else:
        messages.success(request, f"{changed} sessions are changed.")


# Cancelling ----------------------------------------------------------------------------------


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ViewerRequest, pk: int) -> HttpResponse:
    """Cancel a planned session with a reason, alone or with its series."""
    found = planned_session_of(request, pk)
    data = request.POST if request.method == "POST" else None
    form = forms.CancelSessionForm(data, in_series=found.series is not None)
    if data is not None and form.is_valid():
        cancelled = planning.cancel_sessions(
            session=found,
            because=form.cleaned_data["because"],
            reach=form.chosen_reach,
            by=request.viewer.person,
        )
        words = "The session is" if cancelled == 1 else f"{cancelled} sessions are"
        messages.success(request, f"{words} cancelled. You can undo this.")
        return redirect("programme:session", found.pk)
    return render(
        request,
        "web/confirm.html",
        {
            "title": "Cancel this session?",
            "text": f"{found.title}, {when(found)}. {counted_words(found.taken)} down for it.",
            "form": form,
            "submit_label": "Cancel the session",
            "warning": True,
            "cancel_url": reverse("programme:session", args=[found.pk]),
        },
    )


@page(PLANNING)
@require_POST
def plan_again(request: ViewerRequest, pk: int) -> HttpResponse:
    """Undo a cancel, of one session or of all of its series."""
    found = session_of(request, pk)
    reach = request.POST.get("reach", Reach.ONE)
    planned = planning.plan_again(
        session=found,
        reach=reach if reach in Reach.values else Reach.ONE,
        by=request.viewer.person,
    )
    if planned:
        words = "The session is" if planned == 1 else f"{planned} sessions are"
        messages.success(request, f"{words} planned again, with everybody who was down.")
    return redirect("programme:session", found.pk)


# The briefing --------------------------------------------------------------------------------


@page(GUIDANCE)
@require_safe
def briefing(request: ViewerRequest, pk: int) -> HttpResponse:
    """What the staff of a session read in two minutes, on screen or on paper."""
    viewer = request.viewer
    found = session_of(request, pk)
    rows = down_for(viewer, found)
    staff = selectors.staff_of(found)
    return render(
        request,
        "programme/briefing.html",
        {
            "title": found.title,
            "session": found,
            "activity": found.activity,
            "summary": presenters.briefing_summary(found, staff, selectors.periods_missed(found)),
            "reading_time": activity_words.reading_time(found.activity) if found.activity else "",
            "needing": [row for row in rows if row.needs],
            "without_consent": presenters.without_consent(rows, found),
            "is_planned": found.state == SessionState.PLANNED,
        },
    )
