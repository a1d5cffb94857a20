"""What one cell means: dates, year groups, yes and no, names.

Each function takes the cell's text, already trimmed and not empty, and gives its value or raises
`CellProblem` with a sentence for the person who sent the file.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from fingerpost.common.postcodes import InvalidPostcode
from fingerpost.common.postcodes import postcode_district as district_of
from fingerpost.common.told import Told

_SHOWN = 30


class CellProblem(Told, ValueError):
    """A cell cannot be understood; `sentence` says why."""


def shown(text: str) -> str:
    """A cell's text as quoted in a sentence, cut short and without line breaks."""
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= _SHOWN else f"“{flat[: _SHOWN - 1]}…”"


# --- Formulas -----------------------------------------------------------------------------------

# After + or - only what a spreadsheet would work out counts, so that "-" and "+1" pass.
_AFTER_SIGN = re.compile(
    r"[+-]\s*(?:[A-Za-z_.]+\s*\(|\$?[A-Za-z]{1,3}\$?\d|[\d.]+\s*[-+*/^&]|.*[|!(])"
)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program that later opens this text would run it as a formula.

    A leading apostrophe, with which such programs hide a formula, is looked behind; names such as
    'Abbas or -Smith are not formulas.
    """
    bare = text.lstrip("' \t\r\n")
    first = bare[:1]
    if first in ("=", "@"):
        return len(bare) > 1
    return first in ("+", "-") and _AFTER_SIGN.match(bare) is not None


# --- Dates --------------------------------------------------------------------------------------

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_CLOCK}")
_WITH_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- /]([A-Za-z]{3,9})[- /,]+(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2}")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")

_SPREADSHEET_DAY_0 = date(1899, 12, 30)
_SPREADSHEET_DAYS = range(14_611, 73_051)  # 1940 to 2099, as spreadsheet programs count days
_EARLIEST = 1900
_LATEST = 2100


@lru_cache(maxsize=65_536)
def parse_date(text: str) -> date:
    """A day from text: 3/4/2010 (day first, as in Britain), 2010-04-03, 3 April 2010, 20100403.

    A year of two figures is refused, since 03/04/10 can be read three ways.
    """
    parts = _date_parts(text)
    if parts is None:
        if _SHORT_YEAR.fullmatch(text):
            raise CellProblem(
                f"{shown(text)} could mean more than one day: write the year with four figures."
            )
        raise CellProblem(f"{shown(text)} is not a date. Write dates like 23/04/2012.")
    year, month, day = parts
    if not _EARLIEST <= year < _LATEST:
        raise CellProblem(f"{shown(text)} is not a likely date: check the year.")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellProblem(
            f"{shown(text)} is not a day in the calendar. Write dates like 23/04/2012, day first."
        ) from error


def _date_parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as numbers that may not exist in any calendar, or None for no date."""
    if not text.isascii():
        return None
    if found := _ISO.fullmatch(text) or _EIGHT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _WITH_MONTH.fullmatch(text):
        month = _MONTHS.get(found[2][:3].lower())
        return None if month is None else (int(found[3]), month, int(found[1]))
    return None


def is_month_first(text: str) -> bool:
    """Whether a date is certainly written month first, as in America: 04/23/2012."""
    found = _DAY_FIRST.fullmatch(text)
    return found is not None and int(found[1]) <= 12 < int(found[2])


def is_day_and_month(text: str) -> bool:
    """Whether a date is written as two numbers and a year, so that its order matters."""
    return _DAY_FIRST.fullmatch(text) is not None


