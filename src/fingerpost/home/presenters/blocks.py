"""What start pages are made of: figures, lists, and a section for each role."""

from dataclasses import dataclass, field
from typing import Any

from fingerpost.signposting.presenters import Card


@dataclass(frozen=True)
class Tile:
    """A figure and the list it counts."""

    label: str
    value: Any
    url: str
    of: Any = ""
    hint: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """One thing in a list on the start page."""

    text: str
    url: str = ""
    hint: str = ""
    # The student it names to staff.
    student: int | None = None


@dataclass(frozen=True)
class Block:
    """A heading with a list under it."""

    title: str
    lines: list[Line]
    empty: str
    more_url: str = ""
    more_label: str = ""


@dataclass(frozen=True)
class Section:
    """What one role sees first."""

    template: str
    title: str = ""
    tiles: list[Tile] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def named(self) -> set[int]:
        """The students that its lists name to staff."""
        lines = (line for block in self.blocks for line in block.lines)
        return {line.student for line in lines if line.student is not None}
