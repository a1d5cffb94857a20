"""Places shared out, against the same rounds solved by others.

    python -m bench.allocation

The rounds are made here. A: 2,000 students, 60 sessions of about 2,100 seats in all, six ranked
choices each, weights 1, 2 and 4; then up to three places each with four clash slots; then up to
two places with minimums of 30, without and with reserved seats; then ten and a hundred times the
size. Everybody is given the same arrays and timed from there to a proven result: Fingerpost's
time includes the prices that prove it. The times are wall times, the median of a few runs.

`matching` and `algmatch`, which make stable sharings-out, are fetched into a folder of their own
for this comparison only.
"""

import importlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import Result
from fingerpost.engines.allocation import Problem, allocate, figures, flow, read_problem, running
from fingerpost.engines.allocation.core import Core

CHOICES = np.array([100, 70, 48, 32, 20, 12])
PEERS = ("matching==1.4.3", "algmatch==1.5.2")
CPSAT_SECONDS = 60.0


@dataclass(frozen=True)
class Round:
    """A round as arrays: choices and values of shape (students, choices)."""

    choices: np.ndarray
    value: np.ndarray
    capacity: np.ndarray
    slot: np.ndarray
    weight: np.ndarray
    places: int = 1
    minimum: np.ndarray | None = None
    reserved: int = 0  # so many seats of each session are for every fourth student


def made(students: int, sessions: int, seed: int = 7) -> Round:
    """A round with popular sessions and few seats in them."""
    chance = np.random.default_rng(seed)
    popularity = 1 / np.arange(1, sessions + 1) ** 0.6
    popularity /= popularity.sum()
    capacity = chance.integers(15, 55, sessions)
    if sessions > 1000:
        # Drawing without replacement is too slow here: a choice drawn twice counts once.
        drawn = np.searchsorted(np.cumsum(popularity), chance.random((students, 6)))
        choices = np.minimum(drawn, sessions - 1)
    else:
        choices = np.array(
            [chance.choice(sessions, 6, replace=False, p=popularity) for _ in range(students)]
        )
    weight = chance.choice([1, 2, 4], students, p=[0.7, 0.2, 0.1])
    slot = np.random.default_rng(5).integers(0, 4, sessions)
    return Round(choices, weight[:, None] * CHOICES, capacity, slot, weight)


def core_of(made_round: Round) -> Core:
    """The round as the engine's arrays."""
    one = made_round
    students, ranked = one.choices.shape
    sessions = len(one.capacity)
    student = np.repeat(np.arange(students), ranked)
    session = one.choices.ravel().astype(np.int64)
    value = one.value.ravel().astype(np.int64)
    kind_session, capacity = np.arange(sessions), one.capacity.astype(np.int64)
    kind = session
    if one.reserved:
        member = np.flatnonzero(student % 4 == 0)
        kind_session = np.r_[kind_session, np.arange(sessions)]
        capacity = np.r_[capacity - one.reserved, np.full(sessions, one.reserved)]
        order = np.argsort(np.r_[student, student[member]], kind="stable")
        kind = np.r_[kind, sessions + session[member]][order]
        value = np.r_[value, value[member]][order]
        student = np.r_[student, student[member]][order]
    return Core(
        student=student,
        kind=kind,
        slot=one.slot[kind_session[kind]],
        value=value,
        places=np.full(students, one.places),
        session=kind_session,
        capacity=capacity,
        least=np.zeros(sessions, np.int64),
    )


def ours(one: Round) -> int:
    """The greatest value, proven."""
    core = core_of(one)
    if one.minimum is None:
        return flow.solve(core).value
    found = running.search(core, one.minimum, np.zeros(core.sessions, bool), None)
    assert found.is_proven and found.best is not None
    return found.best.value


