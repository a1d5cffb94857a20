"""What students are due and nothing planned will give them, by year group.

Which facts a planned session would raise is asked of the measures (`ledger.bridge.facts_fed`), so
that a session counts here exactly where its ledger lines will count once it is held.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.common.academic_year import AcademicYear
from fingerpost.ledger import bridge as ledger
from fingerpost.rules import Condition, Criterion, routes

from ..models import GroupSession
from ..selectors.planner import PlannedSession, students_down
from ..selectors.recording import group_kinds

_ANYONE = "An organisation"


@dataclass(frozen=True)
class Suggestion:
    """What could be planned so that it counts: a kind, and the routes it would have to show."""

    kind: str
    routes: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """One thing a year group is due that not all have had or are down for.

    due: the viewer's students who have not had it, in order; None where the year has not begun
    and nobody knows. counting: planned sessions that count towards it; to_be_filled: nobody is
    down yet for one of them. without: those of `due` who are down for none of them. lacking: of
    several things it asks for, those that somebody lacks and nothing planned brings.
    suggestion: None where it is too late in the year for anything to count.
    """

    year_group: int
    criterion: Criterion
    counting: tuple[GroupSession, ...]
    to_be_filled: bool
    due: tuple[int, ...] | None
    without: tuple[int, ...]
    lacking: tuple[str, ...]
    suggestion: Suggestion | None

    @property
    def is_closed(self) -> bool:
        """Whether everybody who is due it is down for all of it that they lack."""
        is_covered = self.due is not None and not self.without
        return is_covered and not self.lacking and not self.to_be_filled

    @property
    def nothing_planned(self) -> bool:
        return not self.counting


@dataclass(frozen=True)
class _Counting:
    """What counts for what: by year group, the planned sessions with the facts each raises, and
    what could be planned (at any time of the year; from today on) with the facts it would raise.
    """

    planned: Mapping[int, list[tuple[PlannedSession, frozenset[str]]]]
    ever: Mapping[int, frozenset[str]]
    now: Mapping[int, list[tuple[Suggestion, frozenset[str]]]]


def gaps_of(
    viewer: Any,
    year: AcademicYear,
    framework: str,
    planned: Sequence[PlannedSession],
    years: Sequence[int],
    today: dt.date,
) -> list[Gap]:
    """The gaps of an academic year that is running or to come, by year group and criterion.

    planned: the sessions of the year. years: the year groups asked about. What no session of a
    group can count for, such as a guidance interview, is left out: it is not planned here.
    """
    first = max(today, year.starts_on)
    coming = [one for one in planned if one.session.is_planned and one.session.on >= first]
    counting = _what_counts(coming, years, year, first)
    criteria = ledger.frameworks(max(today, year.starts_on))[framework].criteria
    begun = today in year
    due = _due(viewer, criteria, years, today) if begun else {}
    down = students_down(one.session.pk for one in coming)
    found: list[Gap] = []
    for group in years:
        for criterion in criteria:
            asked = {condition.fact for condition in criterion.met}
            if group not in criterion.years or asked.isdisjoint(counting.ever[group]):
                continue
            theirs = due.get((group, criterion.name), ()) if begun else None
            if theirs != ():
                lacks = _lacking(viewer, criterion, theirs, today)
                found.append(_gap(group, criterion, theirs, lacks, counting, down))
    return [one for one in found if not one.is_closed]


def _gap(
    group: int,
    criterion: Criterion,
    due: tuple[int, ...] | None,
    lacks: frozenset[str],
    counting: _Counting,
    down: Mapping[int, set[int]],
) -> Gap:
    sessions = [(one, fed & lacks) for one, fed in counting.planned[group] if fed & lacks]
    brought = frozenset[str]().union(*(fed for _, fed in sessions))
    wanted = lacks - brought or lacks
    covered = set[int]().union(*(down.get(one.session.pk, set()) for one, _ in sessions))
    return Gap(
        group,
        criterion,
        tuple(one.session for one, _ in sessions),
        any(not down.get(one.session.pk) for one, _ in sessions),
        due,
        tuple(one for one in due or () if one not in covered),
        tuple(sorted(lacks - brought)) if len(criterion.met) > 1 else (),
        _suggestion(wanted, counting.now[group]),
    )


def _suggestion(
    wanted: frozenset[str], possible: Sequence[tuple[Suggestion, frozenset[str]]]
) -> Suggestion | None:
    """The plainest kind that raises any of the facts wanted, with a route for each it can."""
    fitting = [(one, fed & wanted) for one, fed in possible if fed & wanted]
    if not fitting:
        return None
    kind, brought, shown = fitting[0][0].kind, frozenset[str](), list[str]()
    for one, fed in fitting:
        if one.kind == kind and not fed <= brought:
            brought |= fed
            shown += one.routes
    return Suggestion(kind, tuple(shown))


def _due(
    viewer: Any, criteria: Sequence[Criterion], years: Sequence[int], today: dt.date
) -> dict[tuple[int, str], tuple[int, ...]]:
    """The students who have not had each thing they are due, by year group and criterion."""
    answers = ledger.question(viewer, today)
    answers.engine.prepare([one.name for one in criteria])
    return {
        (group, one.name): tuple(
            answers.students(one.name, "not_counted", by="year_group", group=group)
        )
        for one in criteria
        for group in years
    }


def _lacking(
    viewer: Any, criterion: Criterion, due: tuple[int, ...] | None, today: dt.date
) -> frozenset[str]:
    """The facts a criterion asks for that any of these students lacks; all where nobody knows."""
    asked = {condition.fact for condition in criterion.met}
    if due is None or len(asked) == 1:
        return frozenset(asked)
    facts = ledger.facts_for(viewer.school, today, due)
    return frozenset(
        condition.fact
        for condition in criterion.met
        if any(_lacks(condition, value) for value in facts[condition.fact].to_pylist())
    )


def _lacks(condition: Condition, value: Any) -> bool:
    if condition.op == "at_least" and isinstance(condition.value, int | float):
        return value is None or bool(value < condition.value)
    if condition.op == "is":
        return bool(value != condition.value)
    return True


# What counts ------------------------------------------------------------------------------------


def _what_counts(
    coming: Sequence[PlannedSession], years: Sequence[int], year: AcademicYear, first: dt.date
) -> _Counting:
    pairs = [(one, group) for one in coming for group in years if group in one.years]
    fed = ledger.facts_fed([_as_line(one.session, group) for one, group in pairs], year)
    planned: dict[int, list[tuple[PlannedSession, frozenset[str]]]] = {one: [] for one in years}
    for (one, group), facts in zip(pairs, fed, strict=True):
        planned[group].append((one, facts))
    early = _possible(years, year, year.starts_on)
    ever = {group: frozenset[str]().union(*(facts for _, facts in early[group])) for group in years}
    return _Counting(planned, ever, _possible(years, year, first))


def _as_line(session: GroupSession, group: int) -> Any:
    return ledger.trial(
        group,
        session.on,
        session.kind,
        organisation=session.organisation,
        subject=session.subject,
        in_school_hours=session.in_school_hours,
        routes=tuple(session.routes),
        sectors=tuple(session.sectors),
    )


def _possible(
    years: Sequence[int], year: AcademicYear, on: dt.date
) -> dict[int, list[tuple[Suggestion, frozenset[str]]]]:
    """What could be planned for a day, plainest first, with the facts each would raise.

    Each kind of session is tried without a route and with each route alone.
    """
    shown = [(), *((route.name,) for route in routes(on))]
    wanted = [
        (group, Suggestion(kind.name, one))
        for group in years
        for one in shown
        for kind in group_kinds(on)
    ]
    fed = ledger.facts_fed(
        [
            ledger.trial(
                group, on, one.kind, organisation=_ANYONE, subject=_ANYONE, routes=one.routes
            )
            for group, one in wanted
        ],
        year,
    )
    found: dict[int, list[tuple[Suggestion, frozenset[str]]]] = {group: [] for group in years}
    for (group, one), facts in zip(wanted, fed, strict=True):
        found[group].append((one, facts))
    return found
