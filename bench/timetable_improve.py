"""The limited timetable of `bench.timetable`, improved for 30 seconds, against HiGHS alone.

    python -m bench.timetable_improve [SECONDS] [SECONDS OF HIGHS]

HiGHS gets the same rows with the 60 cheapest ways to hold each interview and the timetable placed
at once to begin with, once as one integer program, once as relax and fix: each adviser's day goes
to the school that the linear program uses it for most, and an integer program does the rest.
Seconds are those of the clock, since all end by it; the processor's are printed beside them.
"""

import sys
import time

import numpy as np

from bench import Result
from bench.timetable import Drawn, problem

SECONDS, OF_HIGHS, CHEAPEST = 30.0, 90.0, 60
COST, GAP = 10_000, 0.05
BOTH_CORES = {"parallel": "on", "threads": 2}


def cheapest_of(instance, chosen, many):
    """So many of the cheapest candidates of each interview, and those chosen."""
    candidates = instance.candidates
    order = np.lexsort((candidates.cost, candidates.interview))
    whose = candidates.interview[order]
    rank = np.arange(len(whose)) - np.searchsorted(whose, whose)
    return np.union1d(order[rank < many], chosen[chosen >= 0])


def program_of(instance, active):
    from fingerpost.engines.timetable.solver.program import Left, Program

    everyone = np.arange(len(instance.interviews.student))
    limits = instance.limits
    return Program(instance, everyone, active, Left(limits.caps, limits.rooms))


def solved(instance, chosen, active, seconds):
    """The better of a timetable and what HiGHS makes of these candidates."""
    from fingerpost.engines.timetable.occupancy import Occupancy
    from fingerpost.engines.timetable.solver.polish import start_of

    program = program_of(instance, active)
    start = start_of(program, chosen) if np.isin(chosen, active).all() else None
    answer = program.rows.solve(seconds, start=start, whole=True, **BOTH_CORES)
    found = np.full(len(chosen), -1)
    if len(answer.values):
        taken = active[answer.values[program.held] > 0.5]
        found[instance.candidates.interview[taken]] = taken
    assert Occupancy(instance, found).whole()
    return min(found, chosen, key=instance.cost)


def relaxed_and_fixed(instance, chosen, seconds):
    """Relax and fix, half of the time for each at most."""
    active = cheapest_of(instance, chosen, CHEAPEST)
    program = program_of(instance, active)
    answer = program.rows.solve(seconds / 2, solver="ipm", run_crossover="off", **BOTH_CORES)
    if not len(answer.values):
        return chosen
    limits, candidates = instance.limits, instance.candidates
    use = np.zeros((limits.caps.size, limits.rooms.shape[0]))
    day = candidates.adviser * limits.caps.shape[1] + candidates.day
    np.add.at(use, (day[active], candidates.place[active]), answer.values[program.held])
    goes = use.argmax(1)
    unused = use.max(1) < 1e-6
    active = cheapest_of(instance, np.zeros(0, np.int64), 4 * CHEAPEST)
    fits = unused[day[active]] | (goes[day[active]] == candidates.place[active])
    return solved(instance, chosen, active[fits], seconds / 2)


def clocked(name, instance, work):
    """What came of it, its cost, and the seconds of the clock."""
    began, worked = time.perf_counter(), time.process_time()
    found = work()
    seconds = time.perf_counter() - began
    cost = instance.cost(getattr(found, "chosen", found))
    busy = time.process_time() - worked
    print(f"{name}: cost {cost:,} in {seconds:.1f} s, {busy:.1f} s of the processor", flush=True)
    return found, cost, seconds


def main(seconds=SECONDS, of_highs=OF_HIGHS) -> list[Result]:
    """All comparisons, printed."""
    from highspy import Highs

    from fingerpost.engines.timetable import read_problem
    from fingerpost.engines.timetable.greedy import greedy
    from fingerpost.engines.timetable.listing import listing_of
    from fingerpost.engines.timetable.solver import improve

    instance = listing_of(read_problem(problem(Drawn(), limited=True))).instance
    begin, *_ = clocked("placed at once", instance, lambda: greedy(instance))
    best, cost, took = clocked(
        "improved", instance, lambda: improve(instance, begin, seconds, seed=1)
    )
    gap = (cost - best.bound) / cost
    print(f"no timetable costs less than {best.bound:,}: {gap:.1%} at most to gain")
    active = cheapest_of(instance, begin, CHEAPEST)
    Highs.resetGlobalScheduler(True)  # it keeps to the threads of its first solver else
    others = {
        "HiGHS alone": lambda: solved(instance, begin, active, of_highs),
        "relax and fix": lambda: relaxed_and_fixed(instance, begin, of_highs),
    }
    what = f"1,150 interviews improved: cost {cost:,}, at most {gap:.1%} above the best"
    goal = f"cost under {COST:,}, {GAP:.0%} above the best at most, and cheaper than the other"
    results = []
    for name, work in others.items():
        _, theirs, their_seconds = clocked(name, instance, work)
        holds = cost < COST and gap < GAP and cost < theirs
        against = f"{name}: cost {theirs:,}"
        results.append(Result(what, took, against, their_seconds, cost / theirs, goal, holds))
    return results


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
