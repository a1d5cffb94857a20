"""Reading apprenticeship vacancies from CSV: good lines are kept, each bad one told with its line.

The columns are those of downloads from the national apprenticeship service as they were published
in 2020, and three more that later lists have: the employer, the standard, the closing date.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from fingerpost.common.postcodes import InvalidPostcode, postcode_district
from fingerpost.exchange.cells import CellProblem, parse_date, shown
from fingerpost.exchange.lines import Column, Given, link_of, read_lines

COLUMNS = {
    "vacancy_id": Column("The number of the vacancy.", needed=True, longest=40),
    "title": Column("What it is called.", needed=True, longest=120),
    "location": Column("Town, and postcode at its end.", needed=True),
    "wage": Column("The pay.", longest=60),
    "wage_unit": Column("What the pay is for, such as Weekly."),
    "snapshot_date": Column("The day of the list."),
    "url": Column("The web address of the vacancy.", longest=500),
    "closing_date": Column("The last day to apply."),
    "employer": Column("Who the employer is.", longest=160),
    "standard": Column("The apprenticeship standard."),
}
LARGEST = 20 * 1024 * 1024
MOST = 100_000  # a list may be of the whole country; what is near is kept
# How long a vacancy counts as open after the day of a list that does not say when it closes.
STANDS_FOR = dt.timedelta(days=28)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][0-9A-Z]?)\s*([0-9][A-Z]{2})?$", re.IGNORECASE)
_PER = {"weekly": "a week", "annually": "a year", "monthly": "a month", "hourly": "an hour"}
_WHOLE_POUNDS = re.compile(r"(£[\d,]+)\.00\b")


@dataclass(frozen=True)
class Row:
    """One vacancy as a list describes it.

    town, postcode: of its location, empty where that does not say. pay: in words. listed_on: the
    day of the list, None where it does not say. closes_on: its last day, by what the list says,
    else four weeks after the day of the list. standard: reference or title.
    """

    reference: str
    title: str
    town: str
    postcode: str
    pay: str
    listed_on: dt.date | None
    closes_on: dt.date
    says_when_it_closes: bool
    link: str = ""
    employer: str = ""
    standard: str = ""


@dataclass(frozen=True)
class Vacancies:
    """What a list says: each vacancy with its line, how often one was said again in the same
    words, and sentences about lines that cannot be kept.
    """

    rows: list[tuple[int, Row]]
    again: int
    problems: list[str]


def read(data: bytes) -> Vacancies:
    """Read a CSV file with the columns of `COLUMNS`, in any order.

    Published lists say a vacancy more than once: in the same words that is counted, in other
    words the later line is refused. Raises UnreadableFile for a file that is no such list at all.
    """
    before: dict[str, tuple[int, Row]] = {}

    def row(given: Given, line: int) -> tuple[int, Row] | None:
        made = _row(given)
        first, same = before.setdefault(made.reference, (line, made))
        if first == line:
            return line, made
        if _without_day(made) == _without_day(same):
            return None
        raise CellProblem(f"{shown(made.reference)} is another vacancy in line {first}.")

    found = read_lines(data, COLUMNS, row, MOST)
    rows = [one for one in found.rows if one is not None]
    return Vacancies(rows, len(found.rows) - len(rows), found.problems)


def _without_day(row: Row) -> Row:
    """A vacancy without what only tells of which day its list is."""
    closes_on = row.closes_on if row.says_when_it_closes else dt.date.min
    return replace(row, listed_on=None, closes_on=closes_on)


def _row(given: Given) -> Row:
    listed_on = parse_date(given["snapshot_date"]) if given["snapshot_date"] else None
    town, postcode = _town_and_postcode(given["location"])
    return Row(
        reference=given["vacancy_id"],
        title=given["title"],
        town=town,
        postcode=postcode,
        pay=pay_words(given["wage"], given["wage_unit"]),
        listed_on=listed_on,
        closes_on=_closes_on(given["closing_date"], listed_on),
        says_when_it_closes=bool(given["closing_date"]),
        link=link_of(given["url"], "url"),
        employer=given["employer"],
        standard=given["standard"],
    )


def _closes_on(said: str, listed_on: dt.date | None) -> dt.date:
    if said:
        return parse_date(said)
    if listed_on is None:
        raise CellProblem("It says neither when it closes nor of which day the list is.")
    return listed_on + STANDS_FOR


def _town_and_postcode(location: str) -> tuple[str, str]:
    """The two parts of a location such as "Bacup OL13 0BU"; all is town where no postcode ends it.

    A district alone ("BD7") is taken too.
    """
    found = _POSTCODE.search(location)
    if found is None:
        return location[:100], ""
    postcode = " ".join(part.upper() for part in found.groups() if part)
    try:
        postcode_district(postcode)
    except InvalidPostcode:
        return location[:100], ""
    return location[: found.start()].strip(" ,")[:100], postcode


def pay_words(wage: str, unit: str) -> str:
    """The pay as a sentence says it: "£117 a week", "£10,000 to £12,000 a year"."""
    pounds = _WHOLE_POUNDS.sub(r"\1", wage).replace(" - ", " to ")
    return f"{pounds} {_PER.get(unit.casefold(), '')}".strip()
