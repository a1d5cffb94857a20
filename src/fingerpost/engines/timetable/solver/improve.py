"""A better timetable in the time there is, and how much better any other could be."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from threading import Thread

import numpy as np

from fingerpost.engines.timetable.instance import NOBODY, NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.model import Stopped, never
from fingerpost.engines.timetable.occupancy import Occupancy
from fingerpost.engines.timetable.solver import neighbourhood
from fingerpost.engines.timetable.solver.bound import Bound
from fingerpost.engines.timetable.solver.parts import Visits, visits_of
from fingerpost.engines.timetable.solver.polish import in_order, place_anew
from fingerpost.engines.timetable.solver.search import Search, guide_of

Progress = Callable[[int, int], None]

_TRIES = 400  # changes of visits in a round
_WARMTH = 0.2  # of what an interview costs: what a change may cost more in the beginning
_FIRST = 0.3  # of the time that is waited for the first step of the bound
_PART = 5.0  # seconds for placing one part anew
_TOGETHER = 60  # interviews that are placed anew all at once
_LOOK_EVERY = 0.2  # seconds between two looks whether it is stopped
_LARGEST = 20_000_000  # interviews times slots that are searched as assignments


@dataclass(frozen=True, eq=False)
class Improvement:
    """A timetable that keeps every requirement, and what none costs less than."""

    chosen: Ints  # (m,)
    cost: int
    bound: int
    method: str


def improve(
    instance: Instance,
    chosen: Ints,
    seconds: float,
    seed: int,
    progress: Progress | None = None,
    rounds: int | None = None,
    stopped: Stopped = never,
) -> Improvement:
    """Improve a timetable for about so many seconds; it never costs more than it did.

    progress: told the cost and the bound whenever one of them is better. rounds: stop after so
    many. With `rounds`, and seconds enough for them, the same seed gives the same timetable; what
    ends with its time may differ from run to run. stopped: asked between steps, also by another
    thread; the best so far is returned when it says so. Raises ValueError if `chosen` is not
    feasible.
    """
    if not Occupancy(instance, chosen).whole():
        raise ValueError("An interview is held without the one that it follows.")
    work = _Work(instance, chosen, seconds, seed, progress, rounds)
    work.stopped = stopped
    return work.result()


class _Work:
    """One timetable while it is improved."""

    def __init__(
        self,
        instance: Instance,
        chosen: Ints,
        seconds: float,
        seed: int,
        progress: Progress | None,
        rounds: int | None,
    ) -> None:
        self.began = time.perf_counter()
        self.seconds = seconds
        self.until = self.began + seconds
        self.instance, self.chosen, self.seed = instance, chosen.copy(), seed
        self.cost = instance.cost(chosen)
        self.progress, self.rounds = progress, rounds
        self.stopped: Stopped = never
        self._told = (self.cost, -1)
        self.bound: Bound | None = None
        self.how = ["prices by adviser and day"]

    def result(self) -> Improvement:
        """Improve, while the bound rises beside it."""
        if not len(self.instance.candidates.interview):
            return Improvement(self.chosen, self.cost, self.cost, "nothing to choose")
        self.bound = bound = Bound(self.instance, self.cost)
        self._tell()
        if bound.value < self.cost and self._left() > 0:
            beside = Thread(target=bound.rise, args=(self._left,), daemon=True)
            beside.start()
            # HiGHS lets other threads run. A machine that is too busy for the first program in
            # time begins from what it was given and comes to the program's answer later.
            wait = inf if self.rounds is not None else self.began + _FIRST * self.seconds
            while (left := wait - time.perf_counter()) > 0 and not self.stopped():
                if bound.opened.wait(min(left, _LOOK_EVERY)):
                    break
            self._tell()
            self._search()
            while beside.is_alive() and not self.stopped():
                beside.join(_LOOK_EVERY)
        self._tell()
        if leaves_out := _left_out(self.instance):
            self.how.append(f"the bound leaves out {', '.join(leaves_out)}")
        return Improvement(self.chosen, self.cost, min(self.cost, bound.value), "; ".join(self.how))

    def _search(self) -> None:
        visits = visits_of(self.instance)
        if not _fits_assignments(visits):
            self._anywhere()
            return
        self.how.append("visits tried as assignments, parts placed anew as integer programs")
        search = Search(self.instance, visits, self.seed)
        plain = search.keeps_all and not _left_out(self.instance)
        share = 1.0 if plain else 0.5
        guided, done, found = False, 0, self.chosen
        while self._goes_on(share) and (self.rounds is None or done < self.rounds):
            opening = self.bound.opening if self.bound else None
            if opening is not None and not guided:
                guide = guide_of(self.instance, visits, opening.candidates, opening.shares)
                guided = True
            else:
                held = found[found != NOT_HELD]
                guide = guide_of(self.instance, visits, held, np.ones(len(held)))
            search.begin(guide)
            spent = self._spent() if self.rounds is None else done / self.rounds
            found = search.run(_TRIES, self._left, self._warmth(spent))
            best = self.cost
            found = self._place_parts(in_order(self.instance, found), visits)
            if self.cost == best or len(self.chosen) <= _TOGETHER:
                self._place_together(visits, search.chance)
            done += 1
        if not plain:
            self._anywhere()

    def _place_parts(self, found: Ints, visits: Visits) -> Ints:
        """Place each part anew by itself; a timetable, which need not be the best so far."""
        self._take(found)
        for part in range(int(visits.part.max(initial=-1)) + 1):
            found = self._place(found, np.flatnonzero(visits.of_interview == part))
        return found

    def _place_together(self, visits: Visits, chance: np.random.Generator) -> None:
        """Place two parts anew, or everybody if they are few; these may swap advisers' days."""
        parts = int(visits.part.max(initial=-1)) + 1
        two = chance.permutation(parts)[:2]
        few = len(self.chosen) <= _TOGETHER
        self._place(self.chosen, np.flatnonzero(few | np.isin(visits.of_interview, two)))

    def _place(self, found: Ints, free: Ints) -> Ints:
        assert self.bound is not None
        opening = self.bound.opening
        dearer = self.bound.dearer() if opening is None else opening.dearer
        if (left := self._left()) > 0:
            # What ends by the clock differs from run to run: not when rounds are counted.
            seconds = min(left, _PART) if self.rounds is None else left
            found = place_anew(self.instance, found, free, dearer, seconds)
            self._take(found)
        return found

    def _anywhere(self) -> None:
        """Place a few interviews anew, again and again, with every requirement in the model."""
        if (left := self._left()) > 0 and self.rounds is None and self._goes_on():
            self.how.append("large neighbourhood search")
            found = neighbourhood.improve(self.instance, self.chosen, left, self.seed, self.stopped)
            self._take(found)

    def _warmth(self, spent: float) -> float:
        scale = self.cost / max(1, len(self.chosen))
        return _WARMTH * scale * max(0.0, 1 - spent) ** 2

    def _take(self, found: Ints) -> None:
        cost = self.instance.cost(found)
        if cost < self.cost:
            self.chosen, self.cost = found, cost
        self._tell()

    def _tell(self) -> None:
        now = (self.cost, min(self.cost, self.bound.value if self.bound else 0))
        if self.progress is not None and now != self._told:
            self._told = now
            self.progress(*now)

    def _goes_on(self, share: float = 1.0) -> bool:
        assert self.bound is not None
        return self._spent() < share and self.bound.value < self.cost

    def _spent(self) -> float:
        """How much of the time is over, of 1."""
        if self.stopped():
            return 1.0
        return (time.perf_counter() - self.began) / max(self.seconds, 1e-9)

    def _left(self) -> float:
        return 0.0 if self.stopped() else self.until - time.perf_counter()


def _fits_assignments(visits: Visits) -> bool:
    """Say whether the tables of the parts are small enough to search."""
    many = int(visits.part.max(initial=-1)) + 1
    people = np.bincount(visits.of_interview[visits.of_interview != NOBODY], minlength=many)
    candidates = np.bincount(visits.part[visits.of_candidate], minlength=many)
    return bool((candidates <= _LARGEST).all() and (people <= 2000).all())


def _left_out(instance: Instance) -> list[str]:
    """What the bound and the assignments do not know of this instance."""
    candidates, interviews, limits = instance.candidates, instance.interviews, instance.limits
    several = len(np.unique(interviews.student)) < len(interviews.student)
    alone = interviews.follows == NOBODY
    _, many = np.unique(interviews.student[alone], return_counts=True)
    names = {
        "travel": bool(limits.travel.any() and not limits.one_place_a_day.all()),
        "a student's interviews at the same time": bool((many > 1).any())
        or bool((interviews.days_after[~alone] < 1).any()),
        "subjects missed twice": several
        and candidates.missed is not None
        and bool(candidates.missed.any()),
        "adults": bool((interviews.adult != NOBODY).any()),
    }
    return [name for name, there in names.items() if there]
