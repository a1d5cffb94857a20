"""The best sharing-out of a tiny problem, by trying every one."""

from fractions import Fraction
from itertools import combinations, product


def options(problem, student):
    """Every set of sessions a student could have by themselves, their fixed ones included."""
    fixed = [p["session"] for p in problem.get("fixed", []) if p["student"] == student["id"]]
    ranked = [n for n in student["preferences"] if n not in fixed]
    found = []
    for size in range(student.get("places", 1) - len(fixed) + 1):
        for chosen in combinations(ranked, size):
            mine = [*fixed, *chosen]
            if not any(excludes(problem, a, b) for a, b in combinations(mine, 2)):
                found.append(mine)
    return found


def excludes(problem, a, b):
    slots = {one["id"]: one.get("slot", "") for one in problem["sessions"]}
    pairs = [set(pair) for pair in problem.get("conflicts", [])]
    return {a, b} in pairs or bool(slots[a] and slots[a] == slots[b])


def fits(problem, held):
    """Whether sets of sessions, student by student, keep to what sessions can take."""
    by_id = {one["id"]: one for one in problem["students"]}
    ways = {one["id"]: one.get("transport") or f"to {one['id']}" for one in problem["sessions"]}
    for session in problem["sessions"]:
        there = [by_id[s] for s, mine in held.items() if session["id"] in mine]
        if len(there) > session["capacity"] or 0 < len(there) < session.get("minimum", 0):
            return False
        escorts = session.get("escorts")
        if escorts is not None and sum(s.get("accompanied", False) for s in there) > escorts:
            return False
        if not seats_fit(session, there):
            return False
    return all(
        len({ways[n] for member in members for n in held[member]}) <= 1
        for members in problem.get("together", [])
    )


def seats_fit(session, there):
    """Whether everybody can sit: tries every kind of seat for everybody."""
    reserved = session.get("reserved") or {}
    if not reserved:
        return True
    kinds = {"": session["capacity"] - sum(reserved.values()), **reserved}
    open_to = [["", *(g for g in reserved if g in s.get("groups", []))] for s in there]
    return any(
        all(seating.count(kind) <= seats for kind, seats in kinds.items())
        for seating in product(*open_to)
    )


def earned(problem, held):
    """The objective, per level."""
    by_id = {one["id"]: one for one in problem["students"]}
    sessions = {one["id"]: one for one in problem["sessions"]}
    levels = sorted({c["level"] for c in problem["criteria"]})
    totals = dict.fromkeys(levels, Fraction(0))
    for student, mine in held.items():
        one = by_id[student]
        ranked = one["preferences"]
        for session in mine:
            scores = {
                "need": Fraction(str(one.get("need", 0))),
                "preference": Fraction(100 * (len(ranked) - ranked.index(session)), len(ranked))
                if session in ranked
                else 0,
                "benefit": (sessions[session].get("benefit") or {}).get(student, 0),
                "missed_before": min(25 * one.get("missed_before", 0), 100),
            }
            for c in problem["criteria"]:
                totals[c["level"]] += Fraction(str(c["weight"])) * scores[c["name"]]
    return tuple(totals[level] for level in levels)


def best(problem):
    """The greatest objective of any sharing-out; None where there is none."""
    return max((worth for worth, _ in _all(problem)), default=None)


def best_ones(problem):
    """Every sharing-out of the greatest objective: student to sessions."""
    greatest = best(problem)
    return [held for worth, held in _all(problem) if worth == greatest]


def _all(problem):
    names = [one["id"] for one in problem["students"]]
    for chosen in product(*(options(problem, one) for one in problem["students"])):
        held = dict(zip(names, chosen, strict=True))
        if fits(problem, held):
            yield earned(problem, held), held
