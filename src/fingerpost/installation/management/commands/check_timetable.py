"""`fingerpost check-timetable PROBLEM.json RESULT.json`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

_SHOWN = 50


class Command(BaseCommand):
    """Check a result against its problem, by a program that knows nothing of the solver."""

    help = "Check a timetable against its problem. Exit code 0: nothing is wrong; 1: something is."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
        parser.add_argument("result", type=Path, metavar="RESULT.json")

    def handle(self, *args: Any, **options: Any) -> None:
        from fingerpost.engines.timetable import Refused, check, read_problem
        from fingerpost.engines.timetable.reading import load, read_result

        try:
            problem, result = load(options["problem"]), load(options["result"])
            read_problem(problem)
            read_result(result)
        except Refused as refusal:
            raise CommandError("\n".join(refusal.sentences), returncode=1) from refusal
        wrong = check(problem, result)
        if wrong:
            more = len(wrong) - _SHOWN
            lines = wrong[:_SHOWN] + ([f"And {more:,} more."] if more > 0 else [])
            raise CommandError("\n".join(lines), returncode=1)
        self.stdout.write("Nothing is wrong with this timetable.")
