"""Search over which visit each adviser makes on each day, and when followers may begin.

Every try is solved exactly, part by part, as an assignment. The prices of the last assignments
say what a change can gain at most, so that most need not be tried (Lagrangian bound of the new
assignment). A change that costs little more is sometimes taken, ever more rarely.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fingerpost.engines.timetable.instance import NOBODY, NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.solver.cells import Flags, Floats
from fingerpost.engines.timetable.solver.parts import Visits
from fingerpost.engines.timetable.solver.slots import Held, Part, thinned

_LOOK_AGAIN = 40  # tries between two changes of when followers may begin


@dataclass(frozen=True, eq=False)
class Guide:
    """Where to begin. `use`: how much of each visit is made; `day`: when interviews are held."""

    use: Floats
    day: Floats


def guide_of(instance: Instance, visits: Visits, candidates: Ints, shares: Floats) -> Guide:
    """The guide that a timetable gives, fractional or not."""
    of = visits.of_candidate[candidates]
    use = np.bincount(of, shares, len(visits.adviser_day)).astype(np.float64)
    many = len(instance.interviews.student)
    interview = instance.candidates.interview[candidates]
    held = np.bincount(interview, shares, many)
    days = np.bincount(interview, shares * instance.candidates.day[candidates], many)
    return Guide(use, np.where(held > 0.01, days / np.maximum(held, 0.01), np.nan))


class Search:
    """A timetable while it is searched for."""

    def __init__(self, instance: Instance, visits: Visits, seed: int) -> None:
        self.instance, self.visits = instance, visits
        self.chance = np.random.default_rng(seed)
        kept, longest = thinned(instance, visits)
        self.keeps_all = len(kept) == len(instance.candidates.interview)
        numbers = range(int(visits.part.max(initial=-1)) + 1)
        self.parts = [Part(instance, visits, one, kept, longest) for one in numbers]
        interviews = instance.interviews
        self.after = np.flatnonzero(interviews.follows != NOBODY)
        self.before = interviews.follows[self.after]
        self.gap = interviews.days_after[self.after]
        self.days = instance.limits.caps.shape[1]
        _, self.day_of = np.unique(visits.adviser_day, return_inverse=True)

    def begin(self, guide: Guide) -> None:
        """Make the visits used most, and split the time between each pair in the middle."""
        order = np.lexsort((guide.use, self.day_of))
        last = np.r_[self.day_of[order][1:] != self.day_of[order][:-1], True]
        most = order[last]
        self.made_on = np.where(guide.use[most] > 1e-6, most, NOBODY)  # by adviser and day
        before, after = guide.day[self.before], guide.day[self.after] - self.gap
        middle = np.where(
            np.isnan(before), after, np.where(np.isnan(after), before, (before + after) / 2)
        )
        middle = np.where(np.isnan(middle), self.days / 2, middle)
        self.until = np.clip(np.round(middle).astype(np.int64), 0, self.days - 1)
        self._solve_all()

    @property
    def cost(self) -> float:
        return float(sum(one.cost for one in self.held))

    def chosen(self) -> Ints:
        """The candidates of all interviews as the parts have them, not put in order."""
        found = np.full(len(self.instance.interviews.student), NOT_HELD)
        for part, held in zip(self.parts, self.held, strict=True):
            found[part.interviews] = part.candidates_of(held)
        return found

    def run(self, tries: int, left: Callable[[], float], warmth: float) -> Ints:
        """Try so many changes, or while there are seconds left; the best found.

        warmth: what a change may cost more, about. The solution is not put in order.
        """
        best, found = self.cost, self.chosen()
        for number in range(tries if len(self.made_on) else 0):
            if left() <= 0:
                break
            if number % _LOOK_AGAIN == 0:
                self._move_followers()
            self._try(-warmth * math.log(1 - self.chance.random()))
            if self.cost < best - 1e-6:
                best, found = self.cost, self.chosen()
        return found

    def _made(self, made_on: Ints) -> Flags:
        made = np.zeros(len(self.visits.part), np.bool_)
        made[made_on[made_on >= 0]] = True
        return made

    def _solve_all(self) -> None:
        earliest = np.zeros(len(self.instance.interviews.student), np.int64)
        latest = np.full(len(earliest), self.days)
        earliest[self.after] = self.until + self.gap
        np.minimum.at(latest, self.before, self.until)
        made = self._made(self.made_on)
        self.held: list[Held] = []
        self.gain = np.zeros(len(self.visits.part))
        self.loss = np.zeros(len(self.visits.part))
        for part in self.parts:
            part.within(earliest, latest)
            held = part.solve(made)
            self.held.append(held)
            self._note(part, held)

    def _note(self, part: Part, held: Held) -> None:
        gain, loss = part.worth(held)
        mine = self.visits.part == part.number
        self.gain[mine], self.loss[mine] = gain[mine], loss[mine]

    def _move_followers(self) -> None:
        """Move each pair's split within what its days leave, at an end or anywhere."""
        chosen = self.chosen()
        first, second = chosen[self.before], chosen[self.after]
        both = np.flatnonzero((first >= 0) & (second >= 0))
        day = self.instance.candidates.day
        low = day[first[both]]
        high = day[second[both]] - self.gap[both]
        share = (0.0, 1.0, self.chance.random(len(both)))[int(self.chance.integers(3))]
        self.until[both] = low + np.floor(share * (high - low) + 0.5).astype(np.int64)
        self._solve_all()

    def _scores(self) -> Floats:
        """What making each visit instead of the one made can gain at most."""
        now = self.made_on[self.day_of]
        score = self.gain - np.where(now >= 0, self.loss[np.maximum(now, 0)], 0)
        score[now == np.arange(len(score))] = -np.inf
        return score

    def _try(self, allowed: float) -> None:
        """Try one change of visits, or two that go together, that may cost so much more."""
        scores = self._scores()
        worth = np.flatnonzero(scores > -allowed)
        if not len(worth):
            return
        first = self._pick(worth, scores)
        changes = [first]
        old = int(self.made_on[self.day_of[first]])
        if old >= 0 and self.chance.random() < 0.5:
            back = self._in_return(first, old, scores)
            back = back[scores[back] + scores[first] > -allowed]
            if len(back):
                changes.append(self._pick(back, scores))
        self._change(changes, allowed)

    def _pick(self, among: Ints, scores: Floats) -> int:
        """One of these, likelier one that scores high."""
        rank = int(len(among) * self.chance.random() ** 2)
        return int(among[np.argsort(-scores[among], kind="stable")[rank]])

    def _in_return(self, first: int, old: int, scores: Floats) -> Ints:
        """Visits to the part that loses one, by advisers who would be at the part that gains."""
        part = self.visits.part
        now = self.made_on[self.day_of]
        there = (now >= 0) & (part[np.maximum(now, 0)] == part[first])
        free = (part == part[old]) & (self.day_of != self.day_of[first])
        return np.flatnonzero(there & free & np.isfinite(scores))

    def _change(self, changes: list[int], allowed: float) -> None:
        made_on = self.made_on.copy()
        touched = set()
        for visit in changes:
            old = int(made_on[self.day_of[visit]])
            touched |= {int(self.visits.part[one]) for one in (visit, old) if one >= 0}
            made_on[self.day_of[visit]] = visit
        made = self._made(made_on)
        solved = {one: self.parts[one].solve(made) for one in sorted(touched)}
        more = sum(held.cost - self.held[one].cost for one, held in solved.items())
        if more >= allowed - 1e-6:
            return
        self.made_on = made_on
        for one, held in solved.items():
            self.held[one] = held
            self._note(self.parts[one], held)
