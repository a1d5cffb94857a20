"""Scarce places shared out as well as the criteria allow, with proof and reasons.

problem = read_problem(json.load(file))
result = allocate(problem)
assert not check(problem_json, result.to_json(problem))
"""

from .checker import check
from .counterfactual import counterfactuals
from .figures import Figures, figures
from .modes import MODES, allocate
from .problem import BadProblem, Criterion, Problem, Session, Student
from .reading import read_problem
from .result import ENGINE_VERSION, MoreSeats, Result, read_result

__all__ = [
    "ENGINE_VERSION",
    "MODES",
    "BadProblem",
    "Criterion",
    "Figures",
    "MoreSeats",
    "Problem",
    "Result",
    "Session",
    "Student",
    "allocate",
    "check",
    "counterfactuals",
    "figures",
    "read_problem",
    "read_result",
]
