"""The `measures` command."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import people


def _said(*arguments):
    out = StringIO()
    call_command("measures", *arguments, stdout=out)
    return out.getvalue()


def test_the_list_as_json_tells_meaning_source_and_dates():
    found = json.loads(_said("list", "--format", "json"))
    assert len(found) >= 25
    assert all(one["meaning"] and one["source"] and one["valid_from"] for one in found)


def test_show_explains_one_measure():
    assert "source: " in _said("show", "interviewed_ever")


def test_compute_splits_by_a_characteristic_as_csv(school):
    people.student(school, year_group=9)
    people.student(school, year_group=10)
    lines = _said("compute", "interviewed_ever", "--school", school.urn, "--by", "year_group")
    rows = lines.strip().splitlines()
    assert rows[0].startswith("measure,as_of,group,counted,of")
    assert [row.split(",")[2:5] for row in rows[1:]] == [
        ["Year 9", "0", "1"],
        ["Year 10", "0", "1"],
    ]


def test_compute_gives_json(school):
    people.student(school)
    [row] = json.loads(
        _said("compute", "interviewed_ever", "--school", school.urn, "--format", "json")
    )
    assert (row["counted"], row["of"], row["share"]) == (0, 1, 0.0)


@pytest.mark.parametrize(
    "arguments", [("show", "nothing"), ("compute", "interviewed_ever", "--school", "000000")]
)
def test_what_is_not_there_is_said_in_a_sentence(db, arguments):
    with pytest.raises(CommandError, match="There is no"):
        _said(*arguments)
