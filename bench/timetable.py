"""Timetables of interviews: listing, proving, placing at once and repairing.

    python -m bench.timetable

The instances are made here: 1,000 students of 8 schools, 20 advisers, 40 days of 8 hours of
which three in five are offered, lessons of which a third are protected and a quarter cost; the
needs 4, 2 and 1 with deadlines of 10, 25 and 40 days. That alone is an assignment. The other
instance adds six interviews a day for each adviser, two rooms at each school, one school a day
for each adviser, and 150 follow-ups ten days after the first or later. The third is a term that is
nearly full: 570 students of one school, three advisers who each see five on each of 40 days,
lessons in half of all hours of which two in five are protected, and deadlines after a third and
two thirds of the term for the two needs above the least.

Each time is the best of several runs in one process, with the libraries imported before. It is
processor time, of all threads together, so that other work on the machine does not count.
"""

import datetime as dt
import time
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np

from bench import Result

ADVISERS, DAYS, HOURS, SCHOOLS, STUDENTS, FOLLOW_UPS = 20, 40, 8, 8, 1000, 150
FIRST = dt.date(2026, 9, 1)


class Drawn:
    """What chance decides, the same each time."""

    def __init__(self) -> None:
        chance = np.random.default_rng(3)
        self.offered = chance.random((ADVISERS, DAYS, HOURS)) < 0.6
        self.serving = [sorted(chance.choice(ADVISERS, 5, replace=False)) for _ in range(SCHOOLS)]
        self.school = chance.integers(0, SCHOOLS, STUDENTS)
        self.own = np.array([chance.choice(self.serving[school]) for school in self.school])
        self.need = chance.choice([4, 2, 1], STUDENTS, p=[0.15, 0.3, 0.55])
        self.last = np.where(self.need == 4, 10, np.where(self.need == 2, 25, 40))
        lessons = chance.random((STUDENTS, 10, HOURS))
        self.protected = lessons < 0.35
        self.costs = np.where(lessons < 0.6, 2, 0)
        late = np.where(self.last == 40)[0]
        chance = np.random.default_rng(11)
        self.followed = chance.choice(late, FOLLOW_UPS, replace=False)


def plain_listing(drawn: Drawn) -> int:
    """List every way to hold every interview, one interview after another; how many there are.

    What somebody would write for just this instance: arrays of hours, a loop over students.
    """
    interviews, starts, costs = [], [], []
    slots = np.arange(ADVISERS * DAYS * HOURS).reshape(ADVISERS, DAYS, HOURS)
    of_fortnight, day = np.arange(DAYS) % 10, np.arange(DAYS)
    for one in range(STUDENTS):
        free = ~drawn.protected[one][of_fortnight]
        free[drawn.last[one] :] = False
        cost = drawn.need[one] * day[:, None] + 5 * drawn.costs[one][of_fortnight]
        for adviser in drawn.serving[drawn.school[one]]:
            fits = free & drawn.offered[adviser]
            found = slots[adviser][fits]
            interviews.append(np.full(len(found), one))
            starts.append(found)
            costs.append(cost[fits] + (0 if adviser == drawn.own[one] else 8))
    np.concatenate(starts), np.concatenate(costs).astype(np.int64)
    return len(np.concatenate(interviews))


def _day(number: int) -> str:
    return (FIRST + dt.timedelta(days=int(number))).isoformat()


def _hour(hour: int) -> dict[str, str]:
    return _from_to(hour, hour + 1)


def _from_to(since: int, until: int) -> dict[str, str]:
    return {"from": f"{9 + since:02}:00", "to": f"{9 + until:02}:00"}


