"""`fingerpost check-allocation PROBLEM.json RESULT.json`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from .allocate import told


class Command(BaseCommand):
    """Check a result against its problem, by a program that knows nothing of the solver."""

    help = (
        "Check an allocation against its problem. Exit code 0: nothing is wrong; 1: something is."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
        parser.add_argument("result", type=Path, metavar="RESULT.json")

    def handle(self, *args: Any, **options: Any) -> None:
        from fingerpost.engines.allocation import BadProblem, check, read_problem, read_result
        from fingerpost.engines.allocation.readers import load

        try:
            data, told_result = load(options["problem"]), load(options["result"])
            read_result(told_result, read_problem(data))
        except BadProblem as refusal:
            raise CommandError(told(refusal.reasons), returncode=1) from refusal
        wrong = check(data, told_result)
        if wrong:
            raise CommandError(told(wrong), returncode=1)
        proof = "its proof holds" if told_result.get("proof") else "it carries no proof of its own"
        self.stdout.write(f"Nothing is wrong with this allocation; {proof}.")
