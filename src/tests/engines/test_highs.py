"""Solving with HiGHS in a process in which somebody else has used it before."""

import subprocess
import sys

SOLVE = """
import sys
import highspy
from fingerpost.engines.rows import Rows
if sys.argv[1] != "first":
    other = highspy.Highs()
    other.setOptionValue("output_flag", False)
    other.setOptionValue("threads", 2)
    other.addVar(0, 1)
    other.run()
rows = Rows()
columns = rows.add_columns([1.0, 2.0])
rows.put(rows.add_rows(1, 1, 2).repeat(2), columns)
for whole in (False, True):
    print(rows.solve(1, whole=whole).status, rows.solve(1, whole=whole).objective)
"""


def solved(who):
    program = [sys.executable, "-c", SOLVE, who]
    return subprocess.run(program, check=True, capture_output=True, text=True).stdout


def test_it_solves_whoever_came_first_and_prints_nothing_of_its_own():
    assert solved("first") == "Optimal 1.0\n" * 2
    assert solved("later").endswith("Optimal 1.0\n" * 2)
