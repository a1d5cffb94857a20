"""Reading local entries from CSV: good lines are kept, each bad one is told with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fingerpost.exchange.cells import CellProblem, parse_date, shown
from fingerpost.exchange.lines import Given, Read, check_lengths, link_of, listed, named, read_lines

# Heading of each column, and whether it must be filled in.
COLUMNS = {
    "kind": True,
    "title": True,
    "source": True,
    "from": True,
    "until": True,
    "text": False,
    "link": False,
    "sectors": False,
    "jobs": False,
}
LARGEST = 1024 * 1024
_LENGTHS = {"title": 120, "source": 160, "text": 1000, "link": 500}


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


def read(
    data: bytes,
    kinds: Mapping[str, str],
    sectors: Mapping[str, str],
    job: Callable[[str], str],
) -> Read[tuple[int, Row]]:
    """Read a CSV file with the columns of `COLUMNS`, in any order; each row with its line.

    kinds, sectors: labels by name; a file may say either. job: the slug of an occupation that is
    called so, empty for none. Raises UnreadableFile for a file that is no such list at all.
    """

    def row(given: Given, line: int) -> tuple[int, Row]:
        check_lengths(given, _LENGTHS)
        return line, Row(
            kind=named(given["kind"], kinds, "kind"),
            title=given["title"],
            source=given["source"],
            from_on=parse_date(given["from"]),
            until_on=parse_date(given["until"]),
            text=given["text"],
            link=link_of(given["link"], "link"),
            sectors=tuple(named(one, sectors, "sectors") for one in listed(given["sectors"])),
            occupations=tuple(_job(one, job) for one in listed(given["jobs"])),
        )

    return read_lines(data, COLUMNS, row)


def _job(text: str, job: Callable[[str], str]) -> str:
    found = job(text)
    if not found:
        raise CellProblem(f"{shown(text)} in “jobs” is no job we know.")
    return found
