"""The catalogue of the measures package as definitions, and its measures over the facts."""

import datetime as dt
from typing import Any

from .definitions import Definition, Marks


def catalogued(on: dt.date) -> list[Definition]:
    """The measures of the catalogue in force on a day."""
    return []


def measure_marks(facts: Any, measure: Any) -> Marks:
    """A measure's marks over the facts table."""
    raise NotImplementedError
