"""Who else must move so that those who lost their time have a new one: as few as possible.

Those in the way may leave, at first without being told where to go. So no timetable moves fewer
than that, and the linear program says quickly how many it is at least. Whoever it lets stay or
go at no more than that is then given real places to go; if the number is reached, it is the
fewest. If not, those who left are told to go somewhere, and it is all solved again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, gcd
from typing import Any

from fingerpost.engines.timetable.greedy import place_in_turn
from fingerpost.engines.timetable.instance import NOBODY, NOT_HELD, Ints
from fingerpost.engines.timetable.keeping import Keeping
from fingerpost.engines.timetable.linear import Relaxed, relaxed
from fingerpost.engines.timetable.model import Model

_ROUNDS = 50
_TINY = 1e-6
_WIDTHS = (0, 10, 10, 40)  # candidates of each beside those the relaxation uses, by round
_FOR_ONE_TRY = 3.0  # seconds
_PLACES = 4  # where somebody in the way may go, of the places that are free as things are
_FOR_COST = 0.5  # seconds to look for the least cost once the number of moves is known


@dataclass(frozen=True, eq=False)
class Outcome:
    """A solution, what is proven of the number of moves, and how."""

    chosen: Ints
    moves_at_least: int
    proof: str


@dataclass(frozen=True, slots=True)
class _Goal:
    """No solution is better: first what is lost by weight, then moves, in one number."""

    value: int
    scale: int

    @property
    def moves(self) -> int:
        return self.value % self.scale


class Moving:
    """One search for the fewest moves, until a moment of `time.perf_counter`."""

    def __init__(self, keeping: Keeping, until: float) -> None:
        self.keeping = keeping
        self.occupancy = keeping.occupancy
        self.instance = keeping.instance
        self.seed = keeping.listing.problem.seed
        self.until = until
        self.may_lose = keeping.may_lose
        not_held = self.instance.interviews.not_held
        self._unit = gcd(*(int(not_held[one]) for one in self.may_lose)) or 1
        self._scale = len(keeping.own) + 1
        self._best: dict[int, int] | None = None
        self._best_value = 0

    def outcome(self) -> Outcome:
        """The best found, and what is proven of it."""
        keeping = self.keeping
        freely = keeping.with_relatives(keeping.displaced)
        least = 0
        for count in range(1, _ROUNDS + 1):
            if self._left() <= 0:
                break
            model = self._may_leave(freely, keeping.in_the_way(freely))
            bound = relaxed(model.cp.proto)
            if bound is not None:
                least = max(least, ceil(bound.cost - _TINY))
                width = _WIDTHS[min(count, len(_WIDTHS)) - 1]
                self._try_to_reach(model, bound, least - bound.cost, (width, freely))
                if self._best is not None and self._best_value <= least:
                    return self._proven(count)
                leaving = self._leaving(model, bound)
                if not leaving <= freely:
                    freely = keeping.with_relatives([*freely, *leaving])
                    continue
            solved = model.solve_by_relaxation(self._left(), self.seed)
            least = max(least, solved.bound)
            if solved.status != "optimal":
                break
            moved = keeping.moved(solved.chosen)
            if moved <= freely:
                self._note(solved.chosen)
                return self._proven(count)
            freely = keeping.with_relatives([*freely, *moved])
        return self._unproven(least)

    def _leaving(self, model: Model, bound: Relaxed) -> set[int]:
        """Who leaves, if only in part, in the relaxation, or moves in the best solution so far."""
        found = self.keeping.moved(self._best or {})
        for interview in set(model.interviews) - self.may_lose:
            if bound.share[model.unheld[interview].index] > _TINY:
                found.add(interview)
        return found

    def _left(self) -> float:
        return self.until - time.perf_counter()

    def _may_leave(self, freely: set[int], in_the_way: set[int]) -> Model:
        """A model in which some go where they like, and those in the way may only leave."""
        allowed = self.keeping.allowed(freely)
        allowed |= {one: [self.keeping.own[one]] for one in in_the_way}
        return self._model(allowed, may_leave=in_the_way)

    def _model(self, allowed: Mapping[int, Iterable[int]], may_leave: set[int]) -> Model:
        released = [one for one in allowed if self.occupancy.chosen[one] != NOT_HELD]
        for interview in released:
            self.occupancy.release(interview)
        model = Model(self.occupancy, sorted(allowed), allowed)
        for interview in released:
            self.occupancy.take(self.keeping.own[interview])
        literals, costs = [], []
        for interview in allowed:
            if interview in self.may_lose:
                literals.append(model.unheld[interview])
                costs.append(self._weight(interview) * self._scale)
            elif interview not in may_leave:
                model.cp.add(model.unheld[interview] == 0)
            if interview in self.keeping.own:
                literals.append(self._moving(model, interview))
                costs.append(1)
        model.minimise(literals, costs)
        return model

    def _weight(self, interview: int) -> int:
        return int(self.instance.interviews.not_held[interview]) // self._unit

    def _moving(self, model: Model, interview: int) -> Any:
        """A literal that holds where somebody who had a time moves from it."""
        mine = model.literals
        others = [mine[one] for one in self.keeping.same_time(interview) if one in mine]
        if interview in self.may_lose:
            others.append(model.unheld[interview])
        if len(others) == 1:
            return ~others[0]
        moving = model.cp.new_bool_var("")
        model.cp.add_exactly_one([*others, moving])
        return moving

    def _try_to_reach(
        self, model: Model, bound: Relaxed, spare: float, which: tuple[int, set[int]]
    ) -> None:
        """Look for real places at a cost that the relaxation leaves possible."""
        allowed = self._promising(model, bound, spare, which)
        real = self._model(allowed, may_leave=set())
        solved = real.solve_by_relaxation(min(self._left(), _FOR_ONE_TRY), self.seed)
        if solved.chosen:
            self._note(solved.chosen)

    def _promising(
        self, model: Model, bound: Relaxed, spare: float, which: tuple[int, set[int]]
    ) -> dict[int, list[int]]:
        """Candidates that the relaxation uses, so many more of each that add least, and who is
        in their way, with real places to go. None adds more to the bound than there is to spare.
        """
        keeping = self.keeping
        width, freely = which
        allowed: dict[int, list[int]] = {}
        for interview in set(model.interviews) & freely:
            at = {one: model.literals[one].index for one in model.candidates_of(interview)}
            ordered = sorted(at, key=lambda one: (-bound.share[at[one]], bound.added[at[one]]))
            used = sum(bound.share[at[one]] > _TINY for one in ordered)
            mine = [one for one in ordered[: used + width] if bound.added[at[one]] <= spare + _TINY]
            own = keeping.own.get(interview)
            allowed[interview] = mine if own is None else sorted({*mine, own})
        near = self._near([one for ones in allowed.values() for one in ones])
        for interview in set(model.interviews) - freely:
            leaves = model.unheld[interview].index
            used = bound.share[leaves] > _TINY
            if used or (interview in near and bound.added[leaves] <= spare + _TINY):
                places = keeping.free_for(interview, _PLACES)
                if places:
                    allowed[interview] = [keeping.own[interview], *places]
        return allowed

    def _near(self, wanted: list[int]) -> set[int]:
        """Who keeps a time on a day of an adviser, or at a school and a start, of candidates."""
        candidates = self.instance.candidates

        def keys(one: int) -> set[tuple[int, ...]]:
            day = int(candidates.day[one])
            return {
                (int(candidates.adviser[one]), day),
                (int(candidates.place[one]), day, int(candidates.start[one])),
            }

        taken = set().union(*(keys(one) for one in wanted))
        return {one for one, own in self.keeping.own.items() if keys(own) & taken}

    def _note(self, chosen: dict[int, int]) -> None:
        """Keep a real solution if it is the best so far."""
        lost = sum(self._weight(o) for o in self.may_lose if chosen.get(o, NOT_HELD) == NOT_HELD)
        value = lost * self._scale + len(self.keeping.moved(chosen))
        if self._best is None or value < self._best_value:
            self._best, self._best_value = chosen, value

    def _proven(self, rounds: int) -> Outcome:
        displaced = self.keeping.displaced
        chosen = self._cheaper(self._best or {})
        moves = len(self.keeping.moved(self._best or {}))
        placed = sum(bool(chosen[one] != NOT_HELD) for one in displaced)
        shown = f"shown in {rounds} {'round' if rounds == 1 else 'rounds'} with all in the way"
        if not moves:
            proof = f"{placed} of {len(displaced)} have a new time; more could not, whoever moved"
        else:
            proof = (
                f"For {placed} of {len(displaced)} to have a new time, the most there can be by "
                f"weight, {moves} others must move"
            )
        return Outcome(chosen, moves, f"{proof}: {shown} free to leave.")

    def _cheaper(self, best: dict[int, int]) -> Ints:
        """Take the best, at less cost if others of the same who move can be had for it."""
        held = [one for one, candidate in best.items() if candidate != NOT_HELD]
        moved = self.keeping.moved(best)
        changing = [one for one in held if one in moved or one not in self.keeping.own]
        for interview in best:
            if self.occupancy.chosen[interview] != NOT_HELD:
                self.occupancy.release(interview)
        for interview in held:
            if interview not in changing:
                self.occupancy.take(best[interview])
        model = Model(self.occupancy, changing, self.keeping.allowed(changing))
        for interview in changing:
            model.cp.add(model.unheld[interview] == 0)
        model.minimise_cost()
        solved = model.solve_by_relaxation(max(0.1, min(_FOR_COST, self._left())), self.seed)
        cheaper = self._cost(solved.chosen) < self._cost({one: best[one] for one in changing})
        for interview in changing:
            self.occupancy.take(solved.chosen[interview] if cheaper else best[interview])
        return self.occupancy.as_array()

    def _cost(self, chosen: Mapping[int, int]) -> float:
        cost = self.instance.candidates.cost
        return sum(int(cost[one]) for one in chosen.values()) if chosen else float("inf")

    def _unproven(self, least: int) -> Outcome:
        """The time was over: the best so far, and what no solution is better than."""
        if self._best is None:
            self._place_without_moves()
            return Outcome(
                self.occupancy.as_array(),
                0,
                "Not all who lost their time have a new one, and nobody else moves. Whether more "
                "could have one if others moved was not settled in the time.",
            )
        goal = _Goal(min(least, self._best_value), self._scale)
        chosen = self._cheaper(self._best)
        moves = len(self.keeping.moved(self._best))
        if goal.value // goal.scale < self._best_value // self._scale:
            return Outcome(
                chosen,
                0,
                f"{moves} others move. Whether more of those who lost their time could have a "
                "new one was not settled in the time.",
            )
        return Outcome(
            chosen,
            goal.moves,
            f"{moves} others move, and {goal.moves} at least must; whether fewer than {moves} "
            "would do was not settled in the time.",
        )

    def _place_without_moves(self) -> None:
        place_in_turn(self.occupancy, self.keeping.displaced)
        follows = self.instance.interviews.follows
        for interview in self.keeping.turns:
            before = int(follows[interview])
            held = self.occupancy.chosen[interview] != NOT_HELD
            if held and before != NOBODY and self.occupancy.chosen[before] == NOT_HELD:
                self.occupancy.release(interview)
