"""Instances in the formats of two-sided matching and student-project allocation."""

from pathlib import Path

import pytest

from fingerpost.engines.allocation import BadProblem, allocate, check, read_problem
from fingerpost.engines.allocation.readers import READERS, hr_text, load, spa_folder

SHARED = Path(__file__).parents[5] / "shared/data/allocation/spa_synthetic"


def test_a_folder_of_students_and_projects_is_read(tmp_path):
    (tmp_path / "students.csv").write_text("name,rank,0,1,2\nAda,1,P1,P1,P9\nBen,2,P1,P2,\n")
    (tmp_path / "projects.csv").write_text("code,capacity,supervisor\nP1,2,S\nP2,1,T\n")
    (tmp_path / "supervisors.csv").write_text("name,capacity\nS,1\nT,4\n")
    data = spa_folder(tmp_path)
    assert [one["preferences"] for one in data["students"]] == [["P1"], ["P1", "P2"]]
    assert [one["capacity"] for one in data["sessions"]] == [1, 1]
    problem = read_problem(data)
    assert allocate(problem).places == ((0, 0), (1, 1))


def test_the_published_instance_is_shared_out_with_proof():
    if not SHARED.is_dir():
        pytest.skip("the published instance is not here")
    data = spa_folder(SHARED)
    problem = read_problem(data)
    result = allocate(problem)
    assert result.is_proven
    assert check(data, result.to_json(problem)) == []
    assert len(problem.students) == 100


def test_hospitals_and_residents_are_read(tmp_path):
    path = tmp_path / "instance.txt"
    path.write_text("3 2\n1: 1 2\n2: 1\n3: 1 2\n1: 1: 3 1 2\n2: 2: 1\n")
    data = hr_text(path)
    assert data["students"][2]["preferences"] == ["h1"]
    problem = read_problem(data)
    stable = allocate(problem, "deferred_acceptance")
    assert stable.places == ((0, 1), (2, 0))


@pytest.mark.parametrize("text", ["", "three two", "2 2\n1: 1\n", "1 1\n1: 1\n1\n"])
def test_what_is_no_instance_is_refused(tmp_path, text):
    path = tmp_path / "instance.txt"
    path.write_text(text)
    with pytest.raises(BadProblem):
        hr_text(path)


def test_files_that_cannot_be_read_are_refused(tmp_path):
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "latin.json").write_bytes(b"\xff\xfe\xfa")
    for name in ("broken.json", "latin.json", "missing.json"):
        with pytest.raises(BadProblem):
            load(tmp_path / name)
    assert set(READERS) == {"json", "spa-folder", "hr-text"}
