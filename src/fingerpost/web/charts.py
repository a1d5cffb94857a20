"""Charts drawn on the server: figures in, positions in per cent out. No library, no script.

A chart is one SVG image with a title and a description, and beside it a table of the same
figures, which holds the links. Bars are placed in per cent of the width and words keep their
own size, so that a chart reads as well on a phone as on a wall.
"""

from collections.abc import Sequence
from dataclasses import dataclass

ROW = 46  # pixels from one bar to the next: a line of words and the bar beneath it
BAR_TOP = 22
BAR_HEIGHT = 14
SERIES = 6  # colours in the stylesheet


@dataclass(frozen=True)
class Bar:
    """One bar. `text` replaces the plain value ("12 of 40"); `url` opens what it counts."""

    label: str
    value: float
    text: str = ""
    url: str = ""
    tone: str = ""


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
    """A rectangle: x and width in per cent, y in pixels."""

    x: str
    width: str
    y: int
    style: str
    name: str = ""


@dataclass(frozen=True)
class Drawn:
    """One row of a drawn chart."""

    label: str
    text: str
    words_y: int
    bar_y: int
    rects: Sequence[Rect]


def plain(value: float, unit: str = "") -> str:
    """A number in words: thousands parted, no needless decimals, with its unit."""
    rounded = round(value, 1)
    words = f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"
    return f"{words}{unit}" if unit in ("", "%") else f"{words} {unit}"


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def draw_bars(chart: BarChart) -> list[Drawn]:
    """Where each bar of `chart` goes. Negative values are drawn as nothing."""
    full = chart.maximum or max((bar.value for bar in chart.bars), default=0) or 1
    drawn = []
    for index, bar in enumerate(chart.bars):
        top = index * ROW
        width = min(max(bar.value / full, 0), 1) * 100
        style = f"fp-fill fp-fill--{bar.tone}" if bar.tone else "fp-fill"
        rect = Rect("0%", _percent(width), top + BAR_TOP, style)
        text = bar.text or plain(bar.value, chart.unit)
        drawn.append(Drawn(bar.label, text, top + 15, top + BAR_TOP, [rect]))
    return drawn


def draw_stacked(chart: StackedChart) -> list[Drawn]:
    """Where each part of each bar of `chart` goes. A bar whose parts are all 0 is empty."""
    longest = max((sum(row.values) for row in chart.rows), default=0) or 1
    drawn = []
    for index, row in enumerate(chart.rows):
        top = index * ROW
        total = sum(row.values)
        full = (total if chart.shares else longest) or 1
        start = 0.0
        rects = []
        for number, value in enumerate(row.values):
            width = value / full * 100
            if width > 0:
                style = f"fp-series-{number % SERIES + 1}"
                name = f"{chart.series[number]}: {plain(value)}"
                rects.append(Rect(_percent(start), _percent(width), top + BAR_TOP, style, name))
            start += width
        drawn.append(Drawn(row.label, plain(total), top + 15, top + BAR_TOP, rects))
    return drawn


def height(rows: int) -> int:
    """Pixels that a chart of so many rows is high."""
    return max(rows * ROW - 6, ROW)


def target_at(chart: BarChart) -> str:
    """Where the line to be reached stands, in per cent; empty without one."""
    if chart.target is None:
        return ""
    full = chart.maximum or max((bar.value for bar in chart.bars), default=0) or 1
    return _percent(min(chart.target / full, 1) * 100)
