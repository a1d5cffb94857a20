"""The figures of a draft: each is a list of its seats, and has exactly as many."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.web.tables import Count

from ..enums import SeatChange, SeatState
from ..models import Seat, TimetableDraft

_HAS = (SeatState.TIMED, SeatState.BOOKED)
_WITHOUT = (SeatState.NO_TIME, SeatState.REFUSED, SeatState.CANCELLED)


@dataclass(frozen=True)
class Figure:
    """One figure: `show` names its list; `in_words` says the number where it is not a count."""

    show: str
    label: str
    holds: Callable[[Seat], bool]
    tone: str = ""
    in_words: Callable[[TimetableDraft, Sequence[Seat]], str] | None = None
    # Who needs whom most is for those who may know all that need rests on.
    of_need: bool = False
    # Not shown where nobody is counted.
    hides_nought: bool = True


def waited(draft: TimetableDraft, seats: Iterable[Seat]) -> float | None:
    """The mean number of days from a timetable's first day to the interview."""
    days = [
        (timezone.localdate(seat.starts_at) - draft.timetable.from_on).days
        for seat in seats
        if seat.starts_at
    ]
    return sum(days) / len(days) if days else None


def _days(draft: TimetableDraft, seats: Sequence[Seat]) -> str:
    mean = waited(draft, seats)
    return "–" if mean is None else f"{mean:.1f} days"


def _has_time(seat: Seat) -> bool:
    return seat.state in _HAS


def _first_with_time(seat: Seat, neediest: bool) -> bool:
    return _has_time(seat) and seat.number == 1 and seat.is_neediest == neediest


def _adult_missing(seat: Seat) -> bool:
    return (
        seat.may_need_an_adult
        and not seat.accompanying_adult
        and seat.number == 1
        and seat.state not in (SeatState.AHEAD, SeatState.CANCELLED)
    )


FIGURES = (
    Figure("timed", "Interviews with a time", _has_time, "good", hides_nought=False),
    Figure("none", "Without a time", lambda s: s.state in _WITHOUT, "warn", hides_nought=False),
    Figure(
        "soonest",
        "Mean wait of the quarter with the greatest need",
        lambda seat: _first_with_time(seat, True),
        in_words=_days,
        of_need=True,
    ),
    Figure(
        "others",
        "Mean wait of the others",
        lambda seat: _first_with_time(seat, False),
        in_words=_days,
        of_need=True,
    ),
    Figure("lessons", "In lesson time", lambda s: _has_time(s) and bool(s.missed)),
    Figure(
        "other_adviser",
        "With another adviser than the one they know",
        lambda s: _has_time(s) and s.is_other_adviser,
    ),
    Figure("adults", "An adult is suggested, nobody is named", _adult_missing, "warn"),
    Figure(
        "ahead",
        "Left out: an interview is booked already",
        lambda s: s.state == SeatState.AHEAD,
        "quiet",
    ),
)

OF_A_REPAIR = (
    Figure(
        "replaced",
        "Lost the time, have a new one",
        lambda s: s.change == SeatChange.REPLACED,
        hides_nought=False,
    ),
    Figure(
        "moved",
        "Move to make room",
        lambda s: s.change == SeatChange.MOVED,
        "plum",
        hides_nought=False,
    ),
    Figure("room", "Same time, another room", lambda s: s.change == SeatChange.OTHER_ROOM),
    Figure(
        "lost",
        "Lost the time, have none",
        lambda s: s.change == SeatChange.LOST,
        "bad",
        hides_nought=False,
    ),
    Figure("kept", "Stay as they are", lambda s: s.change == SeatChange.KEPT, "quiet"),
    Figure("refused", "Could not be changed", lambda s: s.state == SeatState.REFUSED, "warn"),
)


def figures_of(draft: TimetableDraft, with_need: bool) -> tuple[Figure, ...]:
    """The figures that a draft has for somebody who may or may not know of need."""
    found = OF_A_REPAIR if draft.is_repair else FIGURES
    return tuple(one for one in found if with_need or not one.of_need)


def figure_named(draft: TimetableDraft, show: str, with_need: bool) -> Figure:
    """The figure whose list is asked for; the first where there is none of that name."""
    found = figures_of(draft, with_need)
    return next((one for one in found if one.show == show), found[0])


def counted(figure: Figure, seats: Iterable[Seat]) -> list[Seat]:
    """The seats that a figure counts."""
    return [seat for seat in seats if figure.holds(seat)]


def value(draft: TimetableDraft, figure: Figure, found: Sequence[Seat]) -> Any:
    """The figure as a tile or a table shows it."""
    if figure.in_words is None:
        return len(found)
    return Count(figure.in_words(draft, found), len(found))


def tiles(
    draft: TimetableDraft,
    seats: Sequence[Seat],
    with_need: bool,
    address: str,
    only_main: bool = False,
) -> list[tuple[str, Any, str, str]]:
    """Label, value, address of its list, tone. only_main: those shown even where nobody counts."""
    made = []
    for figure in figures_of(draft, with_need):
        if only_main and figure.hides_nought:
            continue
        found = counted(figure, seats)
        if found or not figure.hides_nought:
            tone = figure.tone if found else ""
            made.append(
                (figure.label, value(draft, figure, found), f"{address}?show={figure.show}", tone)
            )
    return made
