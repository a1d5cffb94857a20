"""The page of one measure, and the list behind a figure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.web.charts import Bar, BarChart
from fingerpost.web.tables import Cell, Column, Count, Row, Table

from ..permissions import names_students
from .words import SPLIT_LABELS, by_words, figure_words, group_key, group_label, number_words


@dataclass(frozen=True)
class Opens:
    """What a viewer's figures open: lists of students, or how a figure was worked out.

    named: whether the viewer may see names. on: the day the figures stand on, None for today.
    """

    named: bool
    on: dt.date | None = None

    def query(self, side: str, by: str = "", group: Any = None) -> str:
        """The part of an address that says which list."""
        asked = {"side": side}
        if by:
            asked |= {"by": by, "group": group_key(group)}
        if self.on is not None:
            asked["as_of"] = self.on.isoformat()
        return urlencode(asked)

    def page(self, name: str) -> str:
        """The page that a figure of this measure opens."""
        return reverse(
            "ledger:measure_students" if self.named else "ledger:working_out", args=[name]
        )

    def url(self, name: str, side: str, by: str = "", group: Any = None) -> str:
        """The address behind a figure, or behind one group of it."""
        return f"{self.page(name)}?{self.query(side, by, group)}"

    def figure(self, name: str, figure: Any, by: str = "") -> str:
        """The address behind what `figure_words` says of a figure; empty if it says no number."""
        if count_of(figure) is None:
            return ""
        side = "asked" if figure.counted is None else "counted"
        return self.url(name, side, by, figure.group)


def opens_for(viewer: Viewer, on: dt.date) -> Opens:
    """What a viewer's figures of a day open."""
    return Opens(names_students(viewer), None if on == timezone.localdate() else on)


def count_of(figure: Any, side: str = "counted") -> int | None:
    """How many the list has that a figure opens; None where it shows no number."""
    if figure.hidden or not figure.of:
        return None
    if figure.counted is None or side == "asked":
        return figure.of
    return figure.missing if side == "not_counted" else figure.counted


def whole_tile(figure: Any) -> Count | str:
    """A figure as a tile says it."""
    count = count_of(figure)
    return figure_words(figure) if count is None else Count(figure_words(figure), count)


def split_chart(measure: Any, by: str, figures: Sequence[Any], opens: Opens) -> BarChart:
    """The figure of each group as a bar. Hidden and empty groups have words and no bar."""
    shares = bool(figures) and all(one.counted is not None or not one.of for one in figures)
    bars = [
        Bar(
            group_label(by, one.group),
            (one.share if shares else one.value) or 0,
            figure_words(one),
            opens.figure(measure.name, one, by),
            number=count_of(one),
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


def working_out(measure: Any, figure: Any) -> list[tuple[str, str]]:
    """How a figure came about, without names: what was counted, out of whom."""
    if figure.hidden or not figure.of:
        rows = [("Figure", figure_words(figure))]
    elif figure.counted is None:
        per = measure.unit == "mean"
        rows = [
            ("Students asked about", f"{figure.of:,}"),
            ("On average" if per else "Added up", number_words(figure.value or 0)),
        ]
    else:
        rows = [
            ("Counted", f"{figure.counted:,}"),
            ("Asked about", f"{figure.of:,}"),
            ("Not counted", f"{figure.missing:,}"),
            ("Share", f"{figure.counted:,} ÷ {figure.of:,} = {figure.share:.0f}%"),
        ]
    return [
        *rows,
        ("Counts", measure.meaning),
        ("Out of", measure.denominator),
        ("Source", measure.source),
    ]


def in_force_words(measure: Any) -> str:
    """From when to when a measure is valid."""
    first = f"{measure.valid_from:%B %Y}"
    return f"{first} to {measure.valid_to:%B %Y}" if measure.valid_to else f"since {first}"


def in_order(students: Sequence[Any], values: Mapping[int, float], sort: str) -> list[Any]:
    """The students by their part of a mean or a sum; by the roll where the figure has none."""
    if sort not in ("value", "-value") or not values:
        return list(students)
    return sorted(students, key=lambda one: values.get(one.pk, 0), reverse=sort == "-value")


def students_table(
    students: Sequence[Any], values: Mapping[int, float], *, tick: bool = True
) -> Table:
    """The students behind a figure, with tick boxes if there is something to do about them.

    values: each one's part of a mean or a sum; empty for a share.
    """
    columns = [
        Column("Name", sort="name" if values else ""),
        *(Column("Year", plain=True), Column("Tutor group", plain=True)),
    ]
    return Table(
        "Students",
        [*columns, Column("Figure", sort="value", number=True)] if values else columns,
        [
            Row(
                [
                    Cell(one.name, url=reverse("home:guidance_record", args=[one.pk])),
                    f"Year {one.year_group}",
                    one.tutor_group.name if one.tutor_group else None,
                    *([number_words(values.get(one.pk, 0))] if values else []),
                ],
                key=str(one.pk),
                name=one.name,
            )
            for one in students
        ],
        hide_caption=True,
        people=True,
        tick="students" if tick else "",
        tick_form="act",
        empty="Nobody.",
    )
