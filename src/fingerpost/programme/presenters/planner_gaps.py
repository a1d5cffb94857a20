"""What a year of the programme leaves out: gaps, routes nobody is shown, one-off visits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from fingerpost.common.academic_year import AcademicYear
from fingerpost.rules import kinds, routes
from fingerpost.web.tables import Cell, Column, Row, Table

from ..selectors.planner import PlannedSession
from .planner import short_day, years_words
from .words import day, listed


@dataclass(frozen=True)
class GroupGaps:
    """What one year group still needs: a heading that says the most of it, and the table."""

    heading: str
    table: Table


def gaps_by_group(gaps: Iterable[Any], year: AcademicYear, may_plan: bool) -> list[GroupGaps]:
    """The gaps of each year group that has any."""
    by_group: dict[int, list[Any]] = defaultdict(list)
    for gap in gaps:
        by_group[gap.year_group].append(gap)
    last = [Column("What to do", actions=True)] if may_plan else []
    labels = {kind.name: kind.label for kind in kinds(year.ends_on)}
    return [
        GroupGaps(
            _heading(group, of_group),
            Table(
                f"What Year {group} still needs",
                [Column("What is due"), Column("What is planned"), _STILL_DUE, *last],
                [_gap_row(one, year, may_plan, labels) for one in of_group],
                hide_caption=True,
            ),
        )
        for group, of_group in by_group.items()
    ]


def _heading(group: int, gaps: Sequence[Any]) -> str:
    """Year 10: nothing planned for 3 of 4 things still due."""
    nothing = sum(gap.nothing_planned for gap in gaps)
    things = f"{len(gaps)} thing{'s' if len(gaps) > 1 else ''} still due"
    if not nothing:
        return f"Year {group}: something planned for {'each of ' if len(gaps) > 1 else ''}{things}"
    return f"Year {group}: nothing planned for {nothing} of {things}"


_STILL_DUE = Column("Without anything", number=True)


def _gap_row(gap: Any, year: AcademicYear, may_plan: bool, labels: Mapping[str, str]) -> Row:
    cells = [Cell(gap.criterion.label), _planned_words(gap, labels), _without(gap, year)]
    if may_plan:
        cells.append(_plan_for(gap, year))
    return Row(cells)


def _planned_words(gap: Any, labels: Mapping[str, str]) -> Cell:
    if gap.nothing_planned:
        hint = _example(gap, labels)
        return Cell("Nothing planned counts for this.", hint=hint)
    said = [f"{one.title} ({short_day(one.on)})" for one in gap.counting[:3]]
    more = len(gap.counting) - len(said)
    words = f"{listed([*said, f'{more} more'] if more else said)} will count."
    if gap.to_be_filled:
        words += f" Nobody is down yet for {'some of it' if len(gap.counting) > 1 else 'it'}."
    if gap.lacking and gap.suggestion and gap.suggestion.routes:
        words += f" Nothing of it is about: {_route_words(gap)}."
    return Cell(words)


def _example(gap: Any, labels: Mapping[str, str]) -> str:
    if gap.suggestion is None:
        return "It is too late this year for anything to count."
    kind = labels.get(gap.suggestion.kind, gap.suggestion.kind)
    about = f", about: {_route_words(gap)}" if gap.suggestion.routes else ""
    return f"For example: {kind[0].lower()}{kind[1:]}{about}."


def _route_words(gap: Any) -> str:
    wanted = set(gap.suggestion.routes)
    found = [one.label for one in routes(timezone.localdate()) if one.name in wanted]
    return listed([f"{one[0].lower()}{one[1:]}" if one[1:2].islower() else one for one in found])


def _without(gap: Any, year: AcademicYear) -> Cell:
    if gap.due is None:
        return Cell("All", hint="Who is due is known when the year begins.")
    number = len(gap.without)
    hint = "still due" if gap.nothing_planned else "due and down for none of it"
    query = urlencode(
        {"year": year.start, "group": gap.year_group, "criterion": gap.criterion.name}
    )
    return Cell(
        f"{number:,}",
        url=f"{reverse('programme:planner_due')}?{query}",
        about=f"of Year {gap.year_group}: {gap.criterion.label}",
        hint=hint,
        number=number,
    )


def _plan_for(gap: Any, year: AcademicYear) -> Cell:
    if gap.suggestion is None:
        return Cell("")
    asked: list[tuple[str, Any]] = [
        ("kind", gap.suggestion.kind),
        ("academic_year_start", year.start),
        ("years", gap.year_group),
        *(("routes", one) for one in gap.suggestion.routes),
    ]
    if gap.due is not None:
        asked += [("measure", gap.criterion.name), ("side", "not_counted")]
    return Cell(
        "Plan an activity",
        url=f"{reverse('programme:activity_add')}?{urlencode(asked)}",
        about=f"for Year {gap.year_group}: {gap.criterion.label}",
    )


# Routes -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RouteMark:
    """Whether a year group hears about a route this year."""

    words: str
    tone: str


_SHOWN, _TO_COME = RouteMark("Shown", "good"), RouteMark("Planned", "")
_NOBODY = RouteMark("Nobody", "warn")


def routes_table(
    planned: Sequence[PlannedSession],
    met: Mapping[int, set[str]],
    years: Sequence[int],
    year: AcademicYear,
) -> Table:
    """Every route, whoever hears about it, and how many sessions of the year have room for it."""
    to_come: dict[int, set[str]] = defaultdict(set)
    sessions: dict[str, int] = defaultdict(int)
    for one in planned:
        for route in set(one.session.routes):
            sessions[route] += 1
        if one.session.is_planned:
            for group in one.years:
                to_come[group].update(one.session.routes)
    return Table(
        "Routes",
        [
            Column("Route"),
            Column("Sessions", number=True),
            *(Column(f"Year {group}") for group in years),
        ],
        [
            Row(
                [
                    route.label,
                    _room(route, sessions[route.name], year),
                    *(_route_cell(route.name, met[group], to_come[group]) for group in years),
                ]
            )
            for route in routes(year.ends_on)
        ],
        hide_caption=True,
        cards=False,
    )


def _room(route: Any, number: int, year: AcademicYear) -> Cell:
    query = urlencode({"year": year.start, "route": route.name})
    return Cell(
        number,
        url=f"{reverse('programme:planner_sessions')}?{query}",
        about=f"about: {route.label}",
        number=number,
    )


def _route_cell(route: str, met: set[str], to_come: set[str]) -> Cell:
    mark = _SHOWN if route in met else _TO_COME if route in to_come else _NOBODY
    return Cell("", tag=mark.words, tone=mark.tone)


# One-off visits ---------------------------------------------------------------------------------


def one_offs_table(some: Sequence[PlannedSession], may_plan: bool) -> Table:
    """Visits that nothing takes up, with what could be done about it."""
    last = [Column("What to do", actions=True)] if may_plan else []
    return Table(
        "One-off visits",
        [Column("Session"), Column("When", plain=True), Column("For", plain=True), *last],
        [
            Row(
                [
                    Cell(
                        one.session.title,
                        url=reverse("programme:session", args=[one.session.pk]),
                        hint=one.session.organisation,
                    ),
                    day(one.session.on),
                    years_words(one.years),
                    *([_follow(one)] if may_plan else []),
                ]
            )
            for one in some
        ],
        hide_caption=True,
    )


def _follow(one: PlannedSession) -> Cell:
    session = one.session
    if session.activity_id is not None:
        return Cell(
            "Name what follows",
            url=reverse("programme:activity_change", args=[session.activity_id]),
            about=f"after {session.title}",
        )
    asked = [
        ("organisation", session.organisation),
        *(("years", year) for year in sorted(one.years)),
        *(("sectors", sector) for sector in session.sectors),
        *(("routes", route) for route in session.routes),
    ]
    return Cell(
        "Plan what follows",
        url=f"{reverse('programme:activity_add')}?{urlencode(asked)}",
        about=f"after {session.title}",
    )
