"""A malformed or contradictory problem is refused, with the path and a sentence for each fault."""

import json

import jsonschema
import pytest

from fingerpost.engines.timetable import BadProblem, Refused, read_problem, timetable
from fingerpost.engines.timetable.form import problem_schema, result_schema
from fingerpost.engines.timetable.reading import load, read_result
from tests.engines.timetable.made_problems import made
from tests.engines.timetable.one_school import DAYS, plain

PROBLEM_SCHEMA = jsonschema.Draft202012Validator(problem_schema())
RESULT_SCHEMA = jsonschema.Draft202012Validator(result_schema())


def faults(problem):
    with pytest.raises(BadProblem) as refused:
        read_problem(problem)
    return {fault.path: fault.sentence for fault in refused.value.faults}


def at(problem, path, value):
    """Put a value at a path such as interviews.0.need."""
    *way, last = path.split(".")
    for step in way:
        problem = problem[int(step) if step.isdigit() else step]
    problem[int(last) if last.isdigit() else last] = value


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("days", [], "days"),
        ("days.0", "5 October", "days[0]"),
        ("days.0", "2026-W41-1", "days[0]"),
        ("tick_minutes", 0, "tick_minutes"),
        ("tick_minutes", True, "tick_minutes"),
        ("interviews.0.need", 101, "interviews[0].need"),
        ("interviews.0.minutes", "30", "interviews[0].minutes"),
        ("interviews.0.id", "", "interviews[0].id"),
        ("interviews.1.requird", True, "interviews[1].requird"),
        ("interviews", {}, "interviews"),
        ("interviews.0", 7, "interviews[0]"),
        ("advisers.0.windows.0.from", "9:00", "advisers[0].windows[0].from"),
        ("advisers.0.windows.0.day", DAYS[0], "advisers[0].windows[0]"),
        ("advisers.0.one_school_a_day", "yes", "advisers[0].one_school_a_day"),
        ("schools.0.rooms.0.open", [{"from": "09:00"}], "schools[0].rooms[0].open[0].to"),
    ],
)
def test_what_is_malformed_is_named_and_the_schema_refuses_it_too(path, value, where):
    problem = plain()
    at(problem, path, value)
    assert where in faults(problem)
    if value not in ("2026-W41-1",):
        assert not PROBLEM_SCHEMA.is_valid(problem)


@pytest.mark.parametrize(
    ("path", "value", "where", "says"),
    [
        ("days", DAYS[::-1], "days", "in order"),
        ("days", ["2026-01-01", "2027-12-31"], "days", "400 days"),
        ("tick_minutes", 7, "tick_minutes", "equal steps"),
        ("start_every", 25, "start_every", "multiple"),
        ("advisers.1.id", "Ada", "advisers", "only once"),
        ("advisers.0.windows.0.school", "East", "advisers[0].windows[0].school", "no school"),
        ("advisers.0.windows.0.room", "R7", "advisers[0].windows[0].room", "no room at North"),
        ("advisers.0.windows.0.to", "08:00", "advisers[0].windows[0]", "end after it begins"),
        ("travel.0.to", "North", "travel[0]", "between two schools"),
        ("students.0.school", "East", "students[0].school", "no school East"),
        ("interviews.0.student", "Zed", "interviews[0].student", "no student Zed"),
        ("interviews.0.adult", "Mum", "interviews[0].adult", "no adult Mum"),
        ("interviews.0.days_after", 3, "interviews[0].days_after", "needs follows"),
        ("interviews.0.follows", "I9", "interviews[0].follows", "no interview I9"),
        ("interviews.0.follows", "I2", "interviews[0].follows", "another student"),
        ("interviews.0.follows", "I1", "interviews[0].follows", "circle"),
        (
            "interviews.0.fixed",
            {"adviser": "Cy", "day": DAYS[0], "from": "09:00"},
            "interviews[0].fixed.adviser",
            "no adviser Cy",
        ),
        (
            "interviews.0.fixed",
            {"adviser": "Ada", "day": "2026-10-09", "from": "09:05"},
            "interviews[0].fixed.day",
            "not one of the days",
        ),
    ],
)
def test_what_contradicts_itself_is_named(path, value, where, says):
    problem = plain()
    at(problem, path, value)
    assert says in faults(problem)[where]


def test_a_deadline_before_the_first_day_allowed_contradicts_it():
    problem = plain()
    problem["interviews"][0] |= {"not_before": DAYS[2], "deadline": DAYS[0]}
    assert "is before not_before" in faults(problem)["interviews[0].deadline"]


def test_the_own_adviser_is_among_those_allowed():
    problem = plain()
    problem["interviews"][0] |= {"own_adviser": "Ada", "advisers": ["Ben"]}
    assert "interviews[0].own_adviser" in faults(problem)


def test_every_fault_is_told_at_once():
    problem = plain()
    problem["interviews"][0]["need"] = -1
    problem["interviews"][2]["minutes"] = 0
    del problem["students"]
    assert {"interviews[0].need", "interviews[2].minutes", "students"} <= set(faults(problem))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_read_and_written_is_as_the_schemas_have_it(seed):
    problem = made(seed)
    problem["interviews"][0]["required"] = True
    PROBLEM_SCHEMA.validate(problem)
    result = json.loads(json.dumps(timetable(read_problem(problem), 5).as_json()))
    RESULT_SCHEMA.validate(result)
    read_result(result)


def test_a_file_that_is_not_json_is_refused(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text("{")
    with pytest.raises(Refused, match="is not JSON"):
        load(path)
    with pytest.raises(Refused, match="cannot be read"):
        load(tmp_path / "none.json")
