"""Who showed students what this year, and what students then mean to do."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost import rules
from fingerpost.accounts.viewer import Viewer
from fingerpost.choices.selectors.applications import accepted
from fingerpost.common.academic_year import AcademicYear
from fingerpost.destinations.selectors import routes_meant
from fingerpost.interviews.selectors.talked_about import (
    TalkedAbout,
    students_talked_with,
    talked_about,
)
from fingerpost.ledger.selectors import (
    Met,
    organisations_met,
    standing_lines,
    students_who_met,
)
from fingerpost.pathways.selectors.ideas import sectors_in_ideas
from fingerpost.pathways.selectors.reach import providers_within_reach
from fingerpost.students.permissions import guidance_students
from fingerpost.students.selectors import students_on_roll
from fingerpost.web.keys import key_in

ByWord = Mapping[str, set[Any]]


@dataclass(frozen=True)
class Behind:
    """The students behind one figure. name: of the adviser, the organisation or the prospect.
    field: what the prospect is known by.
    """

    name: str
    students: set[int]
    field: str = ""


@dataclass(frozen=True)
class Against:
    """What there is of each prospect and what students make of it, by the prospect's name.

    providers: those within reach. meant: who means to take it, or of a sector who keeps an idea
    in it; of so many students. placed: who has accepted a place of it.
    """

    providers: ByWord
    meant: ByWord
    of: int
    placed: ByWord


def advisers(viewer: Viewer, on: dt.date, wanted: Sequence[rules.Prospect]) -> list[TalkedAbout]:
    """Each adviser with a finished record of this academic year, by name."""
    return talked_about(*_this_year(viewer, on), wanted)


def organisations(viewer: Viewer, on: dt.date, wanted: Sequence[rules.Prospect]) -> list[Met]:
    """Each organisation that students met this academic year, those met by most first."""
    return organisations_met(*_this_year(viewer, on), wanted)


def shown_to(student: Any, on: dt.date) -> list[Any]:
    """The encounters of a student up to a day that showed a route or a sector, oldest first.

    The caller has checked who asks.
    """
    kinds = [kind.name for kind in rules.kinds(on) if kind.family == "encounter"]
    lines = standing_lines(student.pk).filter(kind__in=kinds, happened_on__lte=on)
    return [line for line in lines.order_by("happened_on", "pk") if line.routes or line.sectors]


def against(viewer: Viewer, on: dt.date, wanted: Sequence[rules.Prospect]) -> Against:
    """What there is of each prospect, and what students make of it. All are of one field."""
    field = wanted[0].field
    meant, many = _meant(viewer, on, field)
    return Against(
        _of_each(wanted, providers_within_reach(viewer.school, on, field)),
        _of_each(wanted, meant),
        many,
        _of_each(wanted, accepted(guidance_students(viewer), field)),
    )


def none_within_reach(
    viewer: Viewer, on: dt.date, wanted: Sequence[rules.Prospect]
) -> frozenset[str]:
    """Labels of what no provider within reach of the school is known to offer; none where no
    list says what there is.
    """
    if not wanted:
        return frozenset()
    offered = providers_within_reach(viewer.school, on, wanted[0].field)
    if not offered:
        return frozenset()
    return frozenset(one.label for one in wanted if one.words.isdisjoint(offered))


def _meant(viewer: Viewer, on: dt.date, field: str) -> tuple[ByWord, int]:
    """Who means to take each route, or keeps an idea in each sector; of how many students."""
    if field == "routes":
        return routes_meant(viewer, on)
    students = students_on_roll(guidance_students(viewer), on)
    return sectors_in_ideas(students), students.count()


def _of_each(wanted: Sequence[rules.Prospect], by_word: ByWord) -> ByWord:
    """What is known by route or sector, by prospect."""
    return {one.name: set().union(*(by_word.get(word, ()) for word in one.words)) for one in wanted}


def behind(viewer: Viewer, on: dt.date, which: str, key: str) -> Behind | None:
    """The students behind one figure of the page; None where it has no such figure.

    which: "adviser", "organisation", "meant" or "placed"; key: an adviser's number, an
    organisation, the name of a prospect.
    """
    students, first, last = _this_year(viewer, on)
    if which == "organisation":
        found = Behind(key, students_who_met(students, key, first, last))
    elif which == "adviser":
        adviser = key_in(key)
        name = next((one.name for one in advisers(viewer, on, ()) if one.adviser == adviser), "")
        found = Behind(name, students_talked_with(students, adviser, first, last))
    elif which in ("meant", "placed") and (one := rules.prospect(key, on)):
        by_word = (
            accepted(students, one.field) if which == "placed" else _meant(viewer, on, one.field)[0]
        )
        found = Behind(one.label, _of_each([one], by_word)[one.name], one.field)
    else:
        return None
    return found if found.students else None


def _this_year(viewer: Viewer, on: dt.date) -> tuple[Any, dt.date, dt.date]:
    return guidance_students(viewer), AcademicYear.of(on).starts_on, on
