"""The engine of each school, kept, and the figures that a viewer may see of it."""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fingerpost import rules

from .. import permissions
from .definitions import measures
from .store import store_of

if TYPE_CHECKING:
    from fingerpost.measures.answers import Answers, Figure
    from fingerpost.measures.engine import Engine


def small_group(on: dt.date) -> int:
    """The smallest group whose figures everybody may see."""
    return rules.disclosure_threshold(on)


_engines: "OrderedDict[tuple[int, dt.date], tuple[tuple[int, int], Engine]]" = OrderedDict()
_lock = threading.Lock()
ENGINES_KEPT = 32


def engine_for(school: Any, as_of: dt.date) -> "Engine":
    """The engine for a school as it stands now, as of a day; the same object until it changes."""
    from fingerpost.measures.engine import Engine

    key = (school.pk, as_of)
    revisions, facts = store_of(school.pk).facts_on(as_of)
    with _lock:
        kept = _engines.get(key)
        if kept is None or kept[0] != revisions or kept[1].facts is not facts:
            kept = _engines[key] = (revisions, Engine(facts, as_of))
            while len(_engines) > ENGINES_KEPT:
                _engines.popitem(last=False)
        _engines.move_to_end(key)
        return kept[1]


def catalogue(on: dt.date) -> tuple[Any, ...]:
    """Every measure in force on a day, in the order of the catalogue."""
    return tuple(measures(on).values())


def find(name: str, on: dt.date) -> Any | None:
    """The measure of a name in force on a day, or None."""
    return measures(on).get(name)


def answers_for(
    school: Any, on: dt.date, where: Sequence[int] | None = None, protects: bool = False
) -> "Answers":
    """Figures of one school on one day, for some of its students or all.

    where: numbers of the students who may be counted, None for all. protects: hide small groups.
    """
    from fingerpost.measures.answers import Answers

    return Answers(engine_for(school, on), where, small_group(on) if protects else None)


def question(viewer: Any, on: dt.date) -> "Answers":
    """Figures as a viewer may see them: their school, their students, small groups hidden."""
    return answers_for(
        viewer.school, on, permissions.scope_of(viewer), permissions.hides_small_groups(viewer)
    )


def compute(school: Any, name: str, on: dt.date, by: str = "") -> "list[Figure]":
    """One figure of a measure, or one for each group of a split."""
    answers = answers_for(school, on)
    return answers.split(name, by) if by else [answers.figure(name)]


def facts_for(school: Any, on: dt.date, students: Sequence[int] | None = None) -> Any:
    """The facts table (Arrow, one row per student on the roll), perhaps of some students."""
    facts = store_of(school.pk).facts_on(on)[1]
    if students is None:
        return facts
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.array(list(students), pa.int64())
    return facts.filter(pc.is_in(facts["student_id"], value_set=wanted))
