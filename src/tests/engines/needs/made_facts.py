"""Made facts for tests: no student here is real."""

from datetime import date

import numpy as np

from fingerpost.rules import FACTS

WORDS = {
    "sex": ["F", "M", "U"],
    "sen_provision": ["N", "K", "E"],
    "intended_route": ["university", "apprenticeship", "school_sixth_form"],
    "ethnicity": ["WBRI", "AIND"],
    "tutor_group": ["A", "B"],
}
NEVER_NULL = {"student_id", "school_id", "year_group"}
DEFAULTS = {"int": 0, "float": 0.0, "bool": False, "str": None, "date": date(2012, 5, 4)}


def stage_of(year: int) -> str:
    return "years_7_9" if year <= 9 else "years_10_11" if year <= 11 else "years_12_13"


def point_of(year: int) -> str | None:
    return {
        8: "options",
        9: "options",
        10: "post_16",
        11: "post_16",
        12: "post_18",
        13: "post_18",
    }.get(year)


def made_row(student_id: int = 1, year_group: int = 11, **facts) -> dict:
    """One student with every fact; those not given have nothing recorded."""
    row = {name: DEFAULTS[kind] for name, kind in FACTS.items()}
    row |= {
        "student_id": student_id,
        "year_group": year_group,
        "stage": stage_of(year_group),
        "decision_point": point_of(year_group),
        "attendance": 96.0,
        "days_since_interview": None,
        "days_since_encounter": None,
        "intention_sure": None,
        "days_to_closing": None,
        "sen_provision": "N",
    }
    unknown = set(facts) - set(row)
    assert not unknown, unknown
    return row | facts


def columns_of(rows: list[dict]) -> dict[str, np.ndarray]:
    """Rows as the mapping of numpy arrays that the engine takes, None kept as None."""
    names = rows[0] if rows else FACTS
    found = {}
    for name in names:
        values = [row[name] for row in rows]
        array = np.empty(len(values), object)
        array[:] = values
        found[name] = array
    return found


def made_columns(size: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Every fact for many made students, as masked arrays, numbers small as in a school."""
    rng = np.random.default_rng(seed)
    years = rng.integers(7, 14, size)
    found: dict[str, np.ndarray] = {}
    for name, kind in FACTS.items():
        if kind == "int":
            values = np.maximum(rng.integers(-2, 6, size), 0)
        elif kind == "float":
            values = np.round(rng.uniform(0, 8, size), 1)
        elif kind == "bool":
            values = rng.random(size) < 0.3
        elif kind == "date":
            values = np.full(size, np.datetime64("2012-05-04", "D"))
        else:
            values = rng.choice(np.array(WORDS.get(name, ["x", "y"]), object), size)
        found[name] = np.ma.masked_array(values, mask=rng.random(size) < 0.05)
    found["attendance"] = np.round(rng.uniform(60, 100, size), 1)
    found["attendance"][rng.random(size) < 0.1] = np.nan
    found["days_since_interview"] = np.ma.masked_array(
        rng.integers(0, 400, size), mask=rng.random(size) < 0.5
    )
    found["student_id"] = np.arange(1000, 1000 + size)
    found["school_id"] = np.ones(size, np.int64)
    found["year_group"] = years.astype(np.int16)
    found["stage"] = np.array([stage_of(int(y)) for y in years], object)
    found["decision_point"] = np.array([point_of(int(y)) for y in years], object)
    return found


def rows_of(columns: dict[str, np.ndarray]) -> list[dict]:
    """The same facts as one plain row per student, read without the engine."""
    plain = {}
    for name, array in columns.items():
        values = array.tolist()
        plain[name] = [None if value != value else value for value in values]
    return [dict(zip(plain, row, strict=True)) for row in zip(*plain.values(), strict=True)]
