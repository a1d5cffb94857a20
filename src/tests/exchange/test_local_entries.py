"""Lists of local entries: columns in any order, good lines kept, bad ones told."""

import datetime as dt

import pytest

from fingerpost.exchange.local_entries import COLUMNS, read, words_of
from fingerpost.exchange.roll import UnreadableFile

KINDS = {"closing": "Closing", "new_business": "New business"}
SECTORS = {"digital": "Digital"}
JOBS = {"baker": "baker"}


def reading(text, encoding="utf-8"):
    return read(
        text.encode(encoding), words_of(KINDS, SECTORS), lambda words: JOBS.get(words.lower(), "")
    )


def test_a_line_may_say_labels_or_names_in_any_order_of_columns():
    found = reading(
        "Until,From,Kind,Title,Source,Jobs,Sectors,Link\n"
        "2026-03-01,1/2/2026,New business,Café,Mill,Baker,Digital,https://example.org\n",
        "cp1252",
    )
    [(line, row)] = found.rows
    assert line == 2
    assert (row.kind, row.title, row.occupations, row.sectors) == (
        "new_business", "Café", ("baker",), ("digital",),
    )  # fmt: skip
    assert (row.from_on, row.until_on) == (dt.date(2026, 2, 1), dt.date(2026, 3, 1))
    assert not found.problems


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"kind": "flying"}, "“flying” in “kind” is none we know"),
        ({"title": ""}, "“title” is empty"),
        ({"title": "x" * 121}, "“title” is longer than 120 characters"),
        ({"from": "1/2/26"}, "more than one day"),
        ({"until": "soon"}, "not a date"),
        ({"link": "javascript:alert(1)"}, "no web address"),
        ({"sectors": "magic"}, "in “sectors” is none we know"),
        ({"jobs": "wizard"}, "is no job we know"),
    ],
)
def test_a_line_that_cannot_be_kept_is_told_with_its_number(changed, reason):
    good = {"kind": "closing", "title": "Shop", "source": "Mill", "from": "2026-02-01"}
    given = dict.fromkeys(COLUMNS, "") | good | {"until": "2026-03-01"}
    lines = [",".join((given | one).values()) for one in ({}, changed)]
    found = reading("\n".join([",".join(COLUMNS), *lines, ",,"]))
    assert [line for line, _ in found.rows] == [2]
    [problem] = found.problems
    assert problem.startswith("Line 3: ")
    assert reason in problem


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "kind,title,source,from\n"])
def test_what_is_no_such_list_is_refused(text):
    with pytest.raises(UnreadableFile):
        reading(text)
