"""From a school's diary to the problem that the engine reads (docs/reference/timetable.md)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils import timezone

from fingerpost.interviews.models import TICK_MINUTES, Adviser

from ..models import Seat, Timetable, TimetableDraft
from ..selectors.absence import Absence, Lesson, absence, booked_on, missed_before
from ..selectors.diary import booked_elsewhere
from ..selectors.supply import Window, minutes_of, windows
from ..selectors.whom import known_advisers

Json = dict[str, Any]
HERE, ELSEWHERE = "here", "elsewhere"


class NothingFree(ValueError):
    """No adviser has any time left; says so in one sentence."""


@dataclass(frozen=True)
class Asked:
    """What the engine is asked; of a repair, also the appointments as they are."""

    problem: Json
    now: Json | None = None


def clock(minutes: int) -> str:
    """Minutes since midnight as the engine writes them: 09:40."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def adviser_name(pk: int) -> str:
    """How a problem names an adviser."""
    return str(pk)


def room_name(window: Window) -> str:
    """How a problem names a window's room. At a distance an adviser needs no room of the
    school's, which is the same as having one that nobody else can use."""
    return f"distance-{window.adviser_id}" if window.room_id is None else str(window.room_id)


def interview_name(seat: Seat) -> str:
    """How a problem names one interview."""
    return f"{seat.student_id}" if seat.number == 1 else f"{seat.student_id}-{seat.number}"


def problem_of(draft: TimetableDraft, seats: Sequence[Seat]) -> Asked:
    """What is asked of the engine so that these seats get times. Raises NothingFree."""
    timetable = draft.timetable
    asking = _Asking(draft, seats, windows(draft.school, timetable.from_on, timetable.until_on))
    if not asking.windows:
        raise NothingFree(
            "No adviser has any free time between these days. Add times for the advisers, or "
            "choose other days."
        )
    step = _whole(timetable.minutes + timetable.slack_minutes)
    return Asked(asking.problem() | {"start_every": step})


def repair_problem_of(draft: TimetableDraft, seats: Sequence[Seat], last: dt.date) -> Asked:
    """The problem that interviews as they are booked are an answer to; times until `last`.

    An interview that was put where no window is, or into a break, is settled: it stays unless
    it is lost.
    """
    apart_from = [seat.interview_id for seat in seats if seat.interview_id]
    today = timezone.localdate()
    found = windows(draft.school, today, last, apart_from)
    asking = _Asking(draft, seats, found, apart_from)
    return Asked(asking.problem(), {"status": "feasible", **asking.appointments()})


