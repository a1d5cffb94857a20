"""A better timetable in the time there is, and how much better any other could be."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

import numpy as np

from fingerpost.engines.timetable import neighbourhood
from fingerpost.engines.timetable.instance import NOBODY, Instance, Ints
from fingerpost.engines.timetable.occupancy import Occupancy
from fingerpost.engines.timetable.solver.bound import Bound, shares_of
from fingerpost.engines.timetable.solver.parts import Visits, visits_of
from fingerpost.engines.timetable.solver.polish import in_order, place_anew
from fingerpost.engines.timetable.solver.search import Guide, Search, guide_of

Progress = Callable[[int, int], None]

_TRIES = 400  # changes of visits in a round
_WARMTH = 0.35  # of what an interview costs: what a change may cost more in the beginning
_FIRST = 0.35  # of the time for the first step of the bound
_PART = 5.0  # seconds for placing one part anew
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
) -> Improvement:
    """Improve a timetable for about so many seconds; it never costs more than it did.

    progress: told the cost and the bound whenever one of them is better. rounds: stop after so
    many. With `rounds`, and seconds enough for them, the same seed gives the same timetable; what
    ends with its time may differ from run to run. Raises ValueError if `chosen` is not feasible.
    """
    if not Occupancy(instance, chosen).whole():
        raise ValueError("An interview is held without the one that it follows.")
    work = _Work(instance, chosen, seconds, seed, progress)
    return work.result(rounds)


class _Work:
    """One timetable while it is improved."""

    def __init__(
        self,
        instance: Instance,
        chosen: Ints,
        seconds: float,
        seed: int,
        progress: Progress | None,
    ) -> None:
        self.began = time.perf_counter()
        self.seconds = seconds
        self.until = self.began + seconds
        self.instance, self.chosen, self.seed = instance, chosen.copy(), seed
        self.cost = instance.cost(chosen)
        self.progress = progress
        self._told = (self.cost, -1)
        self.bound: Bound | None = None
        self.how = ["prices by adviser and day"]

    def result(self, rounds: int | None) -> Improvement:
        """Improve, while the bound rises beside it."""
        if not len(self.instance.candidates.interview):
            return Improvement(self.chosen, self.cost, self.cost, "nothing to choose")
        self.bound = Bound(self.instance, self.cost)
        self._tell()
        if self.bound.value < self.cost and self._left() > 0:
            more = self.bound.step(_FIRST * self.seconds)
            self._tell()
            # The search reads what it needs of the bound before the bound goes on.
            visits, guide, dearer = self._guide()
            beside = Thread(target=self.bound.rise, args=(self.until,), daemon=True)
            if more:
                beside.start()
            self._search(visits, guide, dearer, rounds)
            if more:
                beside.join()
        self._tell()
        if leaves_out := _left_out(self.instance):
            self.how.append(f"the bound leaves out {', '.join(leaves_out)}")
        return Improvement(
            self.chosen, self.cost, min(self.cost, self.bound.value), "; ".join(self.how)
        )

    def _guide(self) -> tuple[Visits, Guide, np.ndarray]:
        assert self.bound is not None
        visits = visits_of(self.instance)
        guide = guide_of(self.instance, visits, *shares_of(self.bound, self.chosen))
        return visits, guide, self.bound.dearer()

    def _search(
        self, visits: Visits, guide: Guide, dearer: np.ndarray, rounds: int | None
    ) -> None:
        parts = [
            np.flatnonzero(visits.of_interview == one)
            for one in range(int(visits.part.max(initial=-1)) + 1)
        ]
        if not _fits_assignments(visits):
            self._anywhere(rounds)
            return
        self.how.append("visits tried as assignments, parts placed anew as integer programs")
        search = Search(self.instance, visits, self.seed)
        plain = search.keeps_all and not _left_out(self.instance)
        share = 1.0 if plain else 0.5
        done = 0
        while self._goes_on(share) and (rounds is None or done < rounds):
            search.begin(guide)
            spent = self._spent() if rounds is None else done / rounds
            warmth = self._warmth(spent)
            found = in_order(self.instance, search.run(_TRIES, self.until, warmth))
            self._take(found)
            for part in parts:
                if (left := self._left()) > 0:
                    found = place_anew(self.instance, found, part, dearer, min(left, _PART))
                    self._take(found)
            guide = guide_of(self.instance, visits, found[found >= 0], np.ones((found >= 0).sum()))
            done += 1
        if not plain:
            self._anywhere(rounds)

    def _anywhere(self, rounds: int | None) -> None:
        """Place a few interviews anew, again and again, with every requirement in the model."""
        if (left := self._left()) > 0 and rounds is None and self._goes_on():
            self.how.append("large neighbourhood search")
            found = neighbourhood.improve(self.instance, self.chosen, left, self.seed)
            self._take(found.chosen)

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
        return (time.perf_counter() - self.began) / max(self.seconds, 1e-9)

    def _left(self) -> float:
        return self.until - time.perf_counter()


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
