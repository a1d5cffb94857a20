"""What a draft gives to whom, read off its problem and its result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fingerpost.web.keys import key_in

from ..models import Draft

# Lists that a figure of a draft opens, with their headings.
LISTS = {
    "placed": "Have a place",
    "first": "Have their first choice",
    "lower": "Have a lower choice",
    "none": "Have no place",
    "envy": "Would rather have a place that went to somebody with less need",
    "shares": "Have a place from a reserved share",
    "missed": "Missed out before and have a place",
}


@dataclass(frozen=True)
class Got:
    """What one student wanted and has: keys of sessions, first choice first. would_have: a session,
    and how many more seats there would have given a student without a place one.
    """

    student: int
    need: int
    missed_before: int
    wanted: tuple[int, ...]
    has: tuple[int, ...]
    would_have: tuple[int, int] | None = None

    @property
    def best(self) -> int:
        """The number of the best choice they have, 1 for the first; 0 for none."""
        return min(
            (self.wanted.index(one) + 1 for one in self.has if one in self.wanted), default=0
        )


@dataclass(frozen=True)
class Outcome:
    """The whole of a draft. need_met: needs of those with a place, added up."""

    got: Mapping[int, Got]
    groups: Mapping[int, frozenset[str]]
    reserved: Mapping[int, Mapping[str, int]]
    cancelled: frozenset[int] = field(default_factory=frozenset)

    @property
    def need_met(self) -> int:
        return sum(self.got[pk].need for pk in self.lists["placed"])

    @property
    def need_of_all(self) -> int:
        return sum(one.need for one in self.got.values())

    @cached_property
    def lists(self) -> dict[str, list[int]]:
        """The students of each of `LISTS`, by key."""
        everybody = self.got.values()
        return {
            "placed": [one.student for one in everybody if one.has],
            "first": [one.student for one in everybody if one.best == 1],
            "lower": [one.student for one in everybody if one.best > 1],
            "none": [one.student for one in everybody if not one.has],
            "envy": [one.student for one in everybody if self._envies(one)],
            "shares": sorted(self._by_share),
            "missed": [one.student for one in everybody if one.has and one.missed_before],
        }

    @cached_property
    def holders(self) -> dict[int, list[int]]:
        """Who has a place in each session."""
        found: dict[int, list[int]] = {}
        for one in self.got.values():
            for session in one.has:
                found.setdefault(session, []).append(one.student)
        return found

    @cached_property
    def wanted_by(self) -> dict[int, int]:
        """How many ranked each session."""
        found: dict[int, int] = {}
        for one in self.got.values():
            for session in one.wanted:
                found[session] = found.get(session, 0) + 1
        return found

    def above(self, one: Got) -> tuple[int, ...]:
        """The sessions that a student would rather have than the best they have."""
        return one.wanted[: one.best - 1] if one.best else one.wanted

    def _envies(self, one: Got) -> bool:
        return any(
            self.got[other].need < one.need
            for session in self.above(one)
            for other in self.holders.get(session, ())
        )

    @cached_property
    def _by_share(self) -> set[int]:
        """Those of a session's reserved groups who have a place there."""
        return {
            student
            for session, shares in self.reserved.items()
            for student in self.holders.get(session, ())
            if self.groups.get(student, frozenset()) & shares.keys()
        }


def outcome_of(draft: Draft) -> Outcome:
    """What a ready draft gives to whom; of one that is not ready, nothing to anybody."""
    return read_outcome(draft.problem, draft.result)


def read_outcome(problem: Mapping[str, Any], result: Mapping[str, Any]) -> Outcome:
    """The same from the engine's own JSON."""
    has: dict[str, list[int]] = {}
    for place in result.get("places", ()):
        has.setdefault(place["student"], []).append(int(place["session"]))
    would_have = {
        one["student"]: (int(more["session"]), more["seats"])
        for one in result.get("unplaced", ())
        if (more := one.get("more_seats"))
    }
    got = {
        int(one["id"]): Got(
            int(one["id"]),
            one["need"],
            one["missed_before"],
            tuple(map(int, one["preferences"])),
            tuple(sorted(has.get(one["id"], ()))),
            would_have.get(one["id"]),
        )
        for one in problem.get("students", ())
    }
    return Outcome(
        got,
        {int(one["id"]): frozenset(one["groups"]) for one in problem.get("students", ())},
        {int(one["id"]): one["reserved"] for one in problem.get("sessions", ()) if one["reserved"]},
        frozenset(map(int, result.get("cancelled", ()))),
    )


@dataclass(frozen=True)
class Change:
    """What one student has in one draft and in another."""

    student: int
    before: Got
    after: Got

    @property
    def is_better(self) -> bool:
        """Whether the other draft gives a higher choice, or a place at all."""
        return (self.after.best or 99) < (self.before.best or 99)


def session_list(outcome: Outcome, name: str, titles: Mapping[int, str]) -> tuple[str, list[int]]:
    """Heading and students of the list `has:7` or `wants:7` of session 7.

    Raises KeyError for any other name.
    """
    what, _, key = name.partition(":")
    session = key_in(key)
    title = titles[session]
    if what == "has":
        return f"Have a place: {title}", outcome.holders.get(session, [])
    if what == "wants":
        wanting = [pk for pk, one in outcome.got.items() if session in one.wanted]
        return f"Asked for: {title}", wanting
    raise KeyError(name)


def changes(one: Outcome, other: Outcome) -> list[Change]:
    """Who has something else in the other draft, by student."""
    return [
        Change(pk, one.got[pk], other.got[pk])
        for pk in sorted(one.got.keys() & other.got.keys())
        if one.got[pk].has != other.got[pk].has
    ]