def bare_flow(one: Round) -> int:
    """OR-Tools' flow of the same arcs, without a proof that anybody could check."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    students, ranked = one.choices.shape
    sessions = len(one.capacity)
    first, end = students, students + sessions
    solver = SimpleMinCostFlow()
    student = np.arange(students)
    solver.add_arcs_with_capacity_and_unit_cost(
        np.r_[np.repeat(student, ranked), student, first + np.arange(sessions)],
        np.r_[first + one.choices.ravel(), np.full(students + sessions, end)],
        np.r_[np.ones(students * ranked + students, int), one.capacity],
        np.r_[-one.value.ravel(), np.zeros(students + sessions, int)],
    )
    solver.set_nodes_supplies(np.r_[student, end], np.r_[np.ones(students, int), -students])
    assert solver.solve() == solver.OPTIMAL
    return int(-solver.optimal_cost())


def highs(one: Round) -> int:
    """HiGHS on the plain mixed-integer program."""
    import highspy

    table, lower, upper, earned = _program(one)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(earned), table.shape[0]
    program.col_cost_ = -earned.astype(float)
    program.col_lower_, program.col_upper_ = np.zeros(len(earned)), np.ones(len(earned))
    program.row_lower_, program.row_upper_ = lower, upper
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_, program.a_matrix_.index_ = table.indptr, table.indices
    program.a_matrix_.value_ = table.data
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(earned)
    solver.passModel(program)
    solver.run()
    return round(-solver.getInfo().objective_function_value)


def _program(one: Round) -> tuple[Any, np.ndarray, np.ndarray, np.ndarray]:
    """Rows of the program: places, clashes, seats, seats for all, minimums."""
    from scipy.sparse import coo_array

    students, ranked = one.choices.shape
    sessions, pairs = len(one.capacity), students * ranked
    pair, student = np.arange(pairs), np.repeat(np.arange(students), ranked)
    session = one.choices.ravel()
    rows, columns, factors, lower, upper = [], [], [], [], []
    count = 0

    def block(row, column, factor, low, high, size):
        nonlocal count
        rows.append(np.asarray(row) + count)
        columns.append(np.asarray(column))
        factors.append(np.broadcast_to(factor, len(row)).astype(float))
        lower.append(np.broadcast_to(low, size).astype(float))
        upper.append(np.broadcast_to(high, size).astype(float))
        count += size

    block(student, pair, 1, -np.inf, one.places, students)
    if one.places > 1:
        block(student * 4 + one.slot[session], pair, 1, -np.inf, 1, students * 4)
    if one.reserved:
        others = student % 4 != 0
        limit = one.capacity - one.reserved
        block(session[others], pair[others], 1, -np.inf, limit, sessions)
    extra = 0
    if one.minimum is None:
        block(session, pair, 1, -np.inf, one.capacity, sessions)
    else:
        extra = sessions
        row = np.r_[session, np.arange(sessions)]
        column = np.r_[pair, pairs + np.arange(sessions)]
        ones = np.ones(pairs)
        block(row, column, np.r_[ones, -one.capacity], -np.inf, 0, sessions)
        block(row, column, np.r_[ones, -one.minimum], 0, np.inf, sessions)
    table = coo_array(
        (np.concatenate(factors), (np.concatenate(rows), np.concatenate(columns))),
        shape=(count, pairs + extra),
    ).tocsc()
    earned = np.r_[one.value.ravel(), np.zeros(extra, int)]
    return table, np.concatenate(lower), np.concatenate(upper), earned


def cpsat(one: Round) -> int | None:
    """CP-SAT with two workers; None where it has no proof after a minute."""
    from ortools.sat.python import cp_model

    students, ranked = one.choices.shape
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(students * ranked)]
    by_session: dict[int, list[Any]] = {}
    for pair, session in enumerate(one.choices.ravel().tolist()):
        by_session.setdefault(session, []).append(chosen[pair])
    for student in range(students):
        mine = chosen[student * ranked : (student + 1) * ranked]
        model.add(sum(mine) <= one.places)
        slots = one.slot[one.choices[student]]
        for slot in np.unique(slots) if one.places > 1 else ():
            model.add_at_most_one(mine[n] for n in np.flatnonzero(slots == slot))
    for session, pairs in by_session.items():
        model.add(sum(pairs) <= int(one.capacity[session]))
    model.maximize(cp_model.LinearExpr.weighted_sum(chosen, one.value.ravel().tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = CPSAT_SECONDS
    status = solver.solve(model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def timed(work: Callable[[], Any], runs: int = 5) -> tuple[float, Any]:
    """The median time of some runs, and what the last returned."""
    seconds, found = [], None
    for _ in range(runs):
        begun = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds), found


def _faster(what: str, mine: float, peer: str, theirs: float, goal: float) -> Result:
    ratio = theirs / mine
    print(
        f"  {what}: {mine:.4f} s, {peer} {theirs:.3f} s: {ratio:.1f} times faster (goal {goal:g})"
    )
    return Result(what, mine, peer, theirs, ratio, f"at least {goal:g} times faster", ratio >= goal)


def _within(what: str, mine: float, theirs: float, goal: float) -> Result:
    ratio = mine / theirs
    peer = "a bare flow solve of the same arcs"
    print(
        f"  {what}: {mine:.4f} s, {peer} {theirs:.4f} s: {ratio:.2f} times as long (goal {goal:g})"
    )
    return Result(what, mine, peer, theirs, ratio, f"at most {goal:g} times as long", ratio <= goal)


def one_place() -> list[Result]:
    """A, and A with clash slots and up to three places."""
    one = made(2000, 60)
    what = "A round of 2,000 students and 60 sessions, proven"
    mine, value = timed(lambda: ours(one), 15)
    flow_time, same = timed(lambda: bare_flow(one), 15)
    highs_time, other = timed(lambda: highs(one), 3)
    begun = time.perf_counter()
    third = cpsat(one)
    cpsat_time = time.perf_counter() - begun
    assert value == same == other and third in (value, None)
    return [
        _within(what, mine, flow_time, 2),
        _faster(what, mine, "HiGHS, the same model", highs_time, 20),
        _faster(what, mine, "CP-SAT to its proof", cpsat_time, 100),
    ]


def several_places() -> list[Result]:
    """Clash slots and up to three places each."""
    one = made(2000, 60)
    one = Round(one.choices, one.value, one.capacity, one.slot, one.weight, places=3)
    what = "The same with clash slots and up to three places each, proven"
    mine, value = timed(lambda: ours(one), 15)
    highs_time, same = timed(lambda: highs(one), 1)
    assert value == same
    begun = time.perf_counter()
    proven = cpsat(one) is not None
    cpsat_time = time.perf_counter() - begun
    says = "its proof" if proven else "no proof, ended"
    print(f"  CP-SAT: {says} after {cpsat_time:.0f} s")
    return [
        _faster(what, mine, "HiGHS, the same model", highs_time, 8),
        Result(what, mine, f"CP-SAT, {says}", cpsat_time, cpsat_time / mine),
    ]


def minimums() -> list[Result]:
    """Minimums of 30, without and with reserved seats."""
    base = made(2000, 60)
    results = []
    for reserved, words in ((0, "minimums of 30"), (4, "minimums of 30 and reserved seats")):
        one = Round(
            base.choices,
            base.value,
            base.capacity,
            base.slot,
            base.weight,
            places=2,
            minimum=np.minimum(30, base.capacity),
            reserved=reserved,
        )
        mine, value = timed(lambda one=one: ours(one), 5)
        highs_time, same = timed(lambda one=one: highs(one), 1)
        assert value == same, (value, same)
        what = f"Up to two places, clash slots, {words}, proven"
        results.append(_faster(what, mine, "HiGHS, the same model", highs_time, 3))
    return results


def large() -> list[Result]:
    """A city and a country."""
    results = []
    for students, sessions, runs in ((20_000, 600, 3), (200_000, 6_000, 1)):
        one = made(students, sessions)
        mine, value = timed(lambda one=one: ours(one), runs)
        theirs, same = timed(lambda one=one: bare_flow(one), runs)
        assert value == same
        what = f"A round of {students:,} students and {sessions:,} sessions, proven"
        results.append(_within(what, mine, theirs, 2))
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  memory of this process at its most: {gigabytes:.2f} GiB (goal 4)")
    assert gigabytes < 4
    return results


# What places do for students ----------------------------------------------------------------


def as_problem(one: Round, meets: np.ndarray) -> Problem:
    """A round as a problem: how much need each place meets first, then preference.

    meets: how much of a student's need each session meets, 0 to 100, shape (students, sessions).
    """
    students = len(one.choices)
    order = np.random.default_rng(1).permutation(students)
    ranked_by: dict[int, dict[str, int]] = {a: {} for a in range(len(one.capacity))}
    for n, ranked in enumerate(one.choices.tolist()):
        for a in ranked:
            ranked_by[a][f"s{n}"] = int(meets[n, a])
    return read_problem(
        {
            "students": [
                {"id": f"s{n}", "preferences": [f"a{a}" for a in one.choices[n]]}
                for n in range(students)
            ],
            "sessions": [
                {"id": f"a{a}", "capacity": int(seats), "benefit": ranked_by[a]}
                for a, seats in enumerate(one.capacity)
            ],
            "criteria": [
                {"name": "benefit", "weight": 1, "level": 1},
                {"name": "preference", "weight": 1, "level": 2},
            ],
            "arrived": [f"s{n}" for n in order],
            "seed": 1,
        }
    )


def met() -> list[Result]:
    """Need met by scarce places, and what fairness costs in choices, as tables."""
    base = made(2000, 60)
    # Two thirds of the seats: places are scarce.
    one = Round(base.choices, base.value, base.capacity * 2 // 3, base.slot, base.weight)
    need = 25 * np.broadcast_to(one.weight[:, None], (2000, 60))
    fit = np.random.default_rng(2).choice([0.2, 0.6, 1.0], need.shape)
    with _peers() as peers:
        return [
            _compared("every session meets a need alike", one, need, peers, "never less"),
            _compared("sessions meet needs more or less", one, need * fit, peers, "always more"),
        ]


def _compared(words: str, one: Round, meets: np.ndarray, peers: list[Any], goal: str) -> Result:
    problem = as_problem(one, meets)
    print(f"  where {words}:")
    print("  need met   placed   first choice   mean choice   envy   how")
    found: dict[str, float] = {}
    for mode in ("fair", "first_come", "serial_dictatorship", "deferred_acceptance"):
        begun = time.perf_counter()
        result = allocate(problem, mode)
        seconds = time.perf_counter() - begun
        told = figures(problem, result)
        found[mode] = sum(meets[n, a] for n, a in result.places)
        _row(found[mode], told.placed, told.choices[0], told.mean_choice, told.envy)
        print(f"{mode}, {seconds:.2f} s from problem to result")
    for peer in peers:
        name, placed, seconds = peer(one, meets)
        ranks = [problem.students[n].preferences.index(a) for n, a in placed]
        found[name] = sum(meets[n, a] for n, a in placed)
        _row(found[name], len(placed), ranks.count(0), 1 + sum(ranks) / len(ranks), 0)
        print(f"{name}, {seconds:.2f} s")
    fair = float(found.pop("fair"))
    other = max(found, key=lambda name: found[name])
    best = float(found[other])
    return Result(
        f"Need met by 2,000 students’ places where {words}",
        fair,
        f"the best other way, {other}",
        best,
        fair / best,
        goal,
        fair > best if goal == "always more" else fair >= best,
        "points",
    )


def _row(need: float, placed: int, first: int, mean: float | None, envy: int) -> None:
    print(f"  {need:8,.0f}   {placed:6,}   {first:12,}   {mean:11.2f}   {envy:4}", end="   ")


@contextmanager
def _peers() -> Iterator[list[Any]]:
    """What makes stable sharings-out by `matching` and `algmatch`; none where not to be had."""
    with tempfile.TemporaryDirectory() as folder:
        uv = Path(sys.executable).parent / "uv"
        fetch = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--target", folder]
        if subprocess.run([*map(str, fetch), *PEERS], check=False).returncode:
            print("  matching and algmatch could not be fetched: left out")
            yield []
            return
        sys.path.append(folder)
        warnings.simplefilter("ignore")
        try:
            yield [_by_matching, _by_algmatch]
        finally:
            sys.path.remove(folder)


def _orders(one: Round, meets: np.ndarray) -> dict[int, list[int]]:
    """For each session the students who ranked it, whose need it meets most first, ties by lot."""
    drawn = np.random.default_rng(1).permutation(len(one.choices))
    orders: dict[int, list[int]] = {}
    for student, ranked in enumerate(one.choices.tolist()):
        for session in ranked:
            orders.setdefault(session, []).append(student)
    return {
        session: sorted(students, key=lambda n: (-meets[n, session], drawn[n]))
        for session, students in orders.items()
    }


def _by_matching(one: Round, meets: np.ndarray) -> tuple[str, list[tuple[int, int]], float]:
    games = importlib.import_module("matching.games")
    orders = _orders(one, meets)
    students = {f"s{n}": [f"a{a}" for a in ranked] for n, ranked in enumerate(one.choices.tolist())}
    sessions = {f"a{a}": [f"s{n}" for n in order] for a, order in orders.items()}
    seats = {f"a{a}": int(one.capacity[a]) for a in orders}
    begun = time.perf_counter()
    game = games.HospitalResident.create_from_dictionaries(students, sessions, seats)
    found = game.solve(optimal="resident")
    seconds = time.perf_counter() - begun
    placed = [
        (int(student.name[1:]), int(session.name[1:]))
        for session, members in found.items()
        for student in members
    ]
    return "matching 1.4.3 (stable)", placed, seconds


def _by_algmatch(one: Round, meets: np.ndarray) -> tuple[str, list[tuple[int, int]], float]:
    algmatch = importlib.import_module("algmatch")
    orders = _orders(one, meets)
    given = {
        "residents": {n + 1: [a + 1 for a in row] for n, row in enumerate(one.choices.tolist())},
        "hospitals": {
            a + 1: {"capacity": int(one.capacity[a]), "preferences": [n + 1 for n in order]}
            for a, order in orders.items()
        },
    }
    begun = time.perf_counter()
    found = algmatch.HospitalResidentsProblem(dictionary=given).get_stable_matching()
    seconds = time.perf_counter() - begun
    pairs = found["resident_sided"].items()
    placed = [(int(str(n).strip("r")) - 1, _number(a) - 1) for n, a in pairs if a]
    return "algmatch 1.5.2 (stable)", placed, seconds


def _number(name: Any) -> int:
    return int("".join(letter for letter in str(name) if letter.isdigit()))


def main() -> list[Result]:
    """Every comparison, with its results."""
    print("places shared out: wall times, libraries imported before")
    ours(made(50, 8))
    return [*one_place(), *several_places(), *minimums(), *large(), *met()]


if __name__ == "__main__":
    main()
