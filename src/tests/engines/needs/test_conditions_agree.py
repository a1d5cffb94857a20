"""One meaning of conditions: numpy masks and database expressions say the same."""

from datetime import date

import ibis
import pyarrow

from fingerpost.engines.needs.columns import Columns
from fingerpost.engines.needs.masks import Masks
from fingerpost.measures.conditions import holds
from fingerpost.rules import Condition

TABLE = pyarrow.table(
    {
        "student_id": pyarrow.array(range(1, 8), pyarrow.int64()),
        "interviews_ever": pyarrow.array([0, 1, 2, 3, None, 1, 0], pyarrow.int64()),
        "attendance": pyarrow.array([84.9, 85.0, 90.0, None, 99.5, 0.0, 85.0], pyarrow.float64()),
        "undecided": pyarrow.array([True, False, None, True, False, True, None], pyarrow.bool_()),
        "stage": pyarrow.array(
            ["years_7_9", None, "years_10_11", "years_12_13", "years_7_9", None, "years_10_11"]
        ),
        "joined_on": pyarrow.array(
            [date(2026, 9, 1), None, date(2025, 9, 1), *[date(2024, 1, 5)] * 4], pyarrow.date32()
        ),
    }
)
VALUES = {
    "interviews_ever": [0, 1, 2],
    "attendance": [85, 85.0, 90.0],
    "undecided": [True, False],
    "stage": ["years_7_9", "years_12_13"],
    "joined_on": [date(2025, 9, 1), date(2026, 9, 1)],
}
ORDERED = ("under", "at_most", "over", "at_least")


def every_condition():
    for fact, values in VALUES.items():
        yield from (Condition(fact, "missing", missing) for missing in (True, False))
        yield Condition(fact, "in", tuple(values))
        yield Condition(fact, "in", (values[0],))
        for value in values:
            yield Condition(fact, "is", value)
            yield Condition(fact, "is_not", value)
        if fact not in ("undecided", "stage"):
            yield Condition(fact, "between", (values[0], values[-1]))
            yield from (Condition(fact, op, value) for op in ORDERED for value in values)


def test_numpy_and_the_database_agree_on_every_comparison_and_on_what_is_unknown():
    conditions = list(every_condition())
    masks = Masks(Columns(TABLE))
    table = ibis.memtable(TABLE)
    named = {f"c{n}": holds(table, condition) for n, condition in enumerate(conditions)}
    asked = table.select("student_id", **named).order_by("student_id").to_pyarrow()
    for n, condition in enumerate(conditions):
        assert asked[f"c{n}"].to_pylist() == masks.of(condition).tolist(), condition
