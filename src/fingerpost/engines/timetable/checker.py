"""An independent check of timetables: one appointment at a time, in plain Python, from the JSON.

Shares nothing with the code that makes timetables. It follows docs/reference/timetable.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

Json = Mapping[str, Any]


def check(problem: Json, result: Json) -> list[str]:
    """Return a sentence for everything that is wrong with a result; none if all is well.

    Both are as `json.loads` returns them. The problem must be one that `read_problem` takes.
    """
    try:
        return list(_Checked(problem, result).problems())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"The result cannot be read: {type(error).__name__} {error}."]


def cost(problem: Json, result: Json) -> int:
    """What the appointments of a result cost, and the interviews that are not held."""
    checked = _Checked(problem, result)
    for _ in checked._who_is_there():
        pass
    return checked.cost()


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _on(stretch: Json, day: str) -> bool:
    if "day" in stretch:
        return bool(stretch["day"] == day)
    return "days" not in stretch or day in stretch["days"]


def _days_between(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


class _Held:
    """One appointment in minutes; `until` has the slack with it."""

    def __init__(self, appointment: Json, slack: int) -> None:
        self.interview: str = appointment["interview"]
        self.adviser: str = appointment["adviser"]
        self.school: str = appointment["school"]
        self.room: str | None = appointment["room"]
        self.day: str = appointment["day"]
        self.since = _minutes(appointment["from"])
        self.until = _minutes(appointment["to"]) + slack

    def meets(self, stretch: Json) -> bool:
        """Say whether it touches a stretch of time."""
        return (
            _on(stretch, self.day)
            and self.since < _minutes(stretch["to"])
            and _minutes(stretch["from"]) < self.until
        )

    def within(self, stretch: Json) -> bool:
        """Say whether it lies in a stretch of time, the slack with it."""
        return (
            _on(stretch, self.day)
            and _minutes(stretch["from"]) <= self.since
            and self.until <= _minutes(stretch["to"])
        )


class _Checked:
    """A problem and a result side by side."""

    def __init__(self, problem: Json, result: Json) -> None:
        self.problem, self.result = problem, result
        self.slack: int = problem.get("slack_minutes", 0)
        self.tick: int = problem.get("tick_minutes", 5)
        self.twice: bool = problem.get("no_subject_twice", True)
        self.schools = {one["id"]: one for one in problem["schools"]}
        self.advisers = {one["id"]: one for one in problem["advisers"]}
        self.students = {one["id"]: one for one in problem["students"]}
        self.adults = {one["id"]: one for one in problem.get("adults", [])}
        self.asked = {one["id"]: one for one in problem["interviews"]}
        self.travel: dict[tuple[str, str], int] = {}
        for one in problem.get("travel", []):
            self.travel.setdefault((one["to"], one["from"]), one["minutes"])
        for one in problem.get("travel", []):
            self.travel[one["from"], one["to"]] = one["minutes"]
        self.held: dict[str, _Held] = {}

    def problems(self) -> Iterator[str]:
        """Every sentence about what is wrong."""
        yield from self._who_is_there()
        if self.result["status"] == "infeasible":
            if self.held:
                yield "It is infeasible and has appointments all the same."
            return
        for one in self.held.values():
            for sentence in self._alone(one):
                yield f"{one.interview}: {sentence}"
        for first, second in self._pairs(lambda one: one.day):
            for sentence in self._same_day(first, second):
                yield f"{first.interview} and {second.interview}: {sentence}"
        for first, second in self._pairs(lambda one: self.asked[one.interview]["student"]):
            for sentence in self._same_student(first, second):
                yield f"{first.interview} and {second.interview}: {sentence}"
        yield from self._limits()
        yield from self._figures()

    def _pairs(self, shared: Callable[[_Held], str]) -> Iterator[tuple[_Held, _Held]]:
        """Two and two of those that share something."""
        groups: dict[str, list[_Held]] = {}
        for one in self.held.values():
            groups.setdefault(shared(one), []).append(one)
        for group in groups.values():
            yield from combinations(group, 2)

    def _who_is_there(self) -> Iterator[str]:
        for appointment in self.result["appointments"]:
            name = appointment["interview"]
            asked = self.asked.get(name)
            if asked is None:
                yield f"{name}: nobody asked for this interview."
            elif name in self.held:
                yield f"{name}: it is held twice."
            elif appointment["adviser"] not in self.advisers:
                yield f"{name}: there is no adviser {appointment['adviser']}."
            else:
                self.held[name] = _Held(appointment, self.slack)
                if appointment["student"] != asked["student"]:
                    yield f"{name}: it is the interview of {asked['student']}."
                length = _minutes(appointment["to"]) - _minutes(appointment["from"])
                if length != asked["minutes"]:
                    yield f"{name}: it lasts {length} minutes, not {asked['minutes']}."
        if self.result["status"] != "infeasible":
            yield from self._who_is_not()

    def _who_is_not(self) -> Iterator[str]:
        without = [one["interview"] for one in self.result["not_held"]]
        for name, count in Counter([*self.held, *without]).items():
            if count > 1:
                yield f"{name}: it is named more than once as held or not held."
        for name, asked in self.asked.items():
            if name not in self.held and name not in without:
                yield f"{name}: it is neither held nor said not to be."
            needed = asked.get("required", False) or "fixed" in asked
            if name not in self.held and needed and self.result["status"] != "undecided":
                yield f"{name}: it must be held and is not."

    def _alone(self, one: _Held) -> Iterator[str]:
        asked = self.asked[one.interview]
        student = self.students[asked["student"]]
        if one.school != student["school"]:
            yield f"{student['id']} is at {student['school']}, not at {one.school}."
        yield from self._its_room(one, asked)
        if "fixed" in asked:
            yield from self._as_fixed(one, asked["fixed"])
            return
        yield from self._its_day(one, asked)
        yield from self._its_adviser(one, asked)
        for lesson in student.get("lessons", []):
            if one.meets(lesson):
                if lesson.get("protected", False):
                    yield f"a protected lesson at {lesson['from']} would be missed."
                elif self.twice and lesson.get("subject") in student.get("missed", []):
                    yield f"{lesson['subject']} was missed before."
        if any(one.meets(away) for away in student.get("away", [])):
            yield f"{student['id']} is away."
        if "adult" in asked:
            busy = self.adults[asked["adult"]].get("busy", [])
            if any(one.meets(stretch) for stretch in busy):
                yield f"{asked['adult']}, who comes along, is busy."

    def _as_fixed(self, one: _Held, fixed: Json) -> Iterator[str]:
        same = (one.adviser, one.day, one.since) == (
            fixed["adviser"],
            fixed["day"],
            _minutes(fixed["from"]),
        )
        if not same or fixed.get("room") not in (None, one.room):
            yield "it is fixed at another time or place."

    def _its_day(self, one: _Held, asked: Json) -> Iterator[str]:
        days = self.problem["days"]
        if one.day not in days:
            yield f"{one.day} is not one of the days."
        if one.day < asked.get("not_before", days[0]):
            yield f"it is held before {asked['not_before']}."
        if one.day > self._deadline(asked):
            yield f"it is held after its deadline, {self._deadline(asked)}."

    def _deadline(self, asked: Json) -> str:
        if "deadline" in asked:
            return str(asked["deadline"])
        by_need = [
            rule["day"]
            for rule in self.problem.get("deadlines", [])
            if asked.get("need", 0) >= rule["need"]
        ]
        return min([self.problem["days"][-1], *by_need])

    def _its_adviser(self, one: _Held, asked: Json) -> Iterator[str]:
        adviser = self.advisers[one.adviser]
        if one.adviser not in asked.get("advisers", [one.adviser]):
            yield f"{one.adviser} may not hold it."
        if not any(self._in_window(one, window) for window in adviser["windows"]):
            yield f"{one.adviser} cannot be seen there and then."
        if any(one.meets(stretch) for stretch in adviser.get("breaks", [])):
            yield f"{one.adviser} has a break."
        for booking in adviser.get("booked", []):
            if _on(booking, one.day):
                yield from self._beside_booking(one, booking, adviser)

    def _beside_booking(self, one: _Held, booking: Json, adviser: Json) -> Iterator[str]:
        there = booking.get("school", one.school)
        before = self.travel.get((there, one.school), 0) if there != one.school else 0
        after = self.travel.get((one.school, there), 0) if there != one.school else 0
        since, until = _minutes(booking["from"]), _minutes(booking["to"])
        if one.since < until + before and since < one.until + after:
            yield f"{one.adviser} has something else at {booking['from']}."
        if there != one.school and adviser.get("one_school_a_day", False):
            yield f"{one.adviser} is at {there} on that day."

    def _in_window(self, one: _Held, window: Json) -> bool:
        if window["school"] != one.school or not one.within(window):
            return False
        if window.get("room") not in (None, one.room):
            return False
        if "room" not in window and self._kept_for_others(one):
            return False
        opens = -(-_minutes(window["from"]) // self.tick) * self.tick
        return (one.since - opens) % self.problem.get("start_every", self.tick) == 0

    def _kept_for_others(self, one: _Held) -> bool:
        """Say whether the room is kept for a window or a settled appointment that names it."""
        if one.room is None:
            return False
        windows = (window for other in self.advisers.values() for window in other["windows"])
        if any(
            window["school"] == one.school and window.get("room") == one.room and one.meets(window)
            for window in windows
        ):
            return True
        return any(
            other.interview != one.interview
            and self.asked[other.interview].get("fixed", {}).get("room") == one.room
            and (other.school, other.day) == (one.school, one.day)
            and one.since < other.until
            and other.since < one.until
            for other in self.held.values()
        )

    def _its_room(self, one: _Held, asked: Json) -> Iterator[str]:
        rooms = self.schools[one.school].get("rooms")
        if rooms is None:
            if one.room is not None:
                yield f"{one.school} has no list of rooms, and {one.room} is none of it."
            return
        room = next((room for room in rooms if room["id"] == one.room), None)
        if room is None:
            yield f"{one.school} has no room {one.room}."
        elif asked.get("fixed", {}).get("room") is not None:
            return
        elif "open" in room and not self._is_open(one, room["open"]):
            yield f"{one.room} is not open."

    def _is_open(self, one: _Held, stretches: list[Json]) -> bool:
        """Say whether stretches, which may follow one another, cover all of an appointment."""
        at = one.since
        for stretch in sorted(stretches, key=lambda stretch: _minutes(stretch["from"])):
            if _on(stretch, one.day) and _minutes(stretch["from"]) <= at:
                at = max(at, _minutes(stretch["to"]))
        return at >= one.until

    def _same_student(self, first: _Held, second: _Held) -> Iterator[str]:
        one, other = self.asked[first.interview], self.asked[second.interview]
        if one.get("follows") == second.interview:
            yield from self._in_order(second, first)
        if other.get("follows") == first.interview:
            yield from self._in_order(first, second)
        if self.twice and not ("fixed" in one and "fixed" in other):
            both = self._missed(first) & self._missed(second)
            if both:
                yield f"{one['student']} misses {', '.join(sorted(both))} twice."

    def _in_order(self, before: _Held, after: _Held) -> Iterator[str]:
        wanted = self.asked[after.interview].get("days_after", 0)
        if _days_between(before.day, after.day) < wanted:
            yield f"the second is not {wanted} days after the first."

    def _missed(self, one: _Held) -> set[str]:
        lessons = self.students[self.asked[one.interview]["student"]].get("lessons", [])
        return {each["subject"] for each in lessons if "subject" in each and one.meets(each)}

    def _same_day(self, first: _Held, second: _Held) -> Iterator[str]:
        one, other = self.asked[first.interview], self.asked[second.interview]
        if first.adviser == second.adviser:
            adviser = self.advisers[first.adviser]
            if not self._far_enough(first, second, adviser.get("rest_minutes", 0)):
                yield f"{first.adviser} cannot hold both, with rest and travel."
            if first.school != second.school and adviser.get("one_school_a_day", False):
                yield f"{first.adviser} would be at two schools on {first.day}."
        along = one.get("adult")
        same_adult = along is not None and along == other.get("adult")
        if same_adult and not self._far_enough(first, second, 0):
            yield f"{along} cannot come along to both."
        if first.since >= second.until or second.since >= first.until:
            return
        if one["student"] == other["student"]:
            yield f"{one['student']} would be in two places at once."
        if first.room is not None and (first.school, first.room) == (second.school, second.room):
            yield f"{first.room} is taken twice."

    def _far_enough(self, first: _Held, second: _Held, rest: int) -> bool:
        if second.since < first.since:
            first, second = second, first
        way = 0
        if first.school != second.school:
            way = self.travel.get((first.school, second.school), 0)
        return first.until + max(rest, way) <= second.since

    def _limits(self) -> Iterator[str]:
        on_day = Counter((one.adviser, one.day) for one in self.held.values())
        for (name, day), count in on_day.items():
            adviser = self.advisers[name]
            if "cap" in adviser:
                booked = sum(_on(booking, day) for booking in adviser.get("booked", []))
                settled = sum(
                    "fixed" in self.asked[one.interview]
                    for one in self.held.values()
                    if (one.adviser, one.day) == (name, day)
                )
                if count > max(adviser["cap"] - booked, settled):
                    yield f"{name} holds {count} interviews on {day}, more than the cap."
        for name in self.held:
            before = self.asked[name].get("follows")
            if before is not None and before not in self.held:
                yield f"{name}: it is held without {before}, which it follows."

    def _figures(self) -> Iterator[str]:
        cost, bound = self.result["cost"], self.result.get("bound")
        should = self.cost()
        missing = any(
            name not in self.held and (asked.get("required", False) or "fixed" in asked)
            for name, asked in self.asked.items()
        )
        if missing:
            return
        if cost != should:
            yield f"The cost is {should}, not {cost}."
        if bound is not None and bound > should:
            yield f"The bound is {bound}, above the cost."
        if self.result["status"] == "optimal" and bound != should:
            yield "It is called optimal without a bound that proves it."

    def cost(self) -> int:
        """The sum over all interviews that are asked for."""
        return sum(self._cost(asked) for asked in self.asked.values())

    def _cost(self, asked: Json) -> int:
        costs = {"day": 1, "lesson": 50, "other_adviser": 200, "not_held": 1000}
        costs.update(self.problem.get("costs", {}))
        weight = asked.get("weight", max(1, asked.get("need", 0)))
        one = self.held.get(asked["id"])
        if one is None:
            return int(costs["not_held"] * weight)
        waited = _days_between(self.problem["days"][0], one.day) - self._due(asked)
        lessons = self.students[asked["student"]].get("lessons", [])
        missed = sum(lesson.get("cost", 1) for lesson in lessons if self._touches(one, lesson))
        other = asked.get("own_adviser", one.adviser) != one.adviser
        return int(
            costs["day"] * weight * max(0, waited)
            + costs["lesson"] * missed
            + costs["other_adviser"] * other
        )

    def _due(self, asked: Json) -> int:
        due = 0
        if "not_before" in asked:
            due = max(0, _days_between(self.problem["days"][0], asked["not_before"]))
        if "follows" in asked:
            due = max(due, self._due(self.asked[asked["follows"]]) + asked.get("days_after", 0))
        return due

    def _touches(self, one: _Held, lesson: Json) -> bool:
        """Say whether a lesson is missed as costs have it: both in whole ticks."""
        until = one.since + -(-(one.until - one.since) // self.tick) * self.tick
        begins = _minutes(lesson["from"]) // self.tick * self.tick
        ends = -(-_minutes(lesson["to"]) // self.tick) * self.tick
        return _on(lesson, one.day) and one.since < ends and begins < until
