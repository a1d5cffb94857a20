"""Made-up problems, small enough to try every timetable, with every feature in them."""

from itertools import product
from random import Random
from typing import Any

from fingerpost.engines.timetable.checker import check, cost

DAYS = ["2026-09-01", "2026-09-02", "2026-09-04", "2026-09-07"]


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def stretch(chance: Random, longest: int = 60, **fields: Any) -> dict[str, Any]:
    since = 9 * 60 + chance.choice([0, 15, 20, 30, 45, 60])
    until = since + chance.choice([10, 20, 30, 40, longest])
    days = chance.choice([{"day": chance.choice(DAYS)}, {"days": sorted(chance.sample(DAYS, 2))}])
    return {**days, "from": clock(since), "to": clock(until), **fields}


def sometimes(chance: Random, share: float, **fields: Any) -> dict[str, Any]:
    return fields if chance.random() < share else {}


def made(seed: int, interviews: int = 3) -> dict[str, Any]:
    """A problem with two schools, two advisers, two students and all that may stand in the way."""
    chance = Random(seed)
    problem = {
        "days": DAYS,
        "tick_minutes": 5,
        "start_every": chance.choice([10, 20]),
        "slack_minutes": chance.choice([0, 0, 5, 10]),
        "no_subject_twice": chance.random() < 0.8,
        "schools": [_school(chance, "North"), _school(chance, "South")],
        "travel": [{"from": "North", "to": "South", "minutes": chance.choice([0, 10, 25])}],
        "adults": [{"id": "Dad", "busy": [stretch(chance)] * chance.randrange(2)}],
        **sometimes(chance, 0.3, deadlines=[{"need": 50, "day": chance.choice(DAYS)}]),
    }
    if chance.random() < 0.3:
        problem["travel"].append({"from": "South", "to": "North", "minutes": 20})
    problem["advisers"] = [_adviser(chance, name, problem["schools"]) for name in ("Ada", "Ben")]
    problem["students"] = [_student(chance, name) for name in ("Sam", "Tia")]
    problem["interviews"] = []
    for number in range(interviews):
        problem["interviews"].append(_interview(chance, number, problem))
    return problem


def _school(chance: Random, name: str) -> dict[str, Any]:
    rooms = [
        {"id": f"{name} {number}", **sometimes(chance, 0.3, open=[stretch(chance, 120)])}
        for number in range(chance.choice([1, 1, 2]))
    ]
    return {"id": name, **sometimes(chance, 0.7, rooms=rooms)}


def _adviser(chance: Random, name: str, schools: list[dict[str, Any]]) -> dict[str, Any]:
    windows = []
    for _ in range(chance.choice([1, 2, 3, 4])):
        school = chance.choice(schools)
        window = stretch(chance, school=school["id"])
        if school.get("rooms"):
            window |= sometimes(chance, 0.2, room=school["rooms"][0]["id"])
        windows.append(window)
    return {
        "id": name,
        "windows": windows,
        **sometimes(chance, 0.3, cap=chance.choice([1, 2])),
        **sometimes(chance, 0.3, one_school_a_day=True),
        **sometimes(chance, 0.3, rest_minutes=chance.choice([5, 10, 20])),
        **sometimes(chance, 0.2, breaks=[{"from": "09:30", "to": "09:40"}]),
        **sometimes(chance, 0.2, booked=[stretch(chance, 20, school=chance.choice(schools)["id"])]),
    }


def _student(chance: Random, name: str) -> dict[str, Any]:
    lessons = [
        stretch(
            chance,
            **sometimes(chance, 0.8, subject=chance.choice(["Maths", "Art"])),
            **sometimes(chance, 0.3, protected=True),
            **sometimes(chance, 0.5, cost=chance.randrange(4)),
        )
        for _ in range(chance.randrange(4))
    ]
    return {
        "id": name,
        "school": chance.choice(["North", "South"]),
        "lessons": lessons,
        **sometimes(chance, 0.2, missed=["Art"]),
        **sometimes(chance, 0.2, away=[stretch(chance)]),
    }


def _interview(chance: Random, number: int, problem: dict[str, Any]) -> dict[str, Any]:
    before = [one for one in problem["interviews"] if one["id"] == f"I{number - 1}"]
    interview = {
        "id": f"I{number}",
        "student": chance.choice(["Sam", "Tia"]),
        "minutes": chance.choice([10, 20, 25, 30]),
        "need": chance.randrange(101),
        **sometimes(chance, 0.2, weight=chance.choice([1, 5])),
        **sometimes(chance, 0.2, not_before=DAYS[1]),
        **sometimes(chance, 0.2, deadline=chance.choice(DAYS[1:])),
        **sometimes(chance, 0.2, own_adviser=chance.choice(["Ada", "Ben"])),
        **sometimes(chance, 0.3, adult="Dad"),
    }
    if "own_adviser" not in interview:
        interview |= sometimes(chance, 0.2, advisers=[chance.choice(["Ada", "Ben"])])
    if before and chance.random() < 0.4:
        interview["student"] = before[0]["student"]
        interview["follows"] = before[0]["id"]
        interview["days_after"] = chance.choice([0, 1, 3])
    return interview


