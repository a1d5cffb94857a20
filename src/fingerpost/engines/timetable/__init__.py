"""Interviews of a term or a year: who is seen when, by whom and where, soonest by need."""

from fingerpost.engines.timetable.checker import check
from fingerpost.engines.timetable.listing import TooLarge
from fingerpost.engines.timetable.lost import Lost, lost_from, without
from fingerpost.engines.timetable.making import Progress, timetable
from fingerpost.engines.timetable.problem import Problem
from fingerpost.engines.timetable.reading import BadProblem, BadResult, Refused, read_problem
from fingerpost.engines.timetable.repair import repair
from fingerpost.engines.timetable.result import Appointment, Result

__all__ = [
    "Appointment",
    "BadProblem",
    "BadResult",
    "Lost",
    "Problem",
    "Progress",
    "Refused",
    "Result",
    "TooLarge",
    "check",
    "lost_from",
    "read_problem",
    "repair",
    "timetable",
    "without",
]