def problem(drawn: Drawn, limited: bool) -> dict[str, Any]:
    """One of the instances as a problem; `limited`: with caps, rooms, schools and follow-ups."""
    advisers = []
    for adviser in range(ADVISERS):
        windows = [
            {"days": days, "school": f"S{school}", **_hour(hour)}
            for hour in range(HOURS)
            if (days := [_day(day) for day in np.flatnonzero(drawn.offered[adviser, :, hour])])
            for school in range(SCHOOLS)
            if adviser in drawn.serving[school]
        ]
        limits = {"cap": 6, "one_school_a_day": True} if limited else {}
        advisers.append({"id": f"A{adviser}", "windows": windows, **limits})
    interviews = [
        {
            "id": f"I{one}",
            "student": f"P{one}",
            "minutes": 60,
            "weight": int(drawn.need[one]),
            "deadline": _day(drawn.last[one] - 1),
            "own_adviser": f"A{drawn.own[one]}",
        }
        for one in range(STUDENTS)
    ]
    rooms = {"rooms": [{"id": "1"}, {"id": "2"}]} if limited else {}
    if limited:
        interviews += [
            {**interviews[one], "id": f"F{one}", "follows": f"I{one}", "days_after": 10}
            for one in drawn.followed.tolist()
        ]
    return {
        "days": [_day(day) for day in range(DAYS)],
        "tick_minutes": 60,
        "costs": {"day": 1, "lesson": 5, "other_adviser": 8, "not_held": 1000},
        "no_subject_twice": False,
        "schools": [{"id": f"S{school}", **rooms} for school in range(SCHOOLS)],
        "advisers": advisers,
        "students": [
            {"id": f"P{one}", "school": f"S{drawn.school[one]}", "lessons": _lessons(drawn, one)}
            for one in range(STUDENTS)
        ],
        "interviews": interviews,
    }


def _lessons(drawn: Drawn, one: int) -> list[dict[str, Any]]:
    return [
        {
            "days": [_day(number) for number in range(day, DAYS, 10)],
            **_hour(hour),
            "protected": bool(drawn.protected[one, day, hour]),
            "cost": int(drawn.costs[one, day, hour]),
        }
        for day in range(10)
        for hour in range(HOURS)
        if drawn.costs[one, day, hour]
    ]


