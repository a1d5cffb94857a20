"""The register of advisers as a page shows it."""

from collections.abc import Iterable

from django.urls import reverse

from fingerpost.common.days import day_words
from fingerpost.web.tables import Cell, Column, Row, Table

from ..models import Adviser, Availability

RECOMMENDED_LEVEL = 6


def concerns(adviser: Adviser) -> list[str]:
    """What to look into about an adviser, in plain words. None of it is a breach of law."""
    found = []
    level = adviser.qualification_level
    if level is None:
        found.append("The level of the qualification has not been noted.")
    elif level < RECOMMENDED_LEVEL:
        found.append(
            f"Qualified at Level {level}. The CDI register asks for Level {RECOMMENDED_LEVEL} "
            "or above."
        )
    if not adviser.register:
        found.append("Not on a professional register. The government recommends the CDI register.")
    if not adviser.checked_on:
        found.append("Nobody has noted when this was checked.")
    return found


def register_table(advisers: Iterable[Adviser]) -> Table:
    """One row per adviser, with what to look into."""
    columns = ["Adviser", "Comes from", "Qualification", "Register", "To look into"]
    return Table(
        caption="Adviser register",
        hide_caption=True,
        columns=[*(Column(name) for name in columns), Column("Times", actions=True)],
        rows=[_register_row(adviser) for adviser in advisers],
    )


def _register_row(adviser: Adviser) -> Row:
    found = concerns(adviser)
    level = adviser.qualification_level
    where = "The school" if adviser.is_internal else adviser.organisation or "Outside the school"
    independent = "Independent" if adviser.is_independent else "Not independent"
    return Row(
        [
            Cell(str(adviser), url=reverse("interviews:adviser_edit", args=[adviser.pk])),
            Cell(where, hint=independent),
            Cell(adviser.qualification or "Not noted", hint=f"Level {level}" if level else ""),
            Cell(
                adviser.get_register_display() if adviser.register else "Not on a register",
                hint=f"checked on {day_words(adviser.checked_on)}" if adviser.checked_on else "",
            ),
            Cell(
                " ".join(found),
                tag="" if found else "Nothing",
                tone="good",
            ),
            Cell(
                "See times",
                url=reverse("interviews:availability", args=[adviser.pk]),
                about=f"of {adviser}",
            ),
        ]
    )


def availability_table(given: Iterable[Availability]) -> Table:
    """One row per stretch of time, each with a tick box for removing it."""
    return Table(
        caption="Times given",
        hide_caption=True,
        tick="times",
        tick_form="times",
        columns=[
            Column("Day"),
            Column("Time"),
            Column("Room"),
            Column("Each interview"),
            Column("Students may book"),
        ],
        rows=[_availability_row(item) for item in given],
    )


def _availability_row(item: Availability) -> Row:
    room = item.room
    quiet = bool(room and not room.is_confidential)
    return Row(
        [
            f"{item.on:%A} {day_words(item.on)}",
            f"{item.starts_at:%H:%M} to {item.ends_at:%H:%M}",
            Cell(
                room.name if room else "By phone or video",
                tag="Not confidential" if quiet else "",
                tone="warn",
            ),
            f"{item.slot_minutes} minutes",
            "Yes" if item.open_to_students else "No",
        ],
        key=str(item.pk),
        name=f"{item.on:%A} {day_words(item.on)}, {item.starts_at:%H:%M}",
    )
