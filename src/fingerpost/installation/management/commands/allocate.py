"""`fingerpost allocate PROBLEM.json --out RESULT.json`."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from .timetable import written

_SHOWN = 40
MODES = ("fair", "first_come", "serial_dictatorship", "deferred_acceptance")


class Command(BaseCommand):
    """Share scarce places out from a file; needs no school and no database."""

    help = (
        "Share places out. Exit code 0: it is done; 1: the problem was refused, or cannot be met."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
        parser.add_argument("--out", type=Path, required=True, metavar="RESULT.json")
        parser.add_argument(
            "--mode", choices=MODES, default="fair", help="fair is the best by the criteria"
        )
        parser.add_argument(
            "--seconds", type=float, help="take the best found after so long (default: no end)"
        )
        parser.add_argument(
            "--explain",
            action="store_true",
            help="also tell how many more seats would have given a student a place",
        )
        parser.add_argument(
            "--format",
            choices=("json", "spa-folder", "hr-text"),
            default="json",
            help="another format of instances, see docs/reference/allocation.md",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from fingerpost.engines.allocation import (
            BadProblem,
            allocate,
            counterfactuals,
            read_problem,
        )
        from fingerpost.engines.allocation.readers import READERS

        try:
            data = READERS[options["format"]](options["problem"])
            problem = read_problem(data)
            result = allocate(problem, options["mode"], options["seconds"])
        except BadProblem as refusal:
            raise CommandError(told(refusal.reasons), returncode=1) from refusal
        if options["explain"] and result.is_proven:
            result = replace(result, more_seats=counterfactuals(problem, result))
        written(options["out"], result.to_json(problem))
        if result.status == "infeasible":
            told_conflict = ["What is required cannot all stand:", *result.conflict]
            raise CommandError("\n".join(told_conflict), returncode=1)
        for line in _summary(problem, result):
            self.stdout.write(line)


def told(reasons: list[str]) -> str:
    """Reasons, one a line, not more than fit on a screen."""
    more = len(reasons) - _SHOWN
    return "\n".join([*reasons[:_SHOWN], *([f"And {more:,} more."] if more > 0 else [])])


def _summary(problem: Any, result: Any) -> list[str]:
    placed = len(problem.students) - len(result.unplaced)
    lines = [
        f"{len(result.places):,} places for {placed:,} students; "
        f"{len(result.unplaced):,} have none; {len(result.cancelled):,} sessions do not run.",
        f"Total by level: {', '.join(f'{float(total):,.2f}' for total in result.objective)}.",
    ]
    if result.is_proven:
        lines.append("Nothing is better by the criteria: this is proven.")
    elif result.bound:
        bound = ", ".join(f"{float(total):,.2f}" for total in result.bound)
        lines.append(f"Nothing is better than {bound}.")
    lines.append(f"{result.seconds:.2f} seconds, by {result.method}.")
    return lines
