"""An independent check of an allocation, from the two JSON documents alone.

Shares nothing with the solver: it reads the words of the format (docs/reference/allocation.md),
counts in fractions, and follows the proof by the definition. Slow on purpose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

Json = dict[str, Any]


def check(problem: Json, result: Json) -> list[str]:
    """Everything wrong with a result, as sentences; nothing wrong is an empty list.

    An "optimal" result must carry its bound; where it carries a proof, the proof is followed.
    """
    checked = _Checked(problem, result)
    if result.get("status") == "infeasible":
        return checked.nothing_is_given()
    faults = list(checked.faults())
    if not faults:
        faults = list(checked.proof_faults())
    return faults


class _Checked:
    def __init__(self, problem: Json, result: Json) -> None:
        self.problem, self.result = problem, result
        self.students = {str(one["id"]): one for one in problem["students"]}
        self.sessions = {str(one["id"]): one for one in problem["sessions"]}
        self.places = [(str(p["student"]), str(p["session"])) for p in result.get("places", [])]
        self.fixed = {(str(p["student"]), str(p["session"])) for p in problem.get("fixed", [])}
        self.conflicts = {frozenset(map(str, pair)) for pair in problem.get("conflicts", [])}
        self.there: dict[str, list[str]] = defaultdict(list)
        self.held: dict[str, list[str]] = defaultdict(list)
        for student, session in self.places:
            self.there[session].append(student)
            self.held[student].append(session)

    def nothing_is_given(self) -> list[str]:
        faults = []
        if self.places:
            faults.append("An infeasible result gives no places.")
        if not self.result.get("conflict"):
            faults.append("An infeasible result says which requirements conflict.")
        return faults

    def faults(self) -> Iterator[str]:
        """Whatever breaks a requirement, or is told wrongly."""
        unknown = list(self._known())
        yield from unknown
        if unknown:
            return
        for student in self.held:
            yield from self._of_student(student)
        for session in self.sessions:
            yield from self._of_session(session)
        yield from self._together()
        yield from self._told()

    def _known(self) -> Iterator[str]:
        for place, count in Counter(self.places).items():
            if count > 1:
                yield f"{place[0]} has “{place[1]}” twice."
        for student, session in self.places:
            if student not in self.students or session not in self.sessions:
                yield f"There is no student {student} or no session “{session}”."
                return
            ranked = map(str, self.students[student].get("preferences", []))
            if session not in ranked and (student, session) not in self.fixed:
                yield f"{student} did not rank “{session}”."
        for student, session in sorted(self.fixed - set(self.places)):
            yield f"The fixed place of {student} in “{session}” is gone."

    def _of_student(self, student: str) -> Iterator[str]:
        one = self.students.get(student, {})
        if len(self.held[student]) > one.get("places", 1):
            yield f"{student} has more places than they may have."
        for a, b in combinations(self.held[student], 2):
            if self._exclude(a, b):
                yield f"{student} has “{a}” and “{b}”, which exclude each other."

    def _exclude(self, a: str, b: str) -> bool:
        if a == b or frozenset((a, b)) in self.conflicts:
            return True
        slot = self.sessions[a].get("slot")
        return bool(slot) and slot == self.sessions[b].get("slot")

    def _of_session(self, session: str) -> Iterator[str]:
        one, students = self.sessions[session], self.there[session]
        if len(students) > one["capacity"]:
            yield f"“{session}” has {len(students)} students and {one['capacity']} seats."
        if 0 < len(students) < one.get("minimum", 0):
            yield f"“{session}” has {len(students)} students and needs {one['minimum']}."
        if not self._reserved_seats_hold(one, students):
            yield f"“{session}”: seats reserved for a group are taken by others."
        escorts = one.get("escorts")
        accompanied = [s for s in students if self.students[s].get("accompanied")]
        if escorts is not None and len(accompanied) > escorts:
            yield f"“{session}” has {len(accompanied)} accompanied students and takes {escorts}."

    def _reserved_seats_hold(self, session: Json, students: list[str]) -> bool:
        """Hall's condition: any set of groups' members and the general seats have room enough."""
        reserved: dict[str, int] = session.get("reserved") or {}
        general = session["capacity"] - sum(reserved.values())
        for size in range(len(reserved) + 1):
            for shut in combinations(reserved, size):
                # Those in none of the other groups can sit only on general seats or those of
                # `shut`.
                open_to = set(reserved) - set(shut)
                only = [
                    s for s in students if not open_to & set(self.students[s].get("groups", []))
                ]
                if len(only) > general + sum(reserved[group] for group in shut):
                    return False
        return True

    def _together(self) -> Iterator[str]:
        for members in self.problem.get("together", []):
            ways = {
                self.sessions[session].get("transport") or ("to", session)
                for student in map(str, members)
                for session in self.held[student]
            }
            if len(ways) > 1:
                yield f"{', '.join(map(str, members))} travel together and do not."

    def _told(self) -> Iterator[str]:
        unplaced = {str(row["student"]) for row in self.result["unplaced"]}
        if unplaced != {student for student in self.students if not self.held[student]}:
            yield "The list of students without a place is wrong."
        if not all(row.get("reason") for row in self.result["unplaced"]):
            yield "A student without a place is given no reason."
        needed = {
            name
            for name, one in self.sessions.items()
            if one.get("minimum", 0) and not self.there[name]
        }
        if set(map(str, self.result["cancelled"])) != needed:
            yield "The list of cancelled sessions is wrong."
        objective = [float(total) for total in self.objective()]
        if not _close(objective, self.result["objective"]):
            yield f"The objective is {objective} and not {self.result['objective']}."
        bound = self.result["bound"]
        if bound and not _at_least(bound, objective):
            yield f"The bound {bound} is below the objective."
        if self.result["status"] == "optimal" and not _close(bound, objective):
            yield "The result is called optimal and its bound is another number."

    # What a place earns.

    def levels(self) -> list[int]:
        return sorted({c.get("level", 1) for c in self.problem["criteria"]})

    def score(self, student: str, session: str) -> list[Fraction]:
        """What a place earns, per level."""
        one = self.students[student]
        ranked = list(map(str, one.get("preferences", [])))
        rank = ranked.index(session) if session in ranked else len(ranked)
        benefit = self.sessions[session].get("benefit") or {}
        scores = {
            "need": _decimal(one.get("need", 0)),
            "preference": Fraction(100 * (len(ranked) - rank), max(len(ranked), 1)),
            "benefit": _decimal({str(k): v for k, v in benefit.items()}.get(student, 0)),
            "missed_before": Fraction(min(25 * one.get("missed_before", 0), 100)),
        }
        return [
            sum(
                (
                    Fraction(str(c.get("weight", 1))) * scores[c["name"]]
                    for c in self.problem["criteria"]
                    if c.get("level", 1) == level
                ),
                Fraction(0),
            )
            for level in self.levels()
        ]

    def objective(self) -> list[Fraction]:
        totals = [Fraction(0)] * len(self.levels())
        for student, session in self.places:
            totals = [a + b for a, b in zip(totals, self.score(student, session), strict=True)]
        return totals

    # The proof.

    def proof_faults(self) -> Iterator[str]:
        """Whether the cases of the proof cover everything and each bounds what it covers."""
        proof = self.result.get("proof")
        if proof is None:
            return
        units = proof["units"]
        reached = self._in_one(self.objective(), units)
        if any(unit <= 0 for unit in units) or not self._levels_stay_apart(units):
            yield "The proof weighs levels so that a lower one outweighs a higher one."
        optional = [n for n, one in self.sessions.items() if one.get("minimum", 0)]
        cases = [(set(case["runs"]), set(case["closed"])) for case in proof["cases"]]
        if not _covers(cases, [n for n in optional if n not in self._must_run()], self._must_run()):
            yield "The cases of the proof leave possibilities out."
        for case in proof["cases"]:
            if case.get("impossible"):
                if self._could_run(case):
                    yield "A case is called impossible and is not shown to be."
                continue
            if self._bound(case, units) > reached:
                yield "A case of the proof allows more than the result reaches."

    def _must_run(self) -> set[str]:
        return {session for _, session in self.fixed if self.sessions[session].get("minimum", 0)}

    def _levels_stay_apart(self, units: list[int]) -> bool:
        """One step of a level outweighs everything that the levels below can ever earn."""
        seats = sum(one["capacity"] for one in self.sessions.values())
        seats = min(seats, sum(one.get("places", 1) for one in self.students.values()))
        seats -= len(self.fixed)
        table = [
            self.score(student, session)
            for student in self.students
            for session in self._open_to(student)
        ]
        for level in range(len(units) - 1):
            steps = {row[level] * units[level] for row in table}
            step = _common(steps)
            below = sum(
                max((row[low] * units[low] for row in table), default=Fraction(0)) * seats
                for low in range(level + 1, len(units))
            )
            if step and step <= below:
                return False
        return True

    def _open_to(self, student: str) -> list[str]:
        """Sessions a student ranked that their fixed places leave open."""
        held = [session for s, session in self.fixed if s == student]
        ranked = map(str, self.students[student].get("preferences", []))
        return [n for n in ranked if not any(self._exclude(n, other) for other in held)]

    def _in_one(self, totals: list[Fraction], units: list[int]) -> Fraction:
        return sum((t * u for t, u in zip(totals, units, strict=True)), Fraction(0))

    def _could_run(self, case: Json) -> bool:
        """Whether a way is found in which all sessions that the case lets run have their minimum.

        None found proves nothing; one found shows that the case is not impossible.
        """
        seating = _Seating(self, set(case["closed"]))
        return all(
            seating.fill(name, self.sessions[name]["minimum"])
            for name in case["runs"]
            if name not in case["closed"]
        )

    def _bound(self, case: Json, units: list[int]) -> Fraction:
        """The most that anything within a case can earn: duality, from the prices alone."""
        prices, floors = case.get("prices", {}), case.get("floors", {})
        total = Fraction(0)
        for name, one in self.sessions.items():
            if name in case["closed"]:
                continue
            here, floor = prices.get(name, {}), floors.get(name, 0)
            if floor > 0 or any(price < 0 for price in here.values()):
                return Fraction(10**30)
            if floor and name not in case["runs"]:
                return Fraction(10**30)
            free = one["capacity"] - sum((one.get("reserved") or {}).values())
            seats = {"": free, **(one.get("reserved") or {})}
            taken = self._fixed_seats(name)
            total += sum(price * (seats[g] - taken.get(g, 0)) for g, price in here.items())
            fixed = sum(1 for _, session in self.fixed if session == name)
            total += floor * max(one.get("minimum", 0) - fixed, 0)
        for student, one in self.students.items():
            total += self._gain(student, one, case, units)
        standing = [self._in_one(self.score(*place), units) for place in sorted(self.fixed)]
        return total + sum(standing, Fraction(0))

    def _fixed_seats(self, name: str) -> dict[str, int]:
        """Seats taken by fixed places, a group's own first: as few general ones as possible."""
        reserved = self.sessions[name].get("reserved") or {}
        students = [student for student, session in self.fixed if session == name]
        free = dict(reserved)
        taken: Counter[str] = Counter()
        # Those in fewest groups choose first; exact where groups do not overlap.
        for student in sorted(students, key=lambda s: (len(self.students[s].get("groups", [])), s)):
            group = next(
                (g for g in free if free[g] and g in self.students[student].get("groups", [])), ""
            )
            taken[group] += 1
            if group:
                free[group] -= 1
        return taken

    def _gain(self, student: str, one: Json, case: Json, units: list[int]) -> Fraction:
        """The most a student could gain at the prices: the best few that do not clash."""
        held = [session for s, session in self.fixed if s == student]
        gains: list[tuple[Fraction, str]] = []
        for session in self._open_to(student):
            if session in case["closed"]:
                continue
            price = self._price(session, set(one.get("groups", [])), case)
            gains.append((self._in_one(self.score(student, session), units) - price, session))
        # Sessions that exclude each other fall into classes wherever a proof by prices is made:
        # taking the greatest gains first is then the best choice.
        chosen: list[str] = []
        total = Fraction(0)
        for gain, session in sorted(gains, key=lambda pair: (-pair[0], pair[1])):
            if gain <= 0 or len(chosen) >= one.get("places", 1) - len(held):
                break
            if not any(self._exclude(session, other) for other in chosen):
                chosen.append(session)
                total += gain
        return total

    def _price(self, session: str, groups: set[str], case: Json) -> Fraction:
        """What the cheapest seat open to a student costs."""
        here = case.get("prices", {}).get(session, {})
        reserved = self.sessions[session].get("reserved") or {}
        open_kinds = ["", *(group for group in reserved if group in groups)]
        cheapest = min(here.get(kind, 0) for kind in open_kinds)
        return Fraction(cheapest + case.get("floors", {}).get(session, 0))


