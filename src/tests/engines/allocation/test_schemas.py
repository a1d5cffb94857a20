"""The schemas say what is read and what is written."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fingerpost.engines.allocation import MODES, BadProblem, allocate, read_problem
from tests.engines.allocation.rounds import large_round, one_round

FOLDER = Path(__file__).parents[4] / "docs/reference"


def schema(name):
    return Draft202012Validator(json.loads((FOLDER / f"allocation-{name}.schema.json").read_text()))


ROUNDS = [
    one_round(),
    large_round(),
    one_round(
        together=[["Ada", "Ben"]],
        fixed=[{"student": "Dot", "session": "mill"}],
        arrived=["Cem"],
        conflicts=[["mill", "lab"]],
    ),
]


@pytest.mark.parametrize("data", ROUNDS)
@pytest.mark.parametrize("mode", MODES)
def test_what_is_read_and_written_fits_the_schemas(data, mode):
    schema("problem").validate(data)
    problem = read_problem(data)
    schema("result").validate(json.loads(json.dumps(allocate(problem, mode).to_json(problem))))


def test_the_example_of_the_reference_page_is_read():
    page = (FOLDER / "allocation.md").read_text()
    block = page.split("## The problem")[1].split("**What a place earns")[0]
    data = json.loads(block)
    schema("problem").validate(data)
    assert allocate(read_problem(data)).is_proven


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"criteria": []},
        {"students": [{"need": 5}]},
        {"students": [{"id": "A", "need": 101}]},
        {"sessions": [{"id": "A", "capacity": -1}]},
        {"fixed": [{"student": "Ada"}]},
    ],
)
def test_schema_and_reader_refuse_the_same(change):
    data = one_round(**change)
    assert not schema("problem").is_valid(data)
    with pytest.raises(BadProblem):
        read_problem(data)
