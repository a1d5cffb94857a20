"""Comparisons, each one command, each printing a ratio."""

from typing import NamedTuple


class Result(NamedTuple):
    """Two times in seconds, measured in one run, and what is made of them.

    Or two counts of something else, where `unit` names it.

    ratio: how many times one is of the other, as `goal` has it. holds: whether the goal is met;
    None where there is none.
    """

    what: str
    seconds: float
    against: str
    against_seconds: float
    ratio: float
    goal: str = ""
    holds: bool | None = None
    unit: str = ""
