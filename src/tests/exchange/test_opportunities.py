"""A list of what is near by: good lines are kept, bad ones are told with their line."""

import datetime as dt

import pytest

from fingerpost.exchange.opportunities import read, words_of
from fingerpost.exchange.roll import UnreadableFile

ROUTES = {"apprenticeship": "Apprenticeship", "university": "University"}
SECTORS = {"digital": "Computers and data", "hair_and_beauty": "Hair and beauty"}
HEAD = "Provider,Title,Route,Level,Sectors,Postcode,Miles,GCSEs,Grade,Subjects,Open day,Link\n"


def of(text):
    return read(text.encode(), words_of(ROUTES, SECTORS))


def test_a_line_is_read_with_names_or_labels():
    found = of(
        HEAD + "Mill Works,Maker,apprenticeship,3,Computers and data;hair_and_beauty,LS1 4AP,2.5,"
        "5,4,English;maths,12/03/2027,https://example.org\n"
    )
    assert not found.problems
    [row] = found.rows
    assert (row.route, row.level, row.miles) == ("apprenticeship", 3, 2.5)
    assert row.sectors == ("digital", "hair_and_beauty")
    assert row.subjects == ("English", "maths")
    assert row.open_day == dt.date(2027, 3, 12)


def test_bad_lines_are_told_and_good_ones_kept():
    found = of(
        HEAD
        + "A,One,Apprenticeship,,,,,,,,,\n"
        + "B,Two,Flying,,,,,,,,,\n"
        + ",Three,University,,,,,,,,,\n"
        + "D,Four,University,11,,,,,,,,\n"
        + "E,Five,University,,,,,,,,31/02/2027,\n"
        + "F,Six,University,,,,,,,,,javascript:alert(1)\n"
    )
    assert [row.title for row in found.rows] == ["One"]
    starts = [problem.split(":")[0] for problem in found.problems]
    assert starts == [f"Line {line}" for line in range(3, 8)]
    assert "Flying" in found.problems[0]


@pytest.mark.parametrize("miles", ["-5", "99999", "far"])
def test_a_distance_that_cannot_be_is_told_with_its_line(miles):
    found = of(HEAD + f"A,One,University,,,,{miles},,,,,\n")
    assert not found.rows
    assert found.problems[0].startswith("Line 2")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "column"),
        (b"provider,route\nx,y\n", "column"),
        (b"\x00\xff\xfe", "not a text file"),
        ((HEAD + ",,,,,,,,,,,\n\n").encode(), "no lines"),
    ],
)
def test_what_is_no_such_list_is_refused(data, said):
    with pytest.raises(UnreadableFile, match=said):
        read(data, words_of(ROUTES, SECTORS))


def test_blank_lines_are_no_lines():
    assert len(of(HEAD + ",,,,,,,,,,,\n\nA,One,University,,,,,,,,,\n").rows) == 1
