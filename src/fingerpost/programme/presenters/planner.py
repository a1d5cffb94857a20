"""The year's programme as a grid of year groups and terms, and what it leaves out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from fingerpost.common.academic_year import AcademicYear
from fingerpost.rules import kinds, routes, sectors
from fingerpost.web.tables import Cell, Column, Row, Table

from ..selectors.clashes import Clash, ClashKind
from ..selectors.planner import PlannedSession, TermSpan
from .words import day, listed, place, weekday

NOT_KNOWN = "Not known for whom"


@dataclass(frozen=True)
class Entry:
    """What one cell of the grid says of a session, or of several of one activity."""

    title: str
    url: str
    about: str  # kind, when, how often
    students: int
    students_url: str
    tag: str = ""

    @property
    def students_words(self) -> str:
        return f"{self.students:,} student{'' if self.students == 1 else 's'}"


@dataclass(frozen=True)
class Line:
    """One year group: an entry list for each term."""

    label: str
    cells: Sequence[tuple[str, Sequence[Entry]]]


def short_day(on: Any) -> str:
    """A day inside a year that is known: 3 Dec."""
    return date_format(on, "j M")


def grid(
    planned: Sequence[PlannedSession], terms: Sequence[TermSpan], years: Sequence[int]
) -> list[Line]:
    """A line for each year group, and one for sessions of which nobody knows for whom."""
    labels = {kind.name: kind.label for kind in kinds(terms[-1].last)}
    lines = [
        Line(f"Year {year}", [(term.name, _cell(planned, term, year, labels)) for term in terms])
        for year in years
    ]
    unknown = [one for one in planned if not one.years]
    if unknown:
        cells = [(term.name, _cell(unknown, term, None, labels)) for term in terms]
        lines.append(Line(NOT_KNOWN, cells))
    return lines


def _cell(
    planned: Sequence[PlannedSession], term: TermSpan, year: int | None, labels: Mapping[str, str]
) -> list[Entry]:
    together: dict[Any, list[PlannedSession]] = defaultdict(list)
    for one in planned:
        session = one.session
        if term.first <= session.on <= term.last and (year is None or year in one.years):
            together[session.activity_id or (session.kind, session.title)].append(one)
    return [_entry(some, year, labels) for some in together.values()]


def _entry(some: list[PlannedSession], year: int | None, labels: Mapping[str, str]) -> Entry:
    first = some[0].session
    days = sorted({one.session.on for one in some})
    when = short_day(days[0])
    if len(days) > 1:
        when = f"{when} to {short_day(days[-1])}"
    # One student may be down for several of them, and counts once.
    down = {student for one in some for student in one.down.get(year or 0, ())}
    single = len(some) == 1
    address = reverse("programme:planner_students")
    query = urlencode({"sessions": ",".join(str(one.session.pk) for one in some), "group": year})
    return Entry(
        title=first.title,
        url=reverse("programme:session", args=[first.pk])
        if single or first.activity_id is None
        else reverse("programme:activity", args=[first.activity_id]),
        about=", ".join(
            filter(
                None,
                (
                    labels.get(first.kind, first.kind),
                    when,
                    "" if single else f"{len(some)} sessions",
                ),
            )
        ),
        students=len(down),
        students_url=f"{address}?{query}",
        tag=_state(some),
    )


def _state(some: Sequence[PlannedSession]) -> str:
    held = sum(one.session.is_held for one in some)
    if held == len(some):
        return "Held"
    return "Planned" if not held else "Part held"


# Gaps -------------------------------------------------------------------------------------------


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


# One-off visits and clashes ---------------------------------------------------------------------


def one_offs_table(some: Sequence[PlannedSession], may_plan: bool) -> Table:
    """Visits that nothing takes up, with what could be done about it."""
    last = [Column("What to do", actions=True)] if may_plan else []
    return Table(
        "One-off visits",
        [Column("Session"), Column("When"), Column("For"), *last],
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


def years_words(years: Iterable[int]) -> str:
    """Year groups in words: Year 9, Years 9 and 10."""
    numbers = [str(year) for year in sorted(years)]
    if not numbers:
        return NOT_KNOWN
    return f"Year{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def clashes_table(
    planned: Sequence[PlannedSession],
    found: Mapping[Any, Sequence[Clash]],
    names: Mapping[int, str],
    mine: set[int] | None,
) -> Table:
    """Sessions with something in their way. `mine`: the students to count, None for all."""
    return Table(
        "Clashes",
        [Column("Session"), Column("When"), Column("In the way"), Column("Twice", number=True)],
        [
            Row(
                [
                    Cell(
                        one.session.title,
                        url=reverse("programme:session", args=[one.session.pk]),
                        hint=years_words(one.years),
                    ),
                    Cell(weekday(one.session.on), hint=_times(one.session)),
                    " ".join(dict.fromkeys(clash_sentences(found[one.session.pk], names))),
                    _twice(one.session, twice(found[one.session.pk], mine)),
                ]
            )
            for one in planned
            if one.session.pk in found
        ],
        hide_caption=True,
    )


def twice(found: Iterable[Clash], mine: set[int] | None) -> set[int]:
    """The students who are wanted twice, out of those the viewer sees."""
    students = {one for clash in found if clash.kind == ClashKind.STUDENT for one in clash.people}
    return students if mine is None else students & mine


def _times(session: Any) -> str:
    return f"{session.starts_at:%H:%M} to {session.ends_at:%H:%M}" if session.starts_at else ""


def _twice(session: Any, students: set[int]) -> Cell:
    if not students:
        return Cell(None)
    return Cell(
        len(students),
        url=reverse("programme:planner_twice", args=[session.pk]),
        about=f"down for something else at the time of {session.title}",
        hint="students",
        number=len(students),
    )


def clash_sentences(found: Iterable[Clash], names: Mapping[int, str]) -> Iterator[str]:
    """Each clash in a sentence. `names`: of staff, by the key of the person."""
    for one in found:
        if one.kind in (ClashKind.EXAM, ClashKind.EVENT):
            yield f"{one.what}."
        elif one.kind == ClashKind.ROOM:
            yield f"The room is taken: {one.what}."
        elif one.kind == ClashKind.STAFF:
            who = listed(sorted(names.get(key, "Somebody") for key in one.people))
            yield f"{who}: also {one.what}."
        else:
            yield f"Students are also down for: {one.what}."


# Lists and files --------------------------------------------------------------------------------


def students_table(students: Iterable[Any], more: Mapping[int, str] | None = None) -> Table:
    """Students behind a figure. `more`: what else each is down for, by key."""
    extra = [Column("Also down for")] if more is not None else []
    return Table(
        "Students",
        [Column("Name"), Column("Year"), Column("Tutor group"), *extra],
        [
            Row(
                [
                    Cell(one.name, url=reverse("home:guidance_record", args=[one.pk])),
                    f"Year {one.year_group}",
                    one.tutor_group.name if one.tutor_group else None,
                    *([more.get(one.pk)] if more is not None else []),
                ]
            )
            for one in students
        ],
        hide_caption=True,
        empty="Nobody.",
    )


def sessions_table(planned: Sequence[PlannedSession]) -> Table:
    """Sessions behind a figure."""
    return Table(
        "Sessions",
        [Column("Session"), Column("When"), Column("For"), Column("State")],
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
                    one.session.get_state_display(),
                ]
            )
            for one in planned
        ],
        hide_caption=True,
        empty="None.",
    )


HEADINGS = (
    *("Term", "Day", "From", "To", "Year groups", "Kind", "Title", "State", "Organisation"),
    *("Subject", "Routes", "Kinds of work", "Where", "Students"),
)


def rows(planned: Sequence[PlannedSession], terms: Sequence[TermSpan]) -> Iterator[list[Any]]:
    """The year's programme as rows of a file, by day."""
    last = terms[-1].last
    labels = {
        "kinds": {one.name: one.label for one in kinds(last)},
        "routes": {one.name: one.label for one in routes(last)},
        "sectors": {one.name: one.label for one in sectors(last)},
    }
    for one in planned:
        session = one.session
        yield [
            next(term.name for term in terms if term.first <= session.on <= term.last),
            session.on,
            session.starts_at,
            session.ends_at,
            ", ".join(str(year) for year in sorted(one.years)),
            labels["kinds"].get(session.kind, session.kind),
            session.title,
            session.get_state_display(),
            session.organisation,
            session.subject,
            ", ".join(labels["routes"].get(route, route) for route in session.routes),
            ", ".join(labels["sectors"].get(sector, sector) for sector in session.sectors),
            place(session),
            sum(map(len, one.down.values())),
        ]
