"""The compiled facts, kept in a file for processes to come."""

import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.measures.facts import facts_for
from fingerpost.measures.plan import facts_plan
from fingerpost.measures.vocabulary import vocabulary
from fingerpost.measures.working_out import renewed

WORDS = vocabulary(dt.date(2026, 11, 2))


@pytest.fixture(autouse=True)
def _nothing_remembered():
    facts_plan.cache_clear()
    yield
    facts_plan.cache_clear()


def test_the_plan_has_a_column_for_every_fact():
    assert facts_plan(WORDS).schema.names == [fact.name for fact in facts_for(WORDS)]


def test_a_kept_plan_is_the_compiled_one(tmp_path):
    compiled = facts_plan(WORDS, tmp_path)
    facts_plan.cache_clear()
    [file] = tmp_path.iterdir()
    before = file.stat().st_mtime_ns
    assert facts_plan(WORDS, tmp_path) == compiled == facts_plan(WORDS)
    assert file.stat().st_mtime_ns == before


def test_other_words_have_a_plan_of_their_own(tmp_path):
    facts_plan(WORDS, tmp_path)
    facts_plan(replace(WORDS, sectors=WORDS.sectors[1:]), tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("content", ["", "{}", "[1, 2]", '[[["a", "b"]], [["x", "no such kind"]]]'])
def test_a_file_that_cannot_be_read_is_written_anew(tmp_path, content):
    plan = facts_plan(WORDS, tmp_path)
    [file] = tmp_path.iterdir()
    file.write_text(content)
    facts_plan.cache_clear()
    assert facts_plan(WORDS, tmp_path) == plan
    facts_plan.cache_clear()
    assert len(file.read_text()) > 1000


def test_what_another_version_compiled_is_deleted_when_this_one_writes(tmp_path):
    for name in ("facts-0123456789abcdef01234567.json", "facts-0123456789abcdef-0.77.new"):
        (tmp_path / name).write_text("[]")
    (tmp_path / "not ours.json").write_text("[]")
    facts_plan(WORDS, tmp_path)
    left = sorted(file.name for file in tmp_path.iterdir())
    assert len(left) == 2
    assert "not ours.json" in left
    assert not any("0123456789abcdef" in name for name in left)


def test_of_this_version_only_the_newest_are_kept(tmp_path):
    facts_plan(WORDS, tmp_path)
    [first] = tmp_path.iterdir()
    os.utime(first, (2_000_000_000, 2_000_000_000))
    for number in range(30):
        old = tmp_path / f"{first.name.rpartition('-')[0]}-{number}.json"
        old.write_text("[]")
        os.utime(old, (number, number))
    facts_plan(replace(WORDS, sectors=WORDS.sectors[1:]), tmp_path)
    left = {file.name for file in tmp_path.iterdir()}
    assert len(left) == 16
    assert first.name in left
    assert f"{first.name.rpartition('-')[0]}-0.json" not in left


def test_processes_that_write_and_tidy_at_once_lose_nothing(tmp_path):
    program = (
        "import datetime, pathlib\n"
        "from fingerpost.measures.plan import facts_plan\n"
        "from fingerpost.measures.vocabulary import vocabulary\n"
        f"facts_plan(vocabulary(datetime.date(2026, 11, 2)), pathlib.Path({str(tmp_path)!r}))\n"
    )
    for number in range(200):
        (tmp_path / f"facts-old-{number}.json").write_text("[]")
    together = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
    assert [process.wait() for process in together] == [0, 0, 0]
    assert len(list(tmp_path.iterdir())) == 1
    assert facts_plan(WORDS, tmp_path) == facts_plan(WORDS)


def test_a_folder_that_cannot_be_written_to_does_no_harm(tmp_path):
    (tmp_path / "file").write_text("")
    assert facts_plan(WORDS, tmp_path / "file") == facts_plan(WORDS)


def test_a_process_that_finds_the_plan_imports_no_compiler(tmp_path):
    facts_plan(WORDS, tmp_path)
    program = (
        "import datetime, pathlib, sys\n"
        "from fingerpost.measures import working_out\n"
        "from fingerpost.measures.plan import facts_plan\n"
        "from fingerpost.measures.vocabulary import vocabulary\n"
        f"facts_plan(vocabulary(datetime.date(2026, 11, 2)), pathlib.Path({str(tmp_path)!r}))\n"
        "print([name for name in ('ibis', 'sqlglot') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@settings(deadline=None)
@given(
    before=st.dictionaries(st.integers(1, 30), st.integers(0, 9)),
    changes=st.dictionaries(st.integers(1, 30), st.none() | st.integers(10, 19)),
)
def test_renewed_facts_are_those_of_a_plain_replacement(before, changes):
    schema = pa.schema([("student_id", pa.int64()), ("number", pa.int64())])

    def table(rows):
        return pa.table(
            {"student_id": sorted(rows), "number": [rows[one] for one in sorted(rows)]}, schema
        )

    new = {one: number for one, number in changes.items() if number is not None}
    kept = {one: number for one, number in before.items() if one not in changes}
    assert renewed(table(before), list(changes), table(new)) == table(kept | new)
