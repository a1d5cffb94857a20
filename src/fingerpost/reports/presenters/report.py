"""The shape of a report: one structure, drawn once as a page and once as a PDF."""

import datetime as dt
from dataclasses import dataclass, field

MADE_UP = "Made-up data"
HIDDEN = "Small group: not shown"


@dataclass(frozen=True)
class Link:
    """What a figure opens: an address, and how many it counts (None: it shows no number)."""

    url: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Said:
    """A sentence of the summary, and the address that shows what it rests on."""

    sentence: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One figure of the report in words. `state` is "decision", "met" or "" (no threshold).

    url: the measure, group by group. opens, last_year_opens: what the two figures open.
    """

    name: str
    title: str
    meaning: str
    figure: str
    share: float | None = None
    last_year: str = ""
    points: int | None = None
    # The change on the last report, in points.
    points_since: int | None = None
    threshold: str = ""
    state: str = ""
    source: str = ""
    url: str = ""
    opens: Link = Link()
    last_year_opens: Link = Link()

    @property
    def change(self) -> str:
        """The change on a year ago in words; empty where it is not known."""
        if self.points is None:
            return ""
        return f"{_points_words(self.points) or 'unchanged'} on a year ago"

    @property
    def change_since(self) -> str:
        """The change on the last report in words; empty where there is none."""
        return _points_words(self.points_since or 0)

    @property
    def figure_and_threshold(self) -> str:
        """The figure beside its bar: "16 of 42 (43%), at least 90% looked for"."""
        return f"{self.figure}, {self.threshold.lower()} looked for" if self.state else self.figure

    @property
    def state_words(self) -> str:
        return {"decision": "Needs a decision", "met": "As it should be"}.get(self.state, "")

    @property
    def tone(self) -> str:
        return {"decision": "bad", "met": "good"}.get(self.state, "")


def _points_words(points: int) -> str:
    if not points:
        return ""
    noun = "point" if abs(points) == 1 else "points"
    return f"{'up' if points > 0 else 'down'} {abs(points)} {noun}"


@dataclass(frozen=True)
class Part:
    """One group of a breakdown. `share` is None where the figure is hidden or unknown."""

    label: str
    figure: str
    share: float | None
    opens: Link = Link()


@dataclass(frozen=True)
class Breakdown:
    """A figure split by groups: drawn as bars, and again as a table of the same figures."""

    title: str
    about: str
    head: str
    parts: tuple[Part, ...]

    @property
    def description(self) -> str:
        """What the chart shows, in words for whoever cannot see it."""
        said = "; ".join(f"{part.label}: {part.figure}" for part in self.parts)
        return f"{self.title}. {said}."


@dataclass(frozen=True)
class Section:
    """Lines and breakdowns on one subject."""

    name: str
    title: str
    intro: str
    lines: tuple[Line, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What the governors are asked to decide, and the figure that asks for it."""

    sentence: str
    ask: str
    url: str
    source: str


@dataclass(frozen=True)
class Answer:
    """A question that every governor has, and what the report says to it."""

    question: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Report:
    """A whole report. It names nobody."""

    title: str
    school: str
    urn: str
    as_of: dt.date
    compared_with: dt.date
    academic_year: str
    students: str
    students_open: Link
    made_up: bool
    summary: tuple[Answer, ...]
    decisions: tuple[Decision, ...]
    sections: tuple[Section, ...]
    small_groups: str
    lines: dict[str, Line] = field(default_factory=dict)

    @property
    def note(self) -> str:
        """What stands under every figure of a demonstration school."""
        return MADE_UP if self.made_up else ""


def day(date: dt.date) -> str:
    """A date as people read it: 3 October 2026."""
    return f"{date.day} {date:%B %Y}"
