"""The page of one measure, and the list behind a figure."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from fingerpost.web.charts import Bar, BarChart
from fingerpost.web.tables import Cell, Column, Row, Table

from .words import SPLIT_LABELS, by_words, figure_words, group_key, group_label


def list_url(name: str, side: str, by: str = "", group: Any = None) -> str:
    """The address of the list behind a figure, or behind one group of it."""
    query = {"side": side}
    if by:
        query |= {"by": by, "group": group_key(group)}
    return f"{reverse('ledger:measure_students', args=[name])}?{urlencode(query)}"


def split_chart(measure: Any, by: str, figures: Sequence[Any], with_lists: bool) -> BarChart:
    """The figure of each group as a bar. Hidden and empty groups have words and no bar."""
    shares = bool(figures) and all(one.counted is not None or not one.of for one in figures)
    bars = [
        Bar(
            group_label(by, one.group),
            (one.share if shares else one.value) or 0,
            figure_words(one),
            list_url(measure.name, "counted", by, one.group)
            if with_lists and one.counted is not None and not one.hidden
            else "",
        )
        for one in figures
    ]
    return BarChart(
        f"{measure.title}, by {by_words(by)}",
        measure.meaning,
        bars,
        value_label="Students" if shares else "Figure",
        maximum=100 if shares else None,
        head_label=SPLIT_LABELS[by],
    )


def catalogue_table(measures: Sequence[Any]) -> Table:
    """The measures of a page, each with what it means and where it comes from."""
    return Table(
        "Measures",
        [Column("Measure"), Column("What it says"), Column("Source"), Column("In force")],
        [
            Row(
                [
                    Cell(one.title, url=reverse("ledger:measure", args=[one.name])),
                    Cell(one.meaning),
                    Cell(one.source),
                    Cell(in_force_words(one)),
                ]
            )
            for one in measures
        ],
        hide_caption=True,
        empty="No measure has these words in it.",
    )


def in_force_words(measure: Any) -> str:
    """From when to when a measure is valid."""
    first = f"{measure.valid_from:%B %Y}"
    return f"{first} to {measure.valid_to:%B %Y}" if measure.valid_to else f"since {first}"


def students_table(students: Sequence[Any], *, tick: bool = True) -> Table:
    """The students behind a figure, with tick boxes if there is something to do about them."""
    return Table(
        "Students",
        [Column("Name"), Column("Year"), Column("Tutor group")],
        [
            Row(
                [
                    Cell(one.name, url=reverse("home:guidance_record", args=[one.pk])),
                    f"Year {one.year_group}",
                    one.tutor_group.name if one.tutor_group else None,
                ],
                key=str(one.pk),
                name=one.name,
            )
            for one in students
        ],
        hide_caption=True,
        tick="students" if tick else "",
        tick_form="act",
        empty="Nobody.",
    )