def best_of(runs: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time of the fastest run, and what it returned."""
    best, answer = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        answer = work()
        best = min(best, time.process_time() - start)
    return best, answer


def proven(drawn: Drawn) -> list[Result]:
    """The pure assignment, proven on all candidates, against listing these."""
    from fingerpost.engines.timetable import read_problem, timetable
    from fingerpost.engines.timetable.assignment import assign
    from fingerpost.engines.timetable.listing import listing_of

    read = read_problem(problem(drawn, limited=False))
    plainly, count = best_of(7, lambda: plain_listing(drawn))
    listed, listing = best_of(7, lambda: listing_of(read))
    seconds, found = best_of(7, lambda: assign(listing.instance))
    assert count == len(listing.instance.candidates.interview)
    whole = timetable(read)
    assert (whole.status, whole.cost) == ("optimal", found.cost)
    what = f"The best of {count:,} ways to hold {STUDENTS:,} interviews, proven"
    ratio = seconds / plainly
    return [
        Result(what, seconds, "listing them by a loop over students", plainly, ratio,
               "under 2 times", ratio < 2),
        Result(what, seconds, "listing them from a problem", listed, seconds / listed,
               "under 2 times", seconds / listed < 2),
    ]  # fmt: skip


def at_once(drawn: Drawn) -> list[Result]:
    """Everybody placed at once, with all limits."""
    from fingerpost.engines.timetable import read_problem
    from fingerpost.engines.timetable.greedy import greedy
    from fingerpost.engines.timetable.listing import listing_of

    listed, listing = best_of(3, lambda: listing_of(read_problem(problem(drawn, limited=True))))
    seconds, chosen = best_of(5, lambda: greedy(listing.instance))
    held = int((chosen >= 0).sum())
    what = f"{held:,} interviews placed at once (cost {listing.instance.cost(chosen):,})"
    return [
        Result(what, seconds, "reading and listing", listed, listed / seconds,
               "under 0.2 s", seconds < 0.2),
    ]  # fmt: skip


def repaired(drawn: Drawn) -> list[Result]:
    """Repairs of the timetable placed at once, and of the same after it was improved for 5 s."""
    from fingerpost.engines.timetable import read_problem
    from fingerpost.engines.timetable.greedy import greedy
    from fingerpost.engines.timetable.listing import listing_of
    from fingerpost.engines.timetable.solver import improve

    given = problem(drawn, limited=True)
    listing = listing_of(read_problem(given))
    placed = greedy(listing.instance)
    better = improve(listing.instance, placed, 5.0, seed=1).chosen
    weeks = [("A0", 0, 4), ("A3", 5, 9), ("A5", 14, 18), ("A19", 20, 24)]
    return [
        *repairs_of("Repair", given, (listing, placed), weeks),
        *repairs_of("Repair of the improved", given, (listing, better), weeks),
        *repairs_of_a_full_term(),
    ]


def full_term(chance: Random) -> dict[str, Any]:
    """One school whose advisers have hardly a time left, as a problem."""
    days = [_day(number) for number in range(DAYS)]
    students = [f"P{one}" for one in range(570)]
    window = {"days": days, "school": "S", **_from_to(0, 6)}
    return {
        "days": days,
        "tick_minutes": 10,
        "start_every": 30,
        "schools": [{"id": "S", "rooms": [{"id": f"{one}"} for one in range(3)]}],
        "advisers": [{"id": f"A{one}", "windows": [window], "cap": 5} for one in range(3)],
        "students": [
            {
                "id": student,
                "school": "S",
                "lessons": [
                    {"day": day, **_hour(hour), "protected": chance.random() < 0.4}
                    for day in days
                    for hour in range(6)
                    if chance.random() < 0.5
                ],
            }
            for student in students
        ],
        "interviews": [
            {
                "id": f"I{student}",
                "student": student,
                "minutes": 30,
                "need": (need := chance.choices((90, 70, 30), (3, 5, 12))[0]),
                "deadline": days[DAYS // 3 if need == 90 else DAYS * 2 // 3 if need == 70 else -1],
            }
            for student in students
        ],
    }


def repairs_of_a_full_term() -> list[Result]:
    """An adviser lost for a day and for a week of a term that is nearly full."""
    from fingerpost.engines.timetable import read_problem
    from fingerpost.engines.timetable.greedy import greedy
    from fingerpost.engines.timetable.listing import listing_of

    given = full_term(Random(1))
    listing = listing_of(read_problem(given))
    losses = [("A0", 3, 3), ("A1", 7, 11)]
    return repairs_of("Repair of a full term", given, (listing, greedy(listing.instance)), losses)


def repairs_of(
    name: str, given: dict[str, Any], made: tuple[Any, Any], losses: list[tuple[str, int, int]]
) -> list[Result]:
    """From the JSON to a repair whose moves are proven the fewest, after an adviser is lost.

    made: a listing, and what was chosen of it. losses: adviser, first and last day.
    """
    from fingerpost.engines.timetable import Lost, check, repair, without
    from fingerpost.engines.timetable.making import appointments_of

    appointments = appointments_of(*made)
    before = {
        "status": "feasible",
        "cost": None,
        "appointments": [one.as_json() for one in appointments],
        "not_held": [],
    }
    results = []
    for adviser, first, last in losses:
        days = FIRST + dt.timedelta(days=first), FIRST + dt.timedelta(days=last)
        lost = [Lost("adviser", adviser, *days)]
        seconds, after = best_of(2, lambda lost=lost: repair(given, before, lost))
        changes = after.repair
        assert changes is not None
        assert check(without(given, before, lost), after.as_json()) == []
        fewest = len(changes.moved) == changes.moves_at_least
        results.append(
            Result(
                f"{name}: {len(changes.replaced)} lost their time, {len(changes.moved)} others "
                f"move, {'proven' if fewest else 'not proven'} the fewest",
                seconds, "the goal", 2.0, seconds / 2.0, "under 2 s", fewest and seconds < 2,
            )
        )  # fmt: skip
    return results


def main() -> list[Result]:
    """All comparisons, printed."""
    import highspy  # noqa: F401
    import scipy.sparse.csgraph  # noqa: F401

    drawn = Drawn()
    results = [*proven(drawn), *at_once(drawn), *repaired(drawn)]
    for one in results:
        print(
            f"{one.what}: {one.seconds:.3f} s; {one.against}: {one.against_seconds:.3f} s; "
            f"{one.ratio:.2f} ({one.goal}: {'yes' if one.holds else 'NO'})"
        )
    return results


if __name__ == "__main__":
    main()
