"""The records of the demonstration's interviews and the actions agreed. All made up."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.interviews.enums import ActionSource, ActionState
from fingerpost.interviews.models import Action, Interview, InterviewRecord, RecordDraft
from fingerpost.ledger.services import Line

from . import words
from .days import at, backdate
from .people import Cast

# The second adviser writes sketchy plans, and writes them late.
SKETCHY_SHARE = (0.08, 0.7)
LATEST_DAYS = (3, 21)
ACKNOWLEDGED, SHARED, COMMENTED = 0.6, 0.4, 0.25


@dataclass(frozen=True)
class Written:
    """What one adviser wrote after one interview, on which day; not given while that is to come."""

    interview: Interview
    on: dt.date
    main_points: str
    routes: list[str]
    sectors: list[str]
    actions: list[tuple[str, str, str]]
    is_sketchy: bool


def make_plans(cast: Cast, held: list[Interview], rng: random.Random, today: dt.date) -> list[Line]:
    """Records, drafts and actions of interviews that were held; returns the ledger's lines."""
    written = [_write(cast, interview, rng) for interview in held]
    given = [each for each in written if each.on < today]
    unfinished = [each for each in written if each.on >= today]
    _make_drafts(cast, unfinished, rng)
    records = [_record(cast, each, rng, today) for each in given]
    InterviewRecord.objects.bulk_create(records, batch_size=500)
    backdate(records, "saved_at", [record.finished_at or timezone.now() for record in records])
    lines = [_held_line(each, each.on < today) for each in written]
    for record in records:
        lines += _record_lines(record)
    return lines + _make_actions(cast, list(zip(records, given, strict=True)), rng, today)


def _write(cast: Cast, interview: Interview, rng: random.Random) -> Written:
    second = cast.advisers.index(interview.adviser) % 2
    older = interview.student.year_group >= 12
    is_sketchy = rng.random() < SKETCHY_SHARE[second]
    pool = words.GOOD_YEARS_12_13 if older else words.GOOD_YEARS_8_11
    points, routes, sectors = rng.choice(words.SKETCHY if is_sketchy else pool)
    if is_sketchy:
        actions = rng.sample(words.WEAK_ACTIONS, rng.choice([0, 1, 1, 2]))
    else:
        good = words.GOOD_ACTIONS_YEARS_12_13 if older else words.GOOD_ACTIONS_YEARS_8_11
        actions = rng.sample(good, rng.choice([1, 2, 2, 3]))
        if interview.student_id in cast.vulnerable:
            actions.append(words.SUPPORT_ACTION)
    days = rng.randrange(0, LATEST_DAYS[second])
    on = interview.starts_at.date() + dt.timedelta(days=days)
    on += dt.timedelta(days=7 - on.weekday() if on.weekday() > 4 else 0)
    return Written(interview, on, points, routes, sectors, actions, is_sketchy)


def _record(cast: Cast, each: Written, rng: random.Random, today: dt.date) -> InterviewRecord:
    finished = at(each.on, 16)
    record = InterviewRecord(
        interview=each.interview,
        school=cast.school,
        main_points=each.main_points,
        routes=each.routes,
        sectors=each.sectors,
        finished_at=finished,
        saved_by=each.interview.adviser.person,
    )
    read = finished + dt.timedelta(days=rng.randrange(1, 6))
    if rng.random() < ACKNOWLEDGED and read.date() < today:
        record.acknowledged_at = read
        if rng.random() < COMMENTED:
            record.student_comment = rng.choice(words.COMMENTS)
        if rng.random() < SHARED:
            record.shared_with_family_at = read + dt.timedelta(hours=3)
    return record


def _make_drafts(cast: Cast, unfinished: list[Written], rng: random.Random) -> None:
    """Of interviews held of late: what the adviser has typed and not yet given to the student."""
    begun = [each for each in unfinished if rng.random() < 0.7]
    records = InterviewRecord.objects.bulk_create(
        InterviewRecord(interview=each.interview, school=cast.school, version=0) for each in begun
    )
    RecordDraft.objects.bulk_create(
        RecordDraft(
            record=record,
            person=each.interview.adviser.person,
            based_on=0,
            content=_typed(each),
        )
        for record, each in zip(records, begun, strict=True)
    )


