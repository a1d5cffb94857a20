"""Tables with bars in them: read at a glance from the back of a room, and cell by cell aloud."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One cell: words, and a bar of this share (0 to 1) of the cell; None for no bar."""

    text: str
    share: float | None = None
    series: int = 1

    @property
    def width(self) -> str:
        return f"{100 * min(max(self.share or 0, 0), 1):.2f}%"


@dataclass(frozen=True)
class BarTable:
    """A heading for each column; rows of a label and a cell for each column after the first."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Bar]]]