def date_from_cell(value: date | datetime | float) -> date:
    """A day from a spreadsheet's own date, or from the number such programs keep it as."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if value in _SPREADSHEET_DAYS:
        return _SPREADSHEET_DAY_0 + timedelta(days=int(value))
    raise CellProblem(f"{value:g} is a number, not a date. Write dates like 23/04/2012.")


# --- Year groups --------------------------------------------------------------------------------

_YEAR = re.compile(r"(?:nc\s*)?(?:year|yr|y)?\s*(?:group)?\s*(-?\d{1,2})(?:\.0+)?", re.IGNORECASE)
_YEAR_WORDS = {
    "r": 0,
    "reception": 0,
    "year r": 0,
    "yr r": 0,
    "n1": -1,
    "n2": -1,
    "e1": -2,
    "e2": -2,
    "nursery": -1,
    "kg": 0,
    "pk": -1,
    "lower sixth": 12,
    "upper sixth": 13,
    "l6": 12,
    "u6": 13,
}
LOWEST_YEAR = -2
HIGHEST_YEAR = 14


@lru_cache(maxsize=1024)
def parse_year_group(text: str) -> int | None:
    """A year group from text such as 7, 07, Year 7, Y7, R, N1: -2 to 14.

    None for X, "not following the national curriculum years". Who is on the roll is decided by
    whoever calls: this gives nursery and primary years too.
    """
    small = " ".join(text.split()).lower()
    if small == "x":
        return None
    if small in _YEAR_WORDS:
        return _YEAR_WORDS[small]
    found = _YEAR.fullmatch(small)
    if found and LOWEST_YEAR <= int(found[1]) <= HIGHEST_YEAR:
        return int(found[1])
    raise CellProblem(f"{shown(text)} is not a year group: write a number from 7 to 13.")


# --- Short answers ------------------------------------------------------------------------------

_SEX = {
    "f": "F",
    "female": "F",
    "girl": "F",
    "m": "M",
    "male": "M",
    "boy": "M",
    "u": "U",
    "unknown": "U",
    "not known": "U",
    "not specified": "U",
    "unspecified": "U",
    "other": "U",
    "x": "U",
    "w": "U",
}
_YES = {"y", "yes", "t", "true", "1", "✓", "✔", "eligible", "on"}
_NO = {"n", "no", "f", "false", "0", "✗", "none", "not eligible", "ineligible", "off"}


@lru_cache(maxsize=256)
def parse_sex(text: str) -> str:
    """F, M or U (not known or another answer)."""
    try:
        return _SEX[text.lower()]
    except KeyError:
        raise CellProblem(f"{shown(text)} is not F, M or U.") from None


@lru_cache(maxsize=1024)
def parse_yes_no(text: str) -> bool:
    """True or False from yes, Y, T, 1, a tick; no, N, F, 0."""
    small = text.lower()
    if small in _YES:
        return True
    if small in _NO:
        return False
    raise CellProblem(f"{shown(text)} is neither yes nor no.")


_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")


@lru_cache(maxsize=4096)
def parse_number(text: str) -> float:
    """A plain number."""
    if _NUMBER.fullmatch(text):
        return float(text)
    raise CellProblem(f"{shown(text)} is not a number.")


@lru_cache(maxsize=4096)
def parse_percentage(text: str) -> float:
    """A percentage from 0 to 100, with or without its sign."""
    bare = text.removesuffix("%").rstrip()
    value = float(bare) if _NUMBER.fullmatch(bare) else -1.0
    if 0 <= value <= 100:
        return value
    raise CellProblem(f"{shown(text)} is not a percentage from 0 to 100.")


_EMAIL = re.compile(r"[^\s@<>\"(),;:]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}")


def parse_email(text: str) -> str:
    """An email address in small letters."""
    if _EMAIL.fullmatch(text):
        return text.lower()
    raise CellProblem(f"{shown(text)} is not an email address.")


@lru_cache(maxsize=4096)
def parse_postcode(text: str) -> str:
    """The district of a postcode; the rest is not kept."""
    try:
        return district_of(text)
    except InvalidPostcode as error:
        raise CellProblem(error.sentence) from error


# --- Names --------------------------------------------------------------------------------------

MAX_NAME = 100
MAX_GROUP = 40


@lru_cache(maxsize=16_384)
def parse_name(text: str) -> str:
    """A given or family name: any script, at least one letter, at most 100 characters."""
    if len(text) > MAX_NAME:
        raise CellProblem(f"{shown(text)} is too long for a name: the most is {MAX_NAME} letters.")
    if not any(letter.isalpha() for letter in text):
        raise CellProblem(f"{shown(text)} is not a name: it has no letters.")
    return text


def parse_group(text: str) -> str:
    """A tutor group's name, at most 40 characters."""
    if len(text) > MAX_GROUP:
        raise CellProblem(f"{shown(text)} is too long for a tutor group.")
    return text


def parse_key(text: str) -> str:
    """Another system's key for a student, at most 100 characters."""
    if len(text) > MAX_NAME:
        raise CellProblem(f"{shown(text)} is too long for a student's number.")
    return text
