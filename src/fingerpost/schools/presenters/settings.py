"""What the pages about schools show."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, time_format

from fingerpost.web.tables import Cell, Column, Table

from ..enums import WEEKDAYS


def settings_rows(school: Any, counts: Mapping[str, int]) -> list[tuple[str, Any, str, str]]:
    """The school's settings, each with where to change it."""
    general = reverse("schools:general")
    return [
        ("Name", school.name, general, "Change"),
        ("URN", school.urn, "", ""),
        ("Sixth form", "Yes" if school.has_sixth_form else "No", general, "Change"),
        (
            "Second step for staff",
            "Asked for" if school.staff_second_factor else "Not asked for",
            general,
            "Change",
        ),
        ("Academic years", f"{counts['years']}", reverse("schools:years"), "Change"),
        ("Timetable periods", f"{counts['periods']}", reverse("schools:periods"), "Change"),
        ("Rooms", f"{counts['rooms']}", reverse("schools:rooms"), "Change"),
        ("School calendar", f"{counts['events']} events", reverse("schools:calendar"), "Open"),
    ]


def week_table(periods: Iterable[Any]) -> Table:
    """The week's periods, one row each."""
    days = dict(WEEKDAYS)
    rows: list[list[Any]] = []
    for weekday, of_day in groupby(periods, key=lambda period: period.weekday):
        for period in of_day:
            rows.append(
                [
                    Cell(f"{days[weekday]}, {period.name}"),
                    f"{_time(period.starts_at)} to {_time(period.ends_at)}",
                    Cell(
                        "Remove",
                        url=reverse("schools:remove_period", args=[period.pk]),
                        about=f"{days[weekday]}, {period.name}",
                    ),
                ]
            )
    return Table(
        caption="The week",
        hide_caption=True,
        columns=[Column("Period"), Column("Time"), Column("What to do", actions=True)],
        rows=rows,
        empty="No periods yet. Add a whole week below.",
    )


def rooms_table(rooms: Iterable[Any]) -> Table:
    """The school's rooms."""
    return Table(
        caption="Rooms",
        hide_caption=True,
        columns=[Column("Room"), Column("Confidential"), Column("What to do", actions=True)],
        rows=[
            [
                room.name,
                Cell("", tag="Confidential", tone="good") if room.is_confidential else "No",
                Cell("Change", url=reverse("schools:change_room", args=[room.pk]), about=room.name),
            ]
            for room in rooms
        ],
        empty="No rooms yet. Add the first below.",
    )


def list_table(establishments: Iterable[Any], here: set[str]) -> Table:
    """Schools of the national list, those that are here already marked."""
    return Table(
        caption="Schools",
        hide_caption=True,
        columns=[Column("School"), Column("Place"), Column("URN"), Column("Kind")],
        rows=[
            [
                Cell(one.name, tag="Here already", tone="quiet")
                if one.urn in here
                else Cell(one.name, url=reverse("schools:add_listed", args=[one.urn])),
                ", ".join(dict.fromkeys(filter(None, [one.town, one.local_authority]))) or None,
                one.urn,
                one.kind if one.status in ("", "Open") else f"{one.kind} ({one.status})",
            ]
            for one in establishments
        ],
        empty="No school of the list fits. Try fewer words, or add it by hand.",
    )


def span(record: Any) -> str:
    """From when to when something runs."""
    return f"{date_format(record.starts_on, 'j F Y')} to {date_format(record.ends_on, 'j F Y')}"


def years_cards(years: Iterable[Any]) -> list[dict[str, Any]]:
    """Each year with its terms."""
    return [
        {
            "year": year,
            "span": span(year),
            "terms": [{"term": term, "span": span(term)} for term in year.terms.all()],
        }
        for year in years
    ]


def _time(at: Any) -> str:
    return time_format(at, "H:i")
