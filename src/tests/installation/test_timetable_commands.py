"""The commands for timetables work on files alone and say in sentences what is wrong."""

import json
import os
import subprocess
import sys
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from tests.engines.timetable.one_school import DAYS, plain


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in the folder of the test; no database is allowed here."""
    monkeypatch.chdir(tmp_path)

    def command(name, *arguments):
        said = StringIO()
        try:
            call_command(name.replace("-", "_"), *arguments, stdout=said)
        except CommandError as error:
            return SimpleNamespace(
                returncode=error.returncode, stdout=said.getvalue(), stderr=str(error)
            )
        return SimpleNamespace(returncode=0, stdout=said.getvalue(), stderr="")

    return command


@pytest.fixture
def problem(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(plain()))
    return path


def test_a_timetable_is_made_checked_and_repaired(run, problem, tmp_path):
    made = run("timetable", "problem.json", "--out", "result.json")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("3 interviews have a time, 0 have none.")
    assert "No timetable costs less" in made.stdout
    checked = run("check-timetable", "problem.json", "result.json")
    assert (checked.returncode, checked.stderr) == (0, "")
    repaired = run(
        *("repair-timetable", "problem.json", "result.json", "--out", "new.json"),
        *("--lost", f"Ada:{DAYS[0]}:{DAYS[0]}", "--problem-out", "left.json"),
    )
    assert (repaired.returncode, repaired.stderr) == (0, "")
    assert "0 others moved" in repaired.stdout
    assert run("check-timetable", "left.json", "new.json").returncode == 0


def _refused(done):
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_malformed_problem_is_refused_with_paths(run, problem):
    changed = plain()
    changed["interviews"][1]["minutes"] = "half an hour"
    problem.write_text(json.dumps(changed))
    said = _refused(run("timetable", "problem.json", "--out", "result.json"))
    assert "interviews[1].minutes: should be a whole number" in said


def test_what_cannot_be_held_is_refused_with_the_requirements_that_conflict(run, problem, tmp_path):
    changed = plain()
    changed["interviews"][0] |= {"required": True, "advisers": ["Ada"]}
    changed["advisers"][0]["windows"] = []
    problem.write_text(json.dumps(changed))
    said = _refused(run("timetable", "problem.json", "--out", "result.json"))
    assert "The fewest requirements that conflict" in said
    assert "interviews[0].advisers: I1 must be held by one of: Ada." in said
    assert json.loads((tmp_path / "result.json").read_text())["status"] == "infeasible"


def test_a_result_that_is_wrong_is_told_what_is(run, problem, tmp_path):
    run("timetable", "problem.json", "--out", "result.json")
    result = json.loads((tmp_path / "result.json").read_text())
    result["appointments"][0]["room"] = "R9"
    (tmp_path / "result.json").write_text(json.dumps(result))
    assert "North has no room R9." in _refused(
        run("check-timetable", "problem.json", "result.json")
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("timetable", "none.json", "--out", "result.json"),
        ("timetable", "problem.json", "--out", "no/such/folder.json"),
        ("check-timetable", "problem.json", "problem.json"),
        ("repair-timetable", "problem.json", "problem.json", "--lost", "Ada", "--out", "new.json"),
    ],
)
def test_what_cannot_be_read_or_written_is_said_in_a_sentence(run, problem, arguments):
    assert _refused(run(*arguments)).endswith(".")


def test_a_new_process_without_any_installation_ends_with_a_sentence_and_1(problem, tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from fingerpost.cli import main; main()"),
            *("check-timetable", "problem.json", "none.json"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "FINGERPOST_HOME": str(tmp_path / "home")},
    )
    assert "none.json cannot be read" in _refused(done)
