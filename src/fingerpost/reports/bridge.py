"""Where reports meet the engines: how evenly the routes have been laid before a group."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from fingerpost import rules
from fingerpost.ledger import bridge as ledger

if TYPE_CHECKING:
    from fingerpost.engines.impartiality import Judged

# What is looked at: for many and for one of them.
WHAT: dict[rules.ProspectOf, tuple[str, str]] = {
    "route": ("Routes", "Route"),
    "level": ("Levels", "Level"),
    "sector": ("Sectors", "Sector"),
    "provider": ("Kinds of provider", "Kind of provider"),
}


@dataclass(frozen=True)
class GroupJudged:
    """One group (None: everybody asked about): figures in the order of the prospects; judged: None
    where figures are hidden or about nobody.
    """

    group: Any
    figures: Sequence[Any]
    judged: Judged | None


# What has been judged of a school as it stands. It goes when the school's engine goes, which is
# when roll, ledger or the day change: pages of reports and the start page read the same figures.
_judged_of: WeakKeyDictionary[Any, dict[Any, list[GroupJudged]]] = WeakKeyDictionary()
_lock = threading.Lock()


def impartiality(
    viewer: Any, on: dt.date, what: rules.ProspectOf, by: str = ""
) -> list[GroupJudged]:
    """Everybody the viewer sees, or each group of a split, judged by what they were shown.

    What is for some alone is told and does not count. Worked out once for whoever sees
    the same students, until the school changes.
    """
    answers = ledger.question(viewer, on)
    seen = None if answers.where is None else frozenset(answers.where)
    key = (what, by, seen, answers.threshold)
    with _lock:
        kept = _judged_of.setdefault(answers.engine, {})
    if key not in kept:
        kept[key] = _impartiality(answers, rules.prospects(what, on), by)
    return kept[key]


def _impartiality(answers: Any, wanted: Sequence[rules.Prospect], by: str) -> list[GroupJudged]:
    if not by:
        figures = [answers.figure(one.name) for one in wanted]
        return [GroupJudged(None, figures, _judged(wanted, figures))]
    grid = answers.grid(wanted, by)
    return [GroupJudged(row.group, row.figures, _judged(wanted, row.figures)) for row in grid.rows]


def judged_of(shown: Mapping[str, int], of: int, wanted: Sequence[rules.Prospect]) -> Judged | None:
    """The index of prospects of which each (by name) was shown to so many of so many students."""
    from fingerpost.engines.impartiality import Shown, judge

    open_to_all = [one for one in wanted if not one.limited_to]
    return judge([Shown(one.label, shown.get(one.name, 0), of) for one in open_to_all])


@dataclass(frozen=True)
class Warned:
    """A year group to which too little is shown.

    crowded_out: routes that are hardly shown beside the most shown one. shown: the share of the
    routes that it was shown, in per cent. least: how much it should be by now, None where it is
    enough.
    """

    year_group: int
    crowded_out: tuple[str, ...]
    shown: float
    least: int | None


def warnings(viewer: Any, on: dt.date) -> list[Warned]:
    """The year groups of whom the viewer sees students and to which too little is shown: of one
    route beside another, or of all by this time of the year.
    """
    judged = impartiality(viewer, on, "route", "year_group")
    found = (warned(one.group, one.judged, on) for one in judged if one.judged)
    return [one for one in found if one]


def warned(year_group: Any, judged: Judged, on: dt.date) -> Warned | None:
    """What to warn of in a year group; None where nothing is wrong."""
    shown = 100 * judged.reach
    least = rules.least_shown(year_group, on) if isinstance(year_group, int) else None
    too_little = least if least is not None and shown < least else None
    if too_little is None and not judged.crowded_out:
        return None
    return Warned(year_group, judged.crowded_out, shown, too_little)


def judged_within_reach(
    whole: GroupJudged, wanted: Sequence[rules.Prospect], none_near: Collection[str]
) -> Judged | None:
    """The index of what there is within reach alone; None where that is everything or nothing.

    none_near: labels of what nobody within reach offers.
    """
    near = [
        (one, figure)
        for one, figure in zip(wanted, whole.figures, strict=True)
        if one.label not in none_near
    ]
    if not none_near or not near:
        return None
    return _judged([one for one, _ in near], [figure for _, figure in near])


def _judged(wanted: Sequence[rules.Prospect], figures: Sequence[Any]) -> Judged | None:
    from fingerpost.engines.impartiality import Shown, judge

    for_all = [
        (prospect, one)
        for prospect, one in zip(wanted, figures, strict=True)
        if not prospect.limited_to
    ]
    if any(one.hidden for _, one in for_all):
        return None
    return judge([Shown(prospect.label, one.counted or 0, one.of) for prospect, one in for_all])
