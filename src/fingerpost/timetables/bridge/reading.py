"""From what the engine answers to the seats of a draft."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from ..enums import SeatChange, SeatState
from ..models import Seat
from .asking import interview_name

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FOLLOWS = re.compile(r"It follows \S+, which is not held\.")
Json = Mapping[str, Any]


def fill(seats: Sequence[Seat], problem: Json, result: Json) -> None:
    """Give each seat what the result says of its interview; nothing is saved."""
    told = _Told(problem, result)
    for seat in seats:
        told.fill(seat)


class _Told:
    """A result by the names of its interviews."""

    def __init__(self, problem: Json, result: Json) -> None:
        self.held = {one["interview"]: one for one in result["appointments"]}
        self.reasons = {one["interview"]: one["reason"] for one in result["not_held"]}
        self.asked = {one["id"]: one for one in problem["interviews"]}
        self.lessons = {one["id"]: one.get("lessons", ()) for one in problem["students"]}
        self.slack = problem["slack_minutes"]
        self.is_repair = "moves_at_least" in result
        self.changes = {
            one["interview"]: change
            for change, name in (
                (SeatChange.MOVED, "moved"),
                (SeatChange.REPLACED, "replaced"),
                (SeatChange.OTHER_ROOM, "other_room"),
            )
            for one in result.get(name, ())
        }

    def fill(self, seat: Seat) -> None:
        name = interview_name(seat)
        held = self.held.get(name)
        if self.is_repair:
            without = SeatChange.LOST if held is None else SeatChange.KEPT
            seat.change = self.changes.get(name, without)
        if held is None:
            seat.state = SeatState.NO_TIME
            seat.because = plain(self.reasons.get(name, "No time is left."))[:300]
            seat.adviser_id = seat.room_id = seat.starts_at = None
            seat.missed, seat.is_other_adviser = "", False
            return
        seat.state, seat.because = SeatState.TIMED, ""
        seat.adviser_id = int(held["adviser"])
        room = str(held["room"] or "")
        seat.room_id = int(room) if room.isdigit() else None
        zone = timezone.get_current_timezone()
        day = dt.date.fromisoformat(held["day"])
        time = dt.time.fromisoformat(held["from"])
        seat.starts_at = dt.datetime.combine(day, time, tzinfo=zone)
        own = self.asked[name].get("own_adviser")
        seat.is_other_adviser = own is not None and own != held["adviser"]
        seat.missed = self._missed(held)

    def _missed(self, held: Json) -> str:
        """The lesson that an appointment falls on, the slack with it; the first of several."""
        since, until = _minutes(held["from"]), _minutes(held["to"]) + self.slack
        for lesson in self.lessons.get(held["student"], ()):
            if (
                held["day"] in lesson["days"]
                and "subject" in lesson
                and since < _minutes(lesson["to"])
                and _minutes(lesson["from"]) < until
            ):
                return str(lesson["subject"])[:60]
        return ""


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def plain(reason: str) -> str:
    """The engine's reason as people at a school would say it."""
    reason = _FOLLOWS.sub("The first interview has no time.", reason)
    reason = _DAY.sub(lambda found: date_format(dt.date.fromisoformat(found[0]), "j F Y"), reason)
    return reason.replace(" at here", " here")
