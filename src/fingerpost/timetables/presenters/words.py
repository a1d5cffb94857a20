"""Times, proofs and terms of timetables in plain words."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from fingerpost.programme.presenters.words import audience_words

from ..enums import DraftState, SeatChange, SeatState, TimetableState
from ..models import Seat, Timetable, TimetableDraft
from ..selectors.whom import Whom

TONES = {
    TimetableState.DRAFT: "",
    TimetableState.PUBLISHED: "good",
    TimetableState.CANCELLED: "quiet",
    DraftState.WAITING: "warn",
    DraftState.IMPROVING: "warn",
    DraftState.READY: "",
    DraftState.FAILED: "bad",
    DraftState.PUBLISHED: "good",
    SeatState.TIMED: "",
    SeatState.BOOKED: "good",
    SeatState.NO_TIME: "warn",
    SeatState.REFUSED: "warn",
    SeatState.AHEAD: "quiet",
    SeatState.CANCELLED: "quiet",
    SeatChange.KEPT: "quiet",
    SeatChange.REPLACED: "warn",
    SeatChange.MOVED: "plum",
    SeatChange.OTHER_ROOM: "",
    SeatChange.LOST: "bad",
}


def day(on: dt.date) -> str:
    """3 October 2026."""
    return date_format(on, "j F Y")


def moment(at: dt.datetime) -> str:
    """Mon 23 November, 09:40."""
    return date_format(timezone.localtime(at), "D j F, H:i")


def clock(at: dt.datetime) -> str:
    """09:40."""
    return date_format(timezone.localtime(at), "H:i")


def place(seat: Seat) -> str:
    """The room of a seat; without one it is held at a distance."""
    return seat.room.name if seat.room else "By phone or video"


def proof(draft: TimetableDraft) -> str:
    """What is proven of a draft, in a sentence."""
    if draft.result is None:
        return ""
    if draft.is_repair:
        return str(draft.result.get("proof", ""))
    if draft.status == "optimal":
        return "Proven: nobody could make a better timetable on these terms."
    if draft.status in ("infeasible", "undecided"):
        return "No timetable could be made on these terms."
    gap = over(draft)
    if gap is None:
        return "It has not been proven how near to the best this is."
    return (
        f"Not proven to be the best. The best that could be is at most {gap} better; more time "
        "may find it."
    )


def over(draft: TimetableDraft) -> str | None:
    """What is between a draft and the best that could be, as a share of its cost."""
    if draft.cost is None or draft.bound is None:
        return None
    share = (draft.cost - draft.bound) / draft.cost if draft.cost else 0.0
    return "0 %" if share == 0 else f"{max(0.1, share * 100):.1f} %"


def short_proof(draft: TimetableDraft) -> str:
    """The same in a few words, for a table."""
    if draft.result is None:
        return "–"
    if draft.is_repair:
        moved = len(draft.result.get("moved", ()))
        least = draft.result.get("moves_at_least", 0)
        return f"{moved} moved; fewer than {least} impossible" if moved else "Nobody else moves"
    if draft.status == "optimal":
        return "Proven the best"
    gap = over(draft)
    return f"At most {gap} from the best" if gap else "Not proven"


def losses(draft: TimetableDraft, names: Mapping[tuple[str, str], str]) -> list[str]:
    """What a repair does without, one sentence each; names by kind and key."""
    found = []
    for one in draft.lost:
        key = one["name"].rsplit("/", 1)[-1]
        first, last = dt.date.fromisoformat(one["first"]), dt.date.fromisoformat(one["last"])
        when = f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"
        found.append(f"Without {names.get((one['kind'], key), 'somebody who is gone')} {when}.")
    return found


def terms(
    timetable: Timetable, groups: Mapping[int, str], measures: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """The terms of a timetable, for a summary list."""
    whom = Whom.stored(timetable.audience)
    said = audience_words(whom.audience, groups, measures)
    if whom.students:
        said = f"{len(whom.students)} students named; {said.lower()}"
    rows = [
        ("When", f"{day(timetable.from_on)} to {day(timetable.until_on)}"),
        ("For whom", said),
        ("How long", f"{timetable.minutes} minutes, {timetable.slack_minutes} kept free after"),
        ("A day", f"{timetable.cap} at most" if timetable.cap else "As many as fit"),
    ]
    if timetable.break_from and timetable.break_until:
        rows.append(("Break", f"{timetable.break_from:%H:%M} to {timetable.break_until:%H:%M}"))
    rows += [("Last day", _deadline(timetable)), ("Second interview", _follow_up(timetable))]
    return rows


def _deadline(timetable: Timetable) -> str:
    if not timetable.deadline_days:
        return "None: those with the greatest need are seen first all the same"
    return (
        f"A need of {timetable.deadline_need} or more is seen within "
        f"{timetable.deadline_days} weekdays"
    )


def _follow_up(timetable: Timetable) -> str:
    if timetable.follow_up_need is None:
        return "None"
    whose = (
        f"With a need of {timetable.follow_up_need} or more"
        if timetable.follow_up_need
        else "Everybody"
    )
    return (
        f"{whose}: {timetable.follow_up_minutes} minutes, {timetable.follow_up_days} days after "
        "the first or later"
    )
