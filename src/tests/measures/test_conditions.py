"""Conditions mean the same in the measures as in the needs engine."""

from datetime import date

import ibis
import numpy as np
import pyarrow as pa
import pytest

from fingerpost.engines.needs.columns import Columns
from fingerpost.engines.needs.masks import Masks
from fingerpost.measures.conditions import all_hold, holds
from fingerpost.rules import Condition

FACTS = pa.table(
    {
        "student_id": pa.array([1, 2, 3, 4, 5], pa.int64()),
        "interviews_ever": pa.array([0, 1, 2, 3, None], pa.int64()),
        "attendance": pa.array([80.0, 95.5, None, 100.0, 0.0]),
        "pupil_premium": pa.array([True, False, None, True, False]),
        "stage": pa.array(["years_7_9", None, "years_10_11", "years_12_13", "years_7_9"]),
        "born_on": pa.array([date(2010, 1, 1), None, date(2012, 2, 29), date(2009, 9, 1), None]),
    }
)
CASES = [
    ("interviews_ever", "under", 1, [1]),
    ("interviews_ever", "at_most", 1, [1, 2]),
    ("interviews_ever", "over", 1, [3, 4]),
    ("interviews_ever", "at_least", 1, [2, 3, 4]),
    ("interviews_ever", "between", (1, 2), [2, 3]),
    ("interviews_ever", "in", (0, 3), [1, 4]),
    ("interviews_ever", "is", 2, [3]),
    ("interviews_ever", "is_not", 2, [1, 2, 4]),
    ("interviews_ever", "missing", True, [5]),
    ("interviews_ever", "missing", False, [1, 2, 3, 4]),
    ("attendance", "under", 90, [1, 5]),
    ("attendance", "is_not", 80.0, [2, 4, 5]),
    ("pupil_premium", "is", True, [1, 4]),
    ("pupil_premium", "is", False, [2, 5]),
    ("pupil_premium", "is_not", True, [2, 5]),
    ("pupil_premium", "missing", True, [3]),
    ("stage", "is", "years_7_9", [1, 5]),
    ("stage", "is_not", "years_7_9", [3, 4]),
    ("stage", "in", ("years_10_11", "years_12_13"), [3, 4]),
    ("stage", "missing", True, [2]),
    ("born_on", "under", date(2010, 1, 1), [4]),
    ("born_on", "between", (date(2010, 1, 1), date(2012, 2, 29)), [1, 3]),
]


def _students(expression):
    connection = ibis.duckdb.connect()
    t = connection.create_table("facts", FACTS)
    found = t.filter(expression(t)).order_by("student_id").student_id
    return connection.to_pyarrow(found).to_pylist()


@pytest.mark.parametrize(("fact", "op", "value", "expected"), CASES)
def test_a_condition_holds_for_the_same_students_in_both_translations(fact, op, value, expected):
    condition = Condition(fact, op, value)
    assert _students(lambda t: holds(t, condition)) == expected
    mask = Masks(Columns(FACTS)).of(condition)
    assert np.flatnonzero(mask).tolist() == [one - 1 for one in expected]


def test_no_conditions_hold_for_everybody_and_several_must_all_hold():
    assert _students(lambda t: all_hold(t, ())) == [1, 2, 3, 4, 5]
    both = (Condition("interviews_ever", "at_least", 1), Condition("pupil_premium", "is", True))
    assert _students(lambda t: all_hold(t, both)) == [4]


def test_a_condition_that_is_not_met_is_false_and_never_unknown():
    condition = Condition("interviews_ever", "under", 1)
    assert _students(lambda t: ~holds(t, condition)) == [2, 3, 4, 5]
