"""Reading local entries from CSV: good lines are kept, each bad one is told with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fingerpost.exchange.cells import CellProblem, parse_date, shown
from fingerpost.exchange.lines import Column, Given, Read, Words, link_of, listed, named, read_lines

COLUMNS = {
    "kind": Column("What it is.", "vacancies", needed=True),
    "title": Column("What it is called.", "Two apprentices wanted", needed=True, longest=120),
    "source": Column("Who says so.", "Mill Works", needed=True, longest=160),
    "from": Column("The first day on which students see it.", needed=True, day=0),
    "until": Column("The last day on which students see it.", needed=True, day=60),
    "text": Column("More about it, in short sentences.", "Learn to make parts.", longest=1000),
    "link": Column("A web address to read more.", "https://www.example.org/jobs", longest=500),
    "sectors": Column(
        "The kinds of work it is about.", "engineering_and_manufacturing", several=True
    ),
    "jobs": Column("The jobs it is about, as Fingerpost calls them.", several=True),
}
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One entry as a file describes it. sectors: names; occupations: slugs."""

    kind: str
    title: str
    source: str
    from_on: dt.date
    until_on: dt.date
    text: str = ""
    link: str = ""
    sectors: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()


def words_of(kinds: Mapping[str, str], sectors: Mapping[str, str]) -> Words:
    """The words that are understood, by column."""
    return {"kind": kinds, "sectors": sectors}


def read(
    data: bytes,
    words: Words,
    job: Callable[[str], str],
) -> Read[tuple[int, Row]]:
    """Read a CSV file with the columns of `COLUMNS`, in any order; each row with its line.

    words: from `words_of`. job: the slug of an occupation that is
    called so, empty for none. Raises UnreadableFile for a file that is no such list at all.
    """

    def row(given: Given, line: int) -> tuple[int, Row]:
        return line, Row(
            kind=named(given["kind"], words["kind"], "kind"),
            title=given["title"],
            source=given["source"],
            from_on=parse_date(given["from"]),
            until_on=parse_date(given["until"]),
            text=given["text"],
            link=link_of(given["link"], "link"),
            sectors=tuple(
                named(one, words["sectors"], "sectors") for one in listed(given["sectors"])
            ),
            occupations=tuple(_job(one, job) for one in listed(given["jobs"])),
        )

    return read_lines(data, COLUMNS, row)


def _job(text: str, job: Callable[[str], str]) -> str:
    found = job(text)
    if not found:
        raise CellProblem(f"{shown(text)} in “jobs” is no job we know.")
    return found
