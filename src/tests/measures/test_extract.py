"""An extract is checked before anything is worked out from it."""

import dataclasses

import pyarrow as pa
import pytest

from fingerpost.measures.extract import ExtractError
from tests.measures.builder import Made, empty_extract


@pytest.fixture
def extract():
    made = Made()
    made.student().had("assembly")
    made.student()
    return made.extract()


def test_an_empty_extract_is_sound():
    empty_extract().validate()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda roll: roll.drop(["sex"]), "roll: the column sex is missing"),
        (lambda roll: roll.append_column("name", pa.array(["a", "b"])), "name does not belong"),
        (lambda roll: roll.select(roll.column_names[::-1]), "not in the right order"),
        (lambda roll: pa.concat_tables([roll, roll]), "the same student_id is there twice"),
    ],
)
def test_a_wrong_table_is_refused_with_what_is_wrong(extract, change, words):
    wrong = dataclasses.replace(extract, roll=change(extract.roll))
    with pytest.raises(ExtractError, match=words):
        wrong.validate()


def test_a_column_of_the_wrong_kind_is_refused(extract):
    at = extract.roll.column_names.index("year_group")
    wrong = extract.roll.set_column(at, "year_group", extract.roll["year_group"].cast(pa.int64()))
    with pytest.raises(ExtractError, match="year_group is int64 and must be int16"):
        dataclasses.replace(extract, roll=wrong).validate()


def test_a_student_without_a_year_group_is_refused(extract):
    at = extract.roll.column_names.index("year_group")
    wrong = extract.roll.set_column(at, "year_group", pa.array([9, None], pa.int16()))
    with pytest.raises(ExtractError, match="year_group is empty"):
        dataclasses.replace(extract, roll=wrong).validate()
