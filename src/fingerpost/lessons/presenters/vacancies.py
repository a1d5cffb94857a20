"""A list of vacancies before it is kept: what is in it, and what students would see."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from fingerpost.common.days import day_words
from fingerpost.web.tables import Column, Row, Table

from .. import bridge


def summary(told: Mapping[str, int], miles: int | None) -> list[tuple[str, str]]:
    """How many vacancies there are of each sort: label and number, those that are none left out."""
    reach = f"More than {miles} miles off" if miles else ""
    rows = [
        ("Vacancies in the list", told["vacancies"], True),
        ("Said more than once", told["again"], False),
        ("Closed already, so not shown", told["over"], False),
        (reach, told["far"], False),
        ("Nobody knows where" + _left_out(miles), told["unplaced"], False),
        ("Farther than the nearest that are kept", told["too_many"], False),
        ("Lines that cannot be read", told["refused"], False),
        ("To be shown", told["kept"], True),
        ("Of these, on the pages of jobs", told["about_a_job"], bool(told["kept"])),
        ("Shown now, and closed by this list", told["ended"], False),
    ]
    return [(label, f"{number:,}") for label, number, always in rows if number or always]


def _left_out(miles: int | None) -> str:
    return ", so left out" if miles else ""


def rows_to_keep(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of a list's rows that are still open: the others end what stands."""
    today = timezone.localdate().isoformat()
    return [row for row in rows if row["until_on"] >= today]


def table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """What students would see, the nearest first."""
    return Table(
        caption="To be shown, the nearest first",
        columns=[
            Column("Vacancy"),
            Column("Where and pay"),
            Column("Until", plain=True),
            Column("On the pages of"),
        ],
        rows=[
            Row([row["title"], row["text"], day_words(_day(row["until_on"])), _jobs(row)])
            for row in rows
        ],
        empty="Nothing of this list would be shown.",
    )


def _day(text: str) -> Any:
    return dt.date.fromisoformat(text)


def _jobs(row: Mapping[str, Any]) -> str:
    """Titles of the jobs; empty where nothing tells which it is."""
    found = (bridge.occupation(slug) for slug in row["occupations"])
    return ", ".join(one.title for one in found if one)


def kept_words(done: Any) -> str:
    """What keeping a list did, in a sentence."""
    words = f"{done.new:,} new, {done.again:,} there before and brought up to date."
    return f"{words} {done.over:,} closed." if done.over else words