def _typed(each: Written) -> dict[str, Any]:
    """A record as its form has it while it is typed: the actions come last and lack dates."""
    actions = [
        {
            "what": what,
            "owner": owner,
            "due_on": "",
            "opportunity": opportunity,
            "opportunity_url": "",
            "route": "",
        }
        for what, owner, opportunity in each.actions[:1]
    ]
    return {
        "main_points": each.main_points,
        "routes": each.routes,
        "sectors": each.sectors,
        "actions": actions,
    }


def _held_line(each: Written, given: bool) -> Line:
    interview = each.interview
    return Line(
        interview.student,
        "guidance_interview",
        interview.starts_at.date(),
        channel=interview.channel,
        minutes=interview.minutes,
        deliverer=f"adviser:{interview.adviser_id}",
        is_independent=interview.adviser.is_independent,
        routes=each.routes if given else [],
        sectors=each.sectors if given else [],
        about=f"interview:{interview.pk}",
        summary=f"With {interview.adviser}",
    )


def _record_lines(record: InterviewRecord) -> list[Line]:
    steps = [
        ("record_shared_with_student", record.finished_at),
        ("record_acknowledged", record.acknowledged_at),
        ("shared_with_family", record.shared_with_family_at),
    ]
    student, about = record.interview.student, f"record:{record.pk}"
    return [Line(student, kind, day.date(), about=about) for kind, day in steps if day]


def _make_actions(
    cast: Cast,
    plans: list[tuple[InterviewRecord, Written]],
    rng: random.Random,
    today: dt.date,
) -> list[Line]:
    actions = [
        _action(cast, record, each, agreed, rng, today)
        for record, each in plans
        for agreed in each.actions
    ]
    Action.objects.bulk_create(actions, batch_size=500)
    lines = []
    for action in actions:
        about = f"action:{action.pk}"
        common: dict[str, Any] = {
            "student": action.student,
            "about": about,
            "due_on": action.due_on,
            "summary": action.what,
        }
        lines.append(Line(kind="action_agreed", happened_on=action.agreed_on, **common))
        if action.closed_on:
            kind = "action_done" if action.state == ActionState.DONE else "action_dropped"
            lines.append(Line(kind=kind, happened_on=action.closed_on, **common))
    return lines


def _action(
    cast: Cast,
    record: InterviewRecord,
    each: Written,
    agreed: tuple[str, str, str],
    rng: random.Random,
    today: dt.date,
) -> Action:
    what, owner, opportunity = agreed
    undated = each.is_sketchy and rng.random() < 0.7
    day = each.interview.starts_at.date()
    due = None if undated else day + dt.timedelta(days=rng.choice([14, 28, 42, 60, 90]))
    action = Action(
        school=cast.school,
        student=each.interview.student,
        record=record,
        source=ActionSource.INTERVIEW,
        what=what,
        owner=owner,
        due_on=due,
        opportunity=opportunity,
        agreed_on=day,
        added_by=record.saved_by,
    )
    _perhaps_close(action, rng, today)
    return action


def _perhaps_close(action: Action, rng: random.Random, today: dt.date) -> None:
    """Most steps get done once their day comes; nothing stays open for half a year after it."""
    expected = action.due_on or action.agreed_on + dt.timedelta(days=120)
    if expected >= today:
        return
    overdue = (today - expected).days
    chance = rng.random()
    if chance < (0.72 if overdue < 60 else 0.85):
        action.state, action.what_came_of_it = ActionState.DONE, rng.choice(words.OUTCOMES)
    elif overdue > 150:
        action.state = ActionState.DROPPED
    if action.state != ActionState.OPEN:
        action.closed_on = min(today, expected + dt.timedelta(days=rng.randrange(-6, 10)))
        action.closed_by = action.added_by
