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
        said = [f"This is your {ordinal(place)} choice."]
        if higher:
            said.append(self._why_not(one, higher[0]))
        return " ".join(said)

    def for_none(self, one: Got) -> str:
        """Why a student has no place."""
        return " ".join(self._why_not(one, key) for key in one.wanted[:2])

    def _why_not(self, one: Got, session: int) -> str:
        name = f"“{self.titles.get(session, 'it')}”"
        if session in self.outcome.cancelled:
            return f"Too few students chose {name}, so it will not run."
        if self._meets_another(one, session):
            return f"{name} is at the same time as your place."
        here = next(row for row in self.problem["sessions"] if int(row["id"]) == session)
        holders = self.outcome.holders.get(session, ())
        if len(holders) < here["capacity"]:
            return f"You could not have {name}: there was not the help or space to take you along."
        if self.lots.get(one.student) == session:
            return f"For {name} you came out the same as others for the last place. We drew lots."
        wanted = self.outcome.wanted_by.get(session, 0)
        return f"{self._how_many(name, wanted, here['capacity'])} {self._who_went_first(here)}"

    def _meets_another(self, one: Got, session: int) -> bool:
        pairs = {frozenset(map(int, pair)) for pair in self.problem["conflicts"]}
        return any(frozenset((session, other)) in pairs for other in one.has)

    def _how_many(self, name: str, wanted: int, places: int) -> str:
        if places < 1:
            return f"There was no free place for {name}."
        noun = "place" if places == 1 else "places"
        if wanted < LEAST_STUDENTS:
            return f"More students wanted {name} than it has places."
        return f"{wanted} students wanted {name}, and it has {places} {noun}."

    def _who_went_first(self, session: Mapping[str, Any]) -> str:
        said = f"They went to {deciding_words(self.problem['criteria'])}."
        if session["reserved"]:
            said += " Some were kept for students who need them most."
        return said


def deciding_words(criteria: Sequence[Mapping[str, Any]]) -> str:
    """Who comes first by these criteria: students who need it most now or missed out before."""
    ordered = sorted(criteria, key=lambda one: (one["level"], -one["weight"]))
    decides = [_WHO[one["name"]] for one in ordered if one["level"] == ordered[0]["level"]]
    return f"students who {' or '.join(decides[:2])}"
