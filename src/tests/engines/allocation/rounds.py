"""Made-up rounds of places."""

import random


def one_round(**fields):
    """Four students for two sessions of one and two seats."""
    return {
        "students": [
            {"id": "Ada", "need": 90, "preferences": ["mill", "lab"]},
            {"id": "Ben", "need": 60, "preferences": ["mill", "lab"]},
            {"id": "Cem", "need": 40, "preferences": ["mill", "lab"]},
            {"id": "Dot", "need": 10, "preferences": ["mill"]},
        ],
        "sessions": [{"id": "mill", "capacity": 1}, {"id": "lab", "capacity": 2}],
        "criteria": [{"name": "need", "weight": 1, "level": 1}],
        "seed": 1,
        **fields,
    }


def large_round(students=120, sessions=8, seed=3, **fields):
    """A round with demand for more places than there are, and several features."""
    rng = random.Random(seed)
    names = [f"a{n}" for n in range(sessions)]
    return {
        "students": [
            {
                "id": f"s{n}",
                "need": rng.choice([0, 20, 40, 60, 80, 100]),
                "places": rng.choice([1, 1, 2]),
                "missed_before": rng.choice([0, 0, 1, 2]),
                "groups": rng.sample(["g", "h"], rng.randint(0, 1)),
                "preferences": rng.sample(names, rng.randint(1, 5)),
            }
            for n in range(students)
        ],
        "sessions": [
            {
                "id": name,
                "capacity": rng.randint(5, 15),
                "slot": rng.choice(["", "am", "pm"]),
                "reserved": {"g": 2} if rng.random() < 0.5 else {},
            }
            for name in names
        ],
        "criteria": [
            {"name": "need", "weight": 2, "level": 1},
            {"name": "missed_before", "weight": 1, "level": 1},
            {"name": "preference", "weight": 1, "level": 2},
        ],
        "seed": seed,
        **fields,
    }
