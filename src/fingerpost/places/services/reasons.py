"""The sentence on why, for each student, in words for an eleven-year-old.

It says what is so: how many wanted a place and how many there were, and which criteria then
decided. It names no other student and no group that a share was reserved for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..enums import Criterion
from ..selectors.outcomes import Got, Outcome

# What decided, from most to least, as the end of "They went to students who ...".
_WHO: Mapping[str, str] = {
    Criterion.NEED: "need it most now",
    Criterion.BENEFIT: "gain most from it",
    Criterion.PREFERENCE: "put it higher",
    Criterion.MISSED_BEFORE: "missed out before",
}
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
MISSED_SCORE = 25
"""What each earlier round without a place counts, as the engine has it, up to 100."""
LEAST_STUDENTS = 5
"""Fewer than so many are not told as a number: it could tell of one of them."""


def ordinal(number: int) -> str:
    """Which choice, in words: first, second; 9th from the ninth on."""
    return ORDINALS[number] if number < len(ORDINALS) else f"{number}th"


@dataclass(frozen=True)
class Reasons:
    """Sentences about one result of a problem. titles: of its sessions, by key. lots: who lost the
    draw for the last place of which session.
    """

    problem: Mapping[str, Any]
    outcome: Outcome
    titles: Mapping[int, str]
    lots: Mapping[int, int] = field(default_factory=dict)

    def for_place(self, one: Got, session: int) -> str:
        """Why a student has this place and none they put higher."""
        place = one.wanted.index(session) + 1 if session in one.wanted else 0
        if place <= 1:
            return "You put this first, and there was a place for you."
        higher = [key for key in one.wanted[: place - 1] if key not in one.has]
        return " ".join([f"This is your {ordinal(place)} choice.", *self._why_not(one, higher[:1])])

    def for_none(self, one: Got) -> str:
        """Why a student has no place."""
        return " ".join([*self._why_not(one, one.wanted[:2]), *self._would_have(one)])

    def _would_have(self, one: Got) -> list[str]:
        """What would have given a student a place, where it is known."""
        if one.would_have is None:
            return []
        session, seats = one.would_have
        places = "1 more place" if seats == 1 else f"{seats} more places"
        return [f"With {places} in {self._name(session)}, you would have got one."]

    def _why_not(self, one: Got, sessions: Sequence[int]) -> list[str]:
        """What kept a student from each of these sessions, then who had their places."""
        said = []
        full = []
        for session in sessions:
            hindered = self._hindered(one, session)
            said.append(hindered or self._how_many(session))
            if not hindered:
                full.append(session)
        if full:
            said.append(self._who_went_first(one, full))
            if any(self._session(key)["reserved"] for key in full):
                said.append("Some were kept for students who need them most.")
        return said

    def _hindered(self, one: Got, session: int) -> str:
        """What else than other students kept a student from a session; empty where nothing did."""
        name = self._name(session)
        if session in self.outcome.cancelled:
            return f"Too few students chose {name}, so it will not run."
        if self._meets_another(one, session):
            return f"{name} is at the same time as your place."
        if len(self.outcome.holders.get(session, ())) < self._session(session)["capacity"]:
            return f"You could not have {name}: there was not the help or space to take you along."
        if self.lots.get(one.student) == session:
            return f"For {name} you came out the same as others for the last place. We drew lots."
        return ""

    def _name(self, session: int) -> str:
        return f"“{self.titles.get(session, 'it')}”"

    def _session(self, key: int) -> Mapping[str, Any]:
        return next(one for one in self.problem["sessions"] if int(one["id"]) == key)

    def _meets_another(self, one: Got, session: int) -> bool:
        pairs = {frozenset(map(int, pair)) for pair in self.problem["conflicts"]}
        return any(frozenset((session, other)) in pairs for other in one.has)

    def _how_many(self, session: int) -> str:
        name, places = self._name(session), self._session(session)["capacity"]
        wanted = self.outcome.wanted_by.get(session, 0)
        if places < 1:
            return f"There was no free place for {name}."
        if wanted < LEAST_STUDENTS:
            return f"More students wanted {name} than it has places."
        return f"{wanted} students wanted {name}, and it has {places} place{'s' * (places > 1)}."

    def _who_went_first(self, one: Got, sessions: Sequence[int]) -> str:
        """Who had the places, true of this student: claims are compared with those who had them."""
        ahead = [self._compared(one, session) for session in sessions]
        if all(one < 0 for one in ahead):
            return f"They went to {deciding_words(self.problem['criteria'])}."
        if all(one <= 0 for one in ahead):
            return "Others came out the same as you. They put it higher, or won the draw."
        return (
            "You need it as much as some who got it. But all in all, most help is given this way."
        )

    def _compared(self, one: Got, session: int) -> int:
        """How a student's claim stands to the least claim of those with a place there: below it
        -1, as great 0, above it 1.
        """
        own = self._claim(one.student, session)
        least = min(
            (self._claim(other, session) for other in self.outcome.holders.get(session, ())),
            default=own,
        )
        return (own > least) - (own < least)

    def _claim(self, student: int, session: int) -> float:
        """What the criteria that decide first count for a student there; preference aside."""
        got = self.outcome.got[student]
        scores = {
            Criterion.NEED.value: got.need,
            Criterion.MISSED_BEFORE.value: min(MISSED_SCORE * got.missed_before, 100),
            Criterion.BENEFIT.value: self._session(session)["benefit"].get(str(student), 0),
        }
        criteria = self.problem["criteria"]
        first = min(one["level"] for one in criteria)
        return sum(
            one["weight"] * scores.get(one["name"], 0) for one in criteria if one["level"] == first
        )


def deciding_words(criteria: Sequence[Mapping[str, Any]]) -> str:
    """Who comes first by these criteria: students who need it most now or missed out before."""
    ordered = sorted(criteria, key=lambda one: (one["level"], -one["weight"]))
    decides = [_WHO[one["name"]] for one in ordered if one["level"] == ordered[0]["level"]]
    return f"students who {' or '.join(decides[:2])}"
