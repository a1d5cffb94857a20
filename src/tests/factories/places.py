"""Made-up rounds of places for tests."""

import datetime as dt
import uuid

from django.utils import timezone

from fingerpost.jobs.services import begin
from fingerpost.places.enums import Mode, RoundState
from fingerpost.places.models import Draft, Round
from fingerpost.places.services import drafts, publishing, rankings, rounds
from fingerpost.programme.models import Attendance, GroupSession
from fingerpost.programme.selectors.audience import Audience
from tests.factories import people
from tests.factories import programme as make

CRITERIA = [
    {"name": "missed_before", "weight": 2, "level": 1},
    {"name": "need", "weight": 3, "level": 1},
    {"name": "preference", "weight": 1, "level": 2},
]


def session(school, *, capacity=2, **terms):
    """A planned session with so many places; each on a day of its own unless told."""
    return make.planned(school, capacity=capacity, **terms)


def sessions(school, number=2, **terms):
    """Sessions a week apart, so that none clashes with another."""
    return [
        session(school, on=make.soon(14 + 7 * n), title=f"Visit {n + 1}", **terms)
        for n in range(number)
    ]


def terms(sessions, **fields):
    now = timezone.now()
    return rounds.Terms(
        **{
            "title": "Spring visits",
            "opens_at": now - dt.timedelta(hours=1),
            "closes_at": now + dt.timedelta(days=5),
            "criteria": CRITERIA,
            "sessions": frozenset(one.pk for one in sessions),
            "audience": Audience(years=(10,)),
            **fields,
        }
    )


def round_of(school, sessions, *, by=None, shares=None, state=RoundState.OPEN, **fields):
    """A round of these sessions, open for Year 10 unless told."""
    by = by or people.person()
    made = rounds.make_round(
        school=school, terms=terms(sessions, **fields), form_key=uuid.uuid4(), by=by
    )
    if shares:
        rounds.set_shares(of=made, shares=shares, by=by)
    if state != RoundState.DRAFT:
        rounds.open_round(of=made, by=by)
    if state == RoundState.CLOSED:
        rounds.close_round(of=made, by=by)
    return Round.objects.get(pk=made.pk)


def rank(of, student, *sessions, based_on=0):
    """A student's choices, first choice first."""
    return rankings.submit_ranking(
        of=of,
        student=student,
        choices=[one.pk for one in sessions],
        based_on=based_on,
        by=student.person,
    )


def closed(of, *, by=None):
    """The round, closed."""
    rounds.close_round(of=of, by=by)
    return Round.objects.select_related("school").get(pk=of.pk)


def draft(of, *, mode=Mode.FAIR, by=None):
    """A draft that was worked out, by way of its job."""
    asked = drafts.ask_for_draft(of=of, mode=mode, by=by)
    begin(
        function="fingerpost.places.tasks.work_out_draft",
        title="A draft",
        by=by,
        draft=asked.pk,
    )
    return Draft.objects.select_related("round__school").get(pk=asked.pk)


def published(of, *, by=None):
    """The round closed, with a fair draft of it published by somebody."""
    by = by or people.person()
    publishing.publish(draft=draft(closed(of, by=by), by=by), by=by)
    return Round.objects.select_related("school").get(pk=of.pk)


def students(school, number, **fields):
    return [people.student(school, **fields) for _ in range(number)]


def down(session):
    """The keys of who is down for a session."""
    rows = Attendance.objects.filter(session=session)
    return set(rows.values_list("student_id", flat=True))


def taken(session):
    return GroupSession.objects.get(pk=session.pk).taken


def scarce(school, by, *, places=2, wanting=5, **fields):
    """A published round of one session with fewer places than students who want it; the session;
    the students.
    """
    [only] = sessions(school, 1, capacity=places)
    of = round_of(school, [only], by=by, **fields)
    wanted_by = students(school, wanting)
    for student in wanted_by:
        rank(of, student, only)
    return published(of, by=by), only, wanted_by