def _whole(minutes: int) -> int:
    """So many minutes, up to the next whole tick."""
    return -(-minutes // TICK_MINUTES) * TICK_MINUTES


class _Asking:
    """One problem in the making."""

    def __init__(
        self,
        draft: TimetableDraft,
        seats: Sequence[Seat],
        found: Sequence[Window],
        apart_from: Sequence[int] = (),
    ) -> None:
        self.draft, self.seats, self.windows = draft, seats, found
        self.timetable: Timetable = draft.timetable
        self.apart_from = apart_from
        self.is_repair = draft.is_repair
        self.days = sorted({one.on for one in found} | {day for day, _ in self._now().values()})
        students = {seat.student_id for seat in seats}
        years = {seat.student.year_group for seat in seats}
        self.absence: Absence = absence(draft.school, self.days, years, apart_from)
        self.missed = missed_before(draft.school, students, apart_from)
        self.known = known_advisers(students)
        self.persons = dict(
            Adviser.objects.filter(school=draft.school).values_list("pk", "person_id")
        )
        self.booked = booked_on(draft.school, self.days, apart_from)
        self.adults = sorted({seat.accompanying_adult for seat in seats} - {""})

    def problem(self) -> Json:
        """All of it, as JSON."""
        made: Json = {
            "days": [day.isoformat() for day in self.days],
            "schools": self._schools(),
            "advisers": list(self._advisers()),
            "students": list(self._students()),
            "interviews": [self._interview(seat) for seat in self.seats],
            "tick_minutes": TICK_MINUTES,
            "slack_minutes": _whole(self.timetable.slack_minutes),
            "seed": self.draft.seed,
        }
        if self.adults:
            made["adults"] = [{"id": name, "busy": list(self._busy(name))} for name in self.adults]
        if len(made["schools"]) > 1:
            between = {"from": HERE, "to": ELSEWHERE, "minutes": self.timetable.travel_minutes}
            made["travel"] = [between]
        return made

    def appointments(self) -> Json:
        """The interviews as they are booked, as a result of the engine."""
        held = []
        for seat in self.seats:
            day, since = self._now()[seat.pk]
            held.append(
                {
                    "interview": interview_name(seat),
                    "student": str(seat.student_id),
                    "adviser": adviser_name(seat.was_adviser_id or 0),
                    "school": HERE,
                    "room": self._room_now(seat),
                    "day": day.isoformat(),
                    "from": clock(since),
                    "to": clock(since + seat.minutes),
                }
            )
        return {
            "cost": None,
            "bound": None,
            "gap": None,
            "appointments": held,
            "not_held": [],
            "seconds": 0,
            "method": "as booked",
        }

    def _now(self) -> dict[int, tuple[dt.date, int]]:
        """Seat to the day and minute of its interview as it is booked."""
        return {
            seat.pk: ((local := timezone.localtime(seat.was_at)).date(), minutes_of(local.time()))
            for seat in self.seats
            if seat.was_at
        }

    # Schools, rooms and advisers

    def _schools(self) -> list[Json]:
        rooms = {room_name(one) for one in self.windows}
        rooms |= {room for seat in self.seats if seat.was_at and (room := self._room_now(seat))}
        rooms |= {
            str(one["name"]).split("/")[1] for one in self.draft.lost if one["kind"] == "room"
        }
        here: Json = {"id": HERE, "rooms": [{"id": room} for room in sorted(rooms)]}
        return [here, {"id": ELSEWHERE}] if self._elsewhere() else [here]

    def _room_now(self, seat: Seat) -> str:
        return str(seat.was_room_id) if seat.was_room_id else f"distance-{seat.was_adviser_id}"

    def _elsewhere(self) -> Mapping[int, list[tuple[dt.date, int, int]]]:
        if not hasattr(self, "_found_elsewhere"):
            self._found_elsewhere = booked_elsewhere(
                self.draft.school, set(self.persons.values()), self.days
            )
        return self._found_elsewhere

    def _advisers(self) -> Iterator[Json]:
        given: dict[int, dict[tuple[int, int, str], list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for one in self.windows:
            times = one.since, one.until, room_name(one)
            given[one.adviser_id][times].append(one.on.isoformat())
        named = {seat.was_adviser_id for seat in self.seats if seat.was_adviser_id}
        named |= {int(one["name"]) for one in self.draft.lost if one["kind"] == "adviser"}
        for adviser in sorted(set(given) | named):
            made: Json = {
                "id": adviser_name(adviser),
                "windows": [
                    {"days": days, **_times(since, until), "school": HERE, "room": room}
                    for (since, until, room), days in given[adviser].items()
                ],
                "booked": list(self._diary(adviser)),
            }
            if self.timetable.cap:
                made["cap"] = self.timetable.cap
            if self.timetable.break_from and self.timetable.break_until:
                made["breaks"] = [_times(*self._break())]
            yield made

    def _break(self) -> tuple[int, int]:
        begins, ends = self.timetable.break_from, self.timetable.break_until
        return (minutes_of(begins), minutes_of(ends)) if begins and ends else (0, 0)

    def _diary(self, adviser: int) -> Iterator[Json]:
        """What stays in an adviser's diary, here and at other schools."""
        for one in self.booked:
            if one.adviser_id == adviser:
                begins = timezone.localtime(one.starts_at)
                since = minutes_of(begins.time())
                yield {
                    "day": begins.date().isoformat(),
                    **_times(since, since + one.minutes),
                    "school": HERE,
                }
        for day, since, until in self._elsewhere().get(self.persons.get(adviser, 0), ()):
            yield {"day": day.isoformat(), **_times(since, until), "school": ELSEWHERE}

    # Students and their interviews

    def _students(self) -> Iterator[Json]:
        seen: set[int] = set()
        for seat in self.seats:
            if seat.student_id in seen:
                continue
            seen.add(seat.student_id)
            student = seat.student
            made: Json = {"id": str(student.pk), "school": HERE}
            lessons = [
                _lesson(one) for one in self.absence.lessons_of(student.year_group) if one.days
            ]
            away = [
                _stretch(one.days, one.since, one.until)
                for one in self.absence.away(student.pk, student.year_group)
                if one.days
            ]
            if lessons:
                made["lessons"] = lessons
            if student.pk in self.missed:
                made["missed"] = sorted(self.missed[student.pk])
            if away:
                made["away"] = away
            yield made

    def _interview(self, seat: Seat) -> Json:
        made: Json = {
            "id": interview_name(seat),
            "student": str(seat.student_id),
            "minutes": seat.minutes,
            "need": seat.need,
        }
        own = self.known.get(seat.student_id)
        if own in {one.adviser_id for one in self.windows}:
            made["own_adviser"] = adviser_name(own or 0)
        if seat.accompanying_adult:
            made["adult"] = seat.accompanying_adult
        return made | (self._as_it_is(seat) if self.is_repair else self._to_be(seat))

    def _to_be(self, seat: Seat) -> Json:
        """Order and deadline of an interview that has no time yet."""
        if seat.number > 1:
            first = f"{seat.student_id}"
            return {"follows": first, "days_after": self.timetable.follow_up_days}
        days = self.timetable.deadline_days
        if days and seat.need >= self.timetable.deadline_need:
            return {"deadline": weekdays_after(self.days[0], days).isoformat()}
        return {}

    def _as_it_is(self, seat: Seat) -> Json:
        """Order of an interview that is booked, and whether it is settled."""
        made: Json = {}
        day, since = self._now()[seat.pk]
        first = next(
            (o for o in self.seats if o.student_id == seat.student_id and o.number < seat.number),
            None,
        )
        if first is not None and self._now()[first.pk][0] < day:
            gap = (day - self._now()[first.pk][0]).days
            made["follows"] = interview_name(first)
            made["days_after"] = min(gap, self.timetable.follow_up_days)
        if not self._is_in_a_window(seat, day, since):
            made["fixed"] = {
                "adviser": adviser_name(seat.was_adviser_id or 0),
                "day": day.isoformat(),
                "from": clock(since),
                "room": self._room_now(seat),
            }
        return made

    def _is_in_a_window(self, seat: Seat, day: dt.date, since: int) -> bool:
        until = since + _whole(seat.minutes) + _whole(self.timetable.slack_minutes)
        begins, ends = self._break()
        return not (since < ends and begins < until) and any(
            one.adviser_id == seat.was_adviser_id
            and one.room_id == seat.was_room_id
            and one.on == day
            and one.since <= since
            and until <= one.until
            for one in self.windows
        )

    def _busy(self, adult: str) -> Iterator[Json]:
        """When somebody comes along with a student whose interview is booked already."""
        for one in self.booked:
            if one.accompanying_adult == adult:
                begins = timezone.localtime(one.starts_at)
                since = minutes_of(begins.time())
                yield {"day": begins.date().isoformat(), **_times(since, since + one.minutes)}


def _times(since: int, until: int) -> Json:
    return {"from": clock(since), "to": clock(until)}


def _stretch(days: Iterable[dt.date], since: int, until: int) -> Json:
    return {"days": [day.isoformat() for day in days], **_times(since, until)}


def _lesson(one: Lesson) -> Json:
    made = _stretch(one.days, one.since, one.until)
    # An exam is no subject: it is never missed, whatever it is called.
    return made | ({"protected": True} if one.protected else {"subject": one.name})


def weekdays_after(first: dt.date, number: int) -> dt.date:
    """The day that is so many days from Monday to Friday after another."""
    following = (first + dt.timedelta(days=day) for day in range(1, number * 2 + 8))
    found = [day for day in following if day.weekday() < 5]
    return list(chain([first], found))[number]