def _decimal(value: float) -> Fraction:
    """A given score to three decimals."""
    return Fraction(round(Fraction(str(value)) * 1000), 1000)


def _common(steps: set[Fraction]) -> Fraction:
    """The largest number of which all are multiples."""
    found = Fraction(0)
    for step in steps:
        while step:
            found, step = step, found % step
    return found


def _close(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(
        abs(float(a) - float(b)) <= 1e-6 * max(1, abs(float(a)))
        for a, b in zip(one, other, strict=True)
    )


def _at_least(bound: list[float], objective: list[float]) -> bool:
    for above, below in zip(bound, objective, strict=True):
        if not _close([above], [below]):
            return float(above) > float(below)
    return True


def _covers(cases: list[tuple[set[str], set[str]]], optional: list[str], must: set[str]) -> bool:
    """Whether every way to run or close the optional sessions belongs to some case."""
    if any(not runs - must and not closed for runs, closed in cases):
        return True
    if not cases:
        return False
    at = next((n for n in optional if any(n in runs or n in closed for runs, closed in cases)), "")
    if not at:
        return False
    rest = [n for n in optional if n != at]
    runs_on = [(runs - {at}, closed) for runs, closed in cases if at not in closed]
    shut = [(runs, closed - {at}) for runs, closed in cases if at not in runs]
    return _covers(runs_on, rest, must) and _covers(shut, rest, must)


class _Seating:
    """Seats students one by one, moving others along where that makes room."""

    def __init__(self, checked: _Checked, closed: set[str]) -> None:
        self.checked, self.closed = checked, closed
        self.on: dict[tuple[str, str, int], str] = {}
        for student, session in sorted(checked.fixed):
            for seat in self._seats(session):
                if seat not in self.on and self._may_sit(student, seat):
                    self.on[seat] = student
                    break
        self.standing = set(self.on)

    def fill(self, session: str, number: int) -> bool:
        """Whether so many seats of a session can be taken."""
        for seat in self._seats(session):
            if seat not in self.on:
                self._find(seat, set())
        return sum(seat[0] == session for seat in self.on) >= number

    def _seats(self, session: str) -> list[tuple[str, str, int]]:
        one = self.checked.sessions[session]
        reserved = one.get("reserved") or {}
        kinds = {**reserved, "": one["capacity"] - sum(reserved.values())}
        return [(session, kind, n) for kind, count in kinds.items() for n in range(count)]

    def _may_sit(self, student: str, seat: tuple[str, str, int]) -> bool:
        return not seat[1] or seat[1] in self.checked.students[student].get("groups", [])

    def _find(self, seat: tuple[str, str, int], seen: set[str]) -> bool:
        checked = self.checked
        for student, one in checked.students.items():
            ranked = map(str, one.get("preferences", []))
            if student in seen or seat[0] not in ranked or not self._may_sit(student, seat):
                continue
            seen.add(student)
            mine = [other for other, who in self.on.items() if who == student]
            if any(checked._exclude(other[0], seat[0]) for other in mine):
                continue
            if len(mine) < one.get("places", 1):
                self.on[seat] = student
                return True
            for other in mine:
                if other not in self.standing and self._find(other, seen):
                    self.on[seat] = student
                    return True
        return False
