"""`fingerpost allocate` and `fingerpost check-allocation`."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.engines.allocation.rounds import one_round


@pytest.fixture
def problem(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(one_round()))
    return path


def test_a_file_is_shared_out_and_checked(problem, tmp_path, capsys):
    result = tmp_path / "result.json"
    call_command("allocate", problem, out=result)
    assert "this is proven" in capsys.readouterr().out
    call_command("check_allocation", problem, result)
    assert "its proof holds" in capsys.readouterr().out


def test_another_mode_says_what_it_is(problem, tmp_path, capsys):
    result = tmp_path / "result.json"
    call_command("allocate", problem, out=result, mode="first_come")
    assert json.loads(result.read_text())["method"] == "first come, first served"
    assert "proven" not in capsys.readouterr().out


def test_a_result_that_was_changed_is_refused(problem, tmp_path):
    result = tmp_path / "result.json"
    call_command("allocate", problem, out=result)
    told = json.loads(result.read_text())
    told["places"].pop()
    result.write_text(json.dumps(told))
    with pytest.raises(CommandError, match="without a place is wrong"):
        call_command("check_allocation", problem, result)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"students": 1, "sessions": []}'])
def test_a_malformed_problem_is_refused_and_nothing_written(tmp_path, text):
    path, result = tmp_path / "problem.json", tmp_path / "result.json"
    path.write_text(text)
    with pytest.raises(CommandError) as refusal:
        call_command("allocate", path, out=result)
    assert refusal.value.returncode == 1
    assert not result.exists()


def test_an_impossible_round_names_what_conflicts(tmp_path):
    path, result = tmp_path / "problem.json", tmp_path / "result.json"
    data = one_round(fixed=[{"student": "Ada", "session": "gym"}])
    data["sessions"].append({"id": "gym", "capacity": 5, "minimum": 3})
    path.write_text(json.dumps(data))
    with pytest.raises(CommandError, match="“gym” must run"):
        call_command("allocate", path, out=result)
    assert json.loads(result.read_text())["status"] == "infeasible"
