"""Better timetables and lower bounds: prices, assignments and integer programs over `Instance`."""

from fingerpost.engines.timetable.solver.improve import Improvement, improve

__all__ = ["Improvement", "improve"]
