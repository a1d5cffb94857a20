"""Charts drawn on the server: figures in, positions in per cent out. No library, no script.

A chart is one image with a title and a description, and beside it a table of the same figures,
which holds the links. Bars are placed in per cent of the width; words keep their own size and
break where they must, so that a chart reads as well on a phone as on a wall.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SERIES = 6  # colours in the stylesheet


@dataclass(frozen=True)
class Bar:
    """One bar. `text` replaces the plain value ("12 of 40"); `url` opens what it counts.

    number: how many the list has that `url` opens; None where there is no figure to open.
    """

    label: str
    value: float
    text: str = ""
    url: str = ""
    tone: str = ""
    number: int | None = None


@dataclass(frozen=True)
class BarChart:
    """Bars against a common scale. `maximum` is the full width (100 for shares); None: the largest.

    `target` draws a line to be reached, in the same unit. `unit` is written after plain values.
    """

    title: str
    description: str
    bars: Sequence[Bar]
    value_label: str = "Number"
    maximum: float | None = None
    target: float | None = None
    target_label: str = ""
    unit: str = ""
    head_label: str = "Group"


@dataclass(frozen=True)
class StackedRow:
    """One bar made of parts: `values` in the order of the chart's series."""

    label: str
    values: Sequence[float]
    urls: Sequence[str] = ()


@dataclass(frozen=True)
class StackedChart:
    """Bars made of parts. With `shares` each bar is full width and its parts are shares of it."""

    title: str
    description: str
    series: Sequence[str]
    rows: Sequence[StackedRow]
    shares: bool = True
    head_label: str = "Group"


@dataclass(frozen=True)
class Rect:
    """A part of a bar: where it begins and how wide it is, in per cent."""

    x: str
    width: str
    style: str
    name: str = ""


@dataclass(frozen=True)
class Drawn:
    """One row of a drawn chart: its words, and the parts of its bar."""

    label: str
    text: str
    rects: Sequence[Rect]


def plain(value: float, unit: str = "") -> str:
    """A number in words: thousands parted, no needless decimals, with its unit."""
    rounded = round(value, 1)
    words = f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"
    return f"{words}{unit}" if unit in ("", "%") else f"{words} {unit}"


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def draw_bars(chart: BarChart) -> list[Drawn]:
    """How far each bar of `chart` reaches. Negative values are drawn as nothing."""
    full = _full(chart)
    drawn = []
    for bar in chart.bars:
        width = min(max(bar.value / full, 0), 1) * 100
        style = f"fp-fill fp-fill--{bar.tone}" if bar.tone else "fp-fill"
        text = bar.text or plain(bar.value, chart.unit)
        drawn.append(Drawn(bar.label, text, [Rect("0%", _percent(width), style)]))
    return drawn


def draw_stacked(chart: StackedChart) -> list[Drawn]:
    """Where each part of each bar of `chart` goes. A bar whose parts are all 0 is empty."""
    longest = max((sum(row.values) for row in chart.rows), default=0)
    return [
        Drawn(
            row.label,
            plain(sum(row.values)),
            _parts(chart.series, row, (sum(row.values) if chart.shares else longest) or 1),
        )
        for row in chart.rows
    ]


def _parts(series: Sequence[str], row: StackedRow, full: float) -> list[Rect]:
    rects = []
    start = 0.0
    for number, value in enumerate(row.values):
        width = value / full * 100
        if width > 0:
            style = f"fp-series-{number % SERIES + 1}"
            name = f"{series[number]}: {plain(value)}"
            rects.append(Rect(_percent(start), _percent(width), style, name))
        start += width
    return rects


def _full(chart: BarChart) -> float:
    return chart.maximum or max((bar.value for bar in chart.bars), default=0) or 1


def target_at(chart: BarChart) -> str:
    """Where the line to be reached stands, in per cent; empty without one."""
    if chart.target is None:
        return ""
    return _percent(min(chart.target / _full(chart), 1) * 100)
