"""`fingerpost timetable PROBLEM.json --out RESULT.json`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

_SHOWN = 40


class Command(BaseCommand):
    """Make a timetable of interviews from a file; needs no school and no database."""

    help = (
        "Make a timetable of interviews. Exit code 0: there is one; 1: the problem was refused, "
        "or what it requires cannot all be held."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
        parser.add_argument("--out", type=Path, required=True, metavar="RESULT.json")
        parser.add_argument(
            "--seconds", type=float, default=30.0, help="time to look for a better one (default 30)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from fingerpost.engines.timetable import Refused, TooLarge, read_problem, timetable
        from fingerpost.engines.timetable.reading import load

        try:
            problem = read_problem(load(options["problem"]))
            result = timetable(problem, options["seconds"])
        except Refused as refusal:
            raise CommandError("\n".join(refusal.sentences), returncode=1) from refusal
        except TooLarge as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        written(options["out"], result.as_json())
        if result.status == "infeasible":
            raise CommandError("\n".join(why_not(result)), returncode=1)
        for line in summary(result):
            self.stdout.write(line)


def written(path: Path, content: Any) -> None:
    """Write a JSON file, or say in a sentence that it cannot be."""
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=1) from error


def summary(result: Any) -> list[str]:
    """What came of it, in a few lines."""
    held, not_held = len(result.appointments), len(result.not_held)
    lines = [f"{held:,} interviews have a time, {not_held:,} have none."]
    if result.cost is not None:
        lines.append(f"Cost: {result.cost:,}.")
    if result.status == "optimal":
        lines.append("No timetable costs less: this is proven.")
    elif result.bound is not None:
        lines.append(f"No timetable costs less than {result.bound:,}: a gap of {result.gap:.1%}.")
    if result.status == "undecided":
        lines.append("Not all that is required has a time. Whether it can is not known yet.")
    lines.append(f"{result.seconds:.1f} seconds, by {result.method}.")
    return lines


def why_not(result: Any) -> list[str]:
    """The requirements that conflict, one a line."""
    if result.conflict_is_smallest:
        first = "What is required cannot all be held. The fewest requirements that conflict:"
    else:
        first = "What is required cannot all be held. These requirements conflict:"
    more = len(result.conflict) - _SHOWN
    lines = [f"{fault.path}: {fault.sentence}" for fault in result.conflict[:_SHOWN]]
    return [first, *lines, *([f"And {more:,} more."] if more > 0 else [])]