def ways(problem: dict[str, Any], asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Every way to hold one interview that is right as long as no other is held."""
    student = next(one for one in problem["students"] if one["id"] == asked["student"])
    school = next(one for one in problem["schools"] if one["id"] == student["school"])
    rooms = [room["id"] for room in school["rooms"]] if "rooms" in school else [None]
    alone = {
        **problem,
        "interviews": [{k: v for k, v in asked.items() if k not in ("follows", "days_after")}],
    }
    found = []
    starts = range(9 * 60, 12 * 60, problem["tick_minutes"])
    for adviser, day, since, room in product(problem["advisers"], DAYS, starts, rooms):
        one = {
            "interview": asked["id"],
            "student": student["id"],
            "adviser": adviser["id"],
            "school": school["id"],
            "room": room,
            "day": day,
            "from": clock(since),
            "to": clock(since + asked["minutes"]),
        }
        result = {"status": "feasible", "appointments": [one], "not_held": [], "bound": None}
        result["cost"] = cost(alone, result)
        if not check(alone, result):
            found.append(one)
    return found


def cheapest(problem: dict[str, Any], most: int = 20_000) -> int | None:
    """The cost of the best timetable, by trying all of them; None if there are too many.

    Of ways that differ only in cost or room, all are tried.
    """
    choices = [[None, *ways(problem, one)] for one in problem["interviews"]]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > most:
        return None
    best = None
    for chosen in product(*choices):
        result = as_result(problem, [one for one in chosen if one is not None])
        result["cost"] = cost(problem, result)
        if (best is None or result["cost"] < best) and not check(problem, result):
            best = result["cost"]
    return best


def as_result(problem: dict[str, Any], appointments: list[dict[str, Any]]) -> dict[str, Any]:
    held = {one["interview"] for one in appointments}
    return {
        "status": "feasible",
        "cost": None,
        "bound": None,
        "appointments": appointments,
        "not_held": [
            {"interview": one["id"], "reason": "-"}
            for one in problem["interviews"]
            if one["id"] not in held
        ],
    }


def best_repair(changed: dict[str, Any], before: dict[str, Any], first: str) -> tuple[int, int]:
    """The least weight lost and then the fewest moves, by trying every timetable.

    Those whose appointment is still right stay held, unless they follow one that is not; the
    others had none and have none.
    """
    own = {one["interview"]: one for one in before["appointments"]}
    found = {asked["id"]: ways(changed, asked) for asked in changed["interviews"]}
    stay = {name for name, kept in own.items() if any(_same_time(o, kept) for o in found[name])}
    may_lose = set(own) - stay
    for asked in changed["interviews"]:
        if asked.get("follows") in may_lose and asked["id"] in own:
            may_lose.add(asked["id"])
    choices = [
        [
            *(o for o in found[name] if o["day"] >= first or _same_time(o, own[name])),
            *([None] if name in may_lose else []),
        ]
        for name in own
    ]
    weights = {o["id"]: o.get("weight", max(1, o["need"])) for o in changed["interviews"]}
    best = None
    for chosen in product(*choices):
        held = [one for one in chosen if one is not None]
        names = {one["interview"] for one in held}
        moves = sum(
            one["interview"] in stay and not _same_time(one, own[one["interview"]]) for one in held
        )
        value = (sum(weights[name] for name in own if name not in names), moves)
        if best is None or value < best:
            result = as_result(changed, held)
            result["cost"] = cost(changed, result)
            if not check(changed, result):
                best = value
    assert best is not None
    return best


def _same_time(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one[name] == other[name] for name in ("adviser", "day", "from"))


def tight(seed: int) -> dict[str, Any]:
    """A problem with hardly more times than interviews, so that people are in the way."""
    chance = Random(seed)
    problem = made(seed, interviews=0)
    problem |= {"slack_minutes": 0, "start_every": 30}
    problem.pop("deadlines", None)
    problem["schools"] = [
        {"id": name, "rooms": [{"id": f"{name} 1"}, {"id": f"{name} 2"}]}
        for name in ("North", "South")
    ]
    problem["advisers"] = [
        {
            "id": name,
            "windows": [
                {"day": day, "school": school, "from": "09:00", "to": "10:00"}
                for day in chance.sample(DAYS, 2)
                for school in ("North", "South")
            ],
            **sometimes(chance, 0.5, one_school_a_day=True),
            **sometimes(chance, 0.3, cap=1),
        }
        for name in ("Ada", "Ben")
    ]
    problem["students"] = [{"id": name, "school": "North"} for name in ("Sam", "Tia", "Una")]
    problem["students"].append({"id": "Vic", "school": "South"})
    problem["interviews"] = [
        {
            "id": f"I{number}",
            "student": chance.choice(["Sam", "Tia", "Una", "Vic"]),
            "minutes": 30,
            "need": chance.randrange(1, 101),
            **sometimes(chance, 0.4, deadline=chance.choice(DAYS[:3])),
            **sometimes(chance, 0.3, adult="Dad"),
        }
        for number in range(4)
    ]
    for number in range(1, 4):
        if chance.random() < 0.3:
            before = problem["interviews"][number - 1]
            problem["interviews"][number] |= {
                "student": before["student"],
                "follows": before["id"],
                "days_after": chance.choice([1, 3]),
            }
    return problem
