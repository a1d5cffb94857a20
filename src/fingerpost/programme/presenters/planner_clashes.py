"""What is in the way of the sessions of a year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse

from fingerpost.web.tables import Cell, Column, Row, Table

from ..selectors.clashes import Clash
from ..selectors.planner import PlannedSession
from .planned import clash_words
from .planner import years_words
from .words import times, weekday


def clashes_table(
    planned: Sequence[PlannedSession],
    found: Mapping[Any, Sequence[Clash]],
    names: Mapping[int, str],
    mine: set[int] | None,
) -> Table:
    """Sessions with something in their way. `mine`: the students to count, None for all."""
    return Table(
        "Clashes",
        [
            *(Column("Session"), Column("When", plain=True), Column("In the way")),
            Column("Twice", number=True),
        ],
        [
            Row(
                [
                    Cell(
                        one.session.title,
                        url=reverse("programme:session", args=[one.session.pk]),
                        hint=years_words(one.years),
                    ),
                    Cell(weekday(one.session.on), hint=times(one.session)),
                    " ".join(dict.fromkeys(_sentences(one.session, found[one.session.pk], names))),
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
    students = {one for clash in found if clash.is_of_students for one in clash.people}
    return students if mine is None else students & mine


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


def _sentences(session: Any, found: Iterable[Clash], names: Mapping[int, str]) -> Iterator[str]:
    """Each clash in a sentence. How many students it is about stands in a column of its own,
    where it is a figure of the viewer's students.
    """
    for one in found:
        if one.is_of_students:
            yield f"Students have {one.what} at that time."
        else:
            yield clash_words(one, session.room, names)
