"""Who else must move so that those who lost their time have a new one: as few as possible.

Those in the way may leave, at first without being told where to go. So no timetable moves fewer
than that, and the linear program says quickly how many it is at least. Whoever it lets stay or
go at no more than that is then given real places to go; if the number is reached, it is the
fewest. If not, those who left are told to go somewhere, and it is all solved again; and where
that says nothing new, it is solved with yes and no alone, which may show that it takes one more.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fingerpost.engines.timetable.capacity import shortage_of
from fingerpost.engines.timetable.greedy import place_in_turn
from fingerpost.engines.timetable.instance import NOBODY, NOT_HELD, Ints
from fingerpost.engines.timetable.keeping import Keeping
from fingerpost.engines.timetable.leaving import Leaving, Optimum, Within
from fingerpost.engines.timetable.model import Model

_ROUNDS = 50
# Candidates of each beside those the relaxation uses, one width after another: in the first
# round, and in later ones.
_WIDTHS = ((0,), (12, 40))
_FOR_ONE_TRY = 3.0  # seconds
_FOR_WHOLE = 0.8  # seconds, doubled with each round: the next may tell the same more quickly
_PLACES = 12  # where somebody in the way may go, of the places that are free as things are
_MANY = 20  # places that are free: others can hardly take them all
_FOR_COST = 0.3  # seconds to look for the least cost once the number of moves is known
_CHEAPEST = 40  # candidates of each that are looked at for that


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
        self._weights, self._scale = keeping.weights, keeping.scale
        self._best: dict[int, int] | None = None
        self._best_value = 0
        self._least = 0  # no repair is better

    def outcome(self) -> Outcome:
        """The best found, and what is proven of it."""
        self._least = self._counted()
        freely = self.keeping.with_relatives(self.keeping.displaced)
        shown = "counted in the times of all advisers"
        for count in range(1, _ROUNDS + 1):
            if self._reached():
                return self._proven(shown)
            more = self._round(freely, count) if self._left() > 0 else None
            if more is None:
                break
            freely = self.keeping.with_relatives(freely | more)
            shown = f"shown in {count} round{'s' * (count > 1)} with all in the way free to leave"
        return self._unproven()

    def _round(self, freely: set[int], count: int) -> set[int] | None:
        """Those in the way leave at the least cost; who of them is to go to real places next.

        None where no more can be learnt in the time.
        """
        leaving = Leaving(self.keeping, freely)
        optimum = leaving.optimum(self._left())
        if optimum is None:
            return None
        risen = optimum.at_least > self._least
        self._least = max(self._least, optimum.at_least)
        for width in _WIDTHS[min(count, len(_WIDTHS)) - 1]:
            self._try(self._promising(optimum, width))
            if self._reached():
                return set()
        said = self.keeping.moved(self._best or {})
        said |= {one for one in optimum.leaves if optimum.used(one)}
        if self._without_a_place(said) <= freely:
            said |= self._in_whole(leaving, optimum, self._left())
        elif not risen:
            said |= self._in_whole(leaving, optimum, _FOR_WHOLE * 2**count)
        if self._reached():
            return set()
        return self._without_a_place(said) - freely or said - freely or self._exactly(freely)

    def _without_a_place(self, interviews: Iterable[int]) -> set[int]:
        """Those for whom few places are free as things are: where they go, others must leave."""
        many = self.keeping.free_for
        return {one for one in interviews if len(many(one, _MANY)) < _MANY}

    def _in_whole(self, leaving: Leaving, optimum: Optimum, seconds: float) -> set[int]:
        """Raise what is least as long as it is not enough with yes and no; who then leaves."""
        while not self._reached() and self._left() > 0:
            within = leaving.within(self._least, optimum, min(self._left(), seconds))
            if within.possible is None:
                break
            if within.possible:
                self._try(self._promising(optimum, _WIDTHS[-1][0], within))
                return set(within.leave)
            self._least += 1
        return set()

    def _exactly(self, freely: set[int]) -> set[int] | None:
        """The same with every requirement and with yes and no: who moves, None if not settled."""
        solved = self._may_leave(freely).solve_by_relaxation(self._left(), self.seed)
        self._least = max(self._least, solved.bound)
        if solved.status != "optimal":
            return None
        moved = self.keeping.moved(solved.chosen)
        if moved <= freely:
            self._note(solved.chosen)
        return moved

    def _counted(self) -> int:
        """What no repair is better than, by counting; and what it suggests is tried."""
        keeping = self.keeping
        shortage = shortage_of(keeping)
        lost = self._scale * sum(self._weights[one] for one in shortage.lost)
        moves = shortage.moves
        allowed = keeping.allowed(keeping.displaced)
        allowed |= {o: [*keeping.same_time(o)] for o in self.may_lose if o in keeping.own}
        if shortage.lost and not moves and self._try(allowed) == "optimal":
            moves = int(self._best_value > lost)
        if moves:
            moving = {o: [*to, keeping.own[o]] for o, to in shortage.to.items() if o in keeping.own}
            self._try(allowed | moving)
        return lost + moves

    def _try(self, allowed: Mapping[int, Iterable[int]]) -> str:
        """Look for a real repair with these candidates; how far it came."""
        real = self._model(allowed, may_leave=set())
        solved = real.solve_by_relaxation(min(self._left(), _FOR_ONE_TRY), self.seed)
        if solved.chosen:
            self._note(solved.chosen)
        return solved.status

    def _reached(self) -> bool:
        """Say whether the best so far is as good as any can be."""
        return self._best is not None and self._best_value <= self._least

    def _left(self) -> float:
        return self.until - time.perf_counter()

    def _may_leave(self, freely: set[int]) -> Model:
        """A model in which some go where they like, and those in the way may only leave."""
        in_the_way = self.keeping.in_the_way(freely)
        allowed: dict[int, Iterable[int]] = {**self.keeping.allowed(freely)}
        allowed |= {one: self.keeping.same_time(one) for one in in_the_way}
        return self._model(allowed, may_leave=in_the_way)

    def _model(self, allowed: Mapping[int, Iterable[int]], may_leave: set[int]) -> Model:
        released = [one for one in allowed if self.occupancy.chosen[one] != NOT_HELD]
        for interview in released:
            self.occupancy.release(interview)
        model = Model(self.occupancy, sorted(allowed), allowed, may_leave)
        for interview in released:
            self.occupancy.take(self.keeping.own[interview])
        literals, costs = [], []
        for interview in allowed:
            if interview in self.may_lose:
                literals.append(model.unheld[interview])
                costs.append(self._weights[interview] * self._scale)
            elif interview not in may_leave:
                model.cp.add(model.unheld[interview] == 0)
            if interview in self.keeping.own:
                literals.append(self._moving(model, interview))
                costs.append(1)
        model.minimise(literals, costs)
        return model

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

    def _promising(
        self, optimum: Optimum, width: int, within: Within | None = None
    ) -> dict[int, list[int]]:
        """Candidates that are used at the optimum, so many more of each that add least, and who
        is in their way, with real places to go. None adds more than is spare.

        within: who goes where and who leaves, which is then among them.
        """
        keeping, spare = self.keeping, self._least - optimum.cost
        go, leave = (within.go, within.leave) if within else ({}, ())
        allowed = {}
        for one in optimum.candidates:
            mine = {*optimum.likeliest(one, width, spare), *keeping.same_time(one)}
            allowed[one] = sorted({*mine, go[one]} if one in go else mine)
        near = self._near([one for ones in allowed.values() for one in ones])
        for one in optimum.leaves:
            used = one in leave or optimum.used(one)
            if used or (one in near and optimum.might(one, spare)):
                places = keeping.free_for(one, _PLACES)
                if places:
                    allowed[one] = [*keeping.same_time(one), *places]
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
        lost = sum(self._weights[o] for o in self.may_lose if chosen.get(o, NOT_HELD) == NOT_HELD)
        value = lost * self._scale + len(self.keeping.moved(chosen))
        if self._best is None or value < self._best_value:
            self._best, self._best_value = chosen, value

    def _proven(self, shown: str) -> Outcome:
        displaced = self.keeping.displaced
        chosen = self._cheaper(self._best or {})
        moves = len(self.keeping.moved(self._best or {}))
        placed = sum(bool(chosen[one] != NOT_HELD) for one in displaced)
        if not moves:
            proof = f"{placed} of {len(displaced)} have a new time; more could not, whoever moved"
        else:
            proof = (
                f"For {placed} of {len(displaced)} to have a new time, the most there can be by "
                f"weight, {moves} others must move"
            )
        return Outcome(chosen, moves, f"{proof}: {shown}.")

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
        cheap = {o: {best[o], *self.keeping.free_for(o, _CHEAPEST)} for o in changing}
        model = Model(self.occupancy, changing, cheap)
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

    def _unproven(self) -> Outcome:
        """The time was over: the best so far, and what no solution is better than."""
        if self._best is None:
            self._place_without_moves()
            return Outcome(
                self.occupancy.as_array(),
                0,
                "Not all who lost their time have a new one, and nobody else moves. Whether more "
                "could have one if others moved was not settled in the time.",
            )
        goal = _Goal(min(self._least, self._best_value), self._scale)
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
