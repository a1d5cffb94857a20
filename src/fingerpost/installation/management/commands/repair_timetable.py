"""`fingerpost repair-timetable PROBLEM.json RESULT.json --lost WHO:FROM:TO --out NEW.json`."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.installation.management.commands.timetable import written


class Command(BaseCommand):
    """Give new times to those who lost theirs, and move as few others as possible."""

    help = (
        "Repair a timetable after somebody has fallen ill or a room is closed: as few others as "
        "possible move. Exit code 0: repaired; 1: something given was refused."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
        parser.add_argument("result", type=Path, metavar="RESULT.json")
        parser.add_argument(
            "--lost",
            action="append",
            required=True,
            metavar="WHO:FROM:TO",
            help="an adviser and two days, as in Ada:2026-10-05:2026-10-09; or with student:, "
            "adult: or room: before it, a room as SCHOOL/ROOM. May be given several times.",
        )
        parser.add_argument("--out", type=Path, required=True, metavar="NEW-RESULT.json")
        parser.add_argument(
            "--problem-out",
            type=Path,
            metavar="NEW-PROBLEM.json",
            help="write the problem without what is lost, to check the new result against",
        )
        parser.add_argument(
            "--not-before",
            metavar="DAY",
            help="no new time before this day (default: the first day on which something is lost)",
        )
        parser.add_argument("--seconds", type=float, default=30.0, help="at most (default 30)")

    def handle(self, *args: Any, **options: Any) -> None:
        from fingerpost.engines.timetable import Refused, TooLarge, lost_from, repair, without
        from fingerpost.engines.timetable.reading import load

        try:
            problem, result = load(options["problem"]), load(options["result"])
            lost = [lost_from(text) for text in options["lost"]]
            first = date.fromisoformat(options["not_before"]) if options["not_before"] else None
            repaired = repair(problem, result, lost, options["seconds"], first)
        except Refused as refusal:
            raise CommandError("\n".join(refusal.sentences), returncode=1) from refusal
        except (TooLarge, ValueError) as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        written(options["out"], repaired.as_json())
        if options["problem_out"]:
            written(options["problem_out"], without(problem, result, lost))
        self._tell(repaired)

    def _tell(self, repaired: Any) -> None:
        changes = repaired.repair
        self.stdout.write(
            f"{len(changes.replaced):,} who lost their time have a new one, "
            f"{len(changes.lost):,} have none. {len(changes.moved):,} others moved."
        )
        if changes.other_room:
            self.stdout.write(f"{len(changes.other_room):,} have the same time in another room.")
        self.stdout.write(changes.proof)
        self.stdout.write(f"{repaired.seconds:.1f} seconds.")
