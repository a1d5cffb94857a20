from datetime import date

import pytest

from fingerpost.rules.conditions import Condition, ConditionError, parse


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"fact": "interviews_ever", "under": 1}, Condition("interviews_ever", "under", 1)),
        ({"fact": "stage", "is": "years_7_9"}, Condition("stage", "is", "years_7_9")),
        ({"fact": "undecided", "is_not": True}, Condition("undecided", "is_not", True)),
        ({"fact": "year_group", "in": [8, 9]}, Condition("year_group", "in", (8, 9))),
        ({"fact": "attendance", "at_most": 90}, Condition("attendance", "at_most", 90)),
        ({"fact": "attendance", "between": [85, 90]}, Condition("attendance", "between", (85, 90))),
        ({"fact": "intention_sure", "missing": True}, Condition("intention_sure", "missing", True)),
        (
            {"fact": "joined_on", "over": date(2026, 9, 1)},
            Condition("joined_on", "over", date(2026, 9, 1)),
        ),
    ],
)
def test_a_condition_is_read(raw, expected):
    assert parse(raw) == expected


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("interviews_ever", "must be a table"),
        ({"under": 1}, "does not name its fact"),
        ({"fact": "interviews", "under": 1}, 'no fact called "interviews"'),
        ({"fact": "interviews_ever"}, "exactly one comparison"),
        ({"fact": "interviews_ever", "under": 3, "over": 1}, "exactly one comparison"),
        ({"fact": "interviews_ever", "below": 1}, '"below" is not a comparison'),
        ({"fact": "interviews_ever", "under": "1"}, "of kind int"),
        ({"fact": "interviews_ever", "under": True}, "of kind int"),
        ({"fact": "undecided", "is": 1}, "of kind bool"),
        ({"fact": "undecided", "under": True}, "has no order"),
        ({"fact": "stage", "over": "years_7_9"}, "has no order"),
        ({"fact": "stage", "is": "year_7"}, 'not a value of "stage"'),
        ({"fact": "stage", "in": ["years_7_9", "x"]}, 'not a value of "stage"'),
        ({"fact": "year_group", "in": []}, "list of values"),
        ({"fact": "year_group", "in": 9}, "list of values"),
        ({"fact": "year_group", "between": [9, 8]}, "lowest and the highest"),
        ({"fact": "year_group", "between": [8, 9, 10]}, "lowest and the highest"),
        ({"fact": "attendance", "missing": "yes"}, "true or false"),
    ],
)
def test_a_condition_that_cannot_be_read_says_why(raw, message):
    with pytest.raises(ConditionError, match=message):
        parse(raw)
