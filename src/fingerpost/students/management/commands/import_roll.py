"""`fingerpost import-roll PATH --school URN [--check]`: load a roll from the command line."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.exchange.roll import UnreadableFile
from fingerpost.schools.selectors import schools
from fingerpost.students.services import roll
from fingerpost.students.services.errors import (
    LeaversNotConfirmed,
    NothingToApply,
    RollRefusal,
)
from fingerpost.students.services.plan import Plan

REFUSED = 1
NOT_CONFIRMED = 3
_SHOWN = 20
_FIGURES = {
    "rows": "rows read",
    "joiners": "joiners",
    "leavers": "leavers",
    "changes": "students changed",
    "unchanged": "students unchanged",
    "rejected": "rows rejected",
}


class Command(BaseCommand):
    """The same steps as on the page: preview, then one atomic apply.

    Ends with 0 when the roll agrees with the file, 1 when the file was refused and 3 when so many
    students would leave that somebody must confirm it.
    """

    help = (
        "Load a roll: OneRoster (folder or zip), CTF XML, CSV or XLSX. Exit code 0: the "
        "roll agrees with the file; 1: refused; 3: the number of leavers must be confirmed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--school", required=True, metavar="URN")
        parser.add_argument(
            "--check", action="store_true", help="only show what would change; change nothing"
        )
        parser.add_argument(
            "--leavers-confirmed", action="store_true", help="the leavers have been looked at"
        )
        parser.add_argument(
            "--columns", type=Path, metavar="FILE.json", help="field to heading, for spreadsheets"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        school = schools().filter(urn=options["school"]).first()
        if school is None:
            raise CommandError(f"No school with URN {options['school']} here. See: add-school.")
        if not path.exists():
            raise CommandError(f"There is no file or folder {path}.")
        try:
            preview = roll.preview_import(
                school=school,
                path=path,
                file_name=path.name,
                mapping=self._mapping(school, path, options["columns"]),
                by=None,
            )
        except (UnreadableFile, RollRefusal) as refusal:
            raise CommandError(refusal.sentence, returncode=REFUSED) from refusal
        self._tell(Plan.read(preview.plan))
        if options["check"]:
            roll.discard_import(roll_import=preview, by=None)
            self.stdout.write("Checked only: nothing was changed.")
            return
        self._apply(preview, options["leavers_confirmed"])

    def _mapping(self, school: Any, path: Path, columns: Path | None) -> dict[str, str] | None:
        if columns is None:
            return roll.mapping_for(school, path)[0]
        try:
            chosen = json.loads(columns.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{columns} is not a readable JSON file.") from error
        if not isinstance(chosen, dict):
            raise CommandError(f"{columns} should hold one object: field to heading.")
        return {str(field): str(heading) for field, heading in chosen.items()}

    def _tell(self, plan: Plan) -> None:
        for name, words in _FIGURES.items():
            self.stdout.write(f"{plan.counts[name]:>8,} {words}")
        for note in plan.notes:
            self.stdout.write(f"Note: {note}")
        for row, place, column, sentence in plan.rejected[:_SHOWN]:
            where = ", ".join(filter(None, [place or f"row {row}", column]))
            self.stdout.write(f"Rejected: {where}: {sentence}")
        more = len(plan.rejected) - _SHOWN
        if more > 0:
            self.stdout.write(f"and {more:,} more.")

    def _apply(self, preview: Any, confirmed: bool) -> None:
        try:
            roll.apply_import(roll_import=preview, by=None, leavers_confirmed=confirmed)
        except NothingToApply as nothing:
            roll.discard_import(roll_import=preview, by=None)
            self.stdout.write(nothing.sentence)
        except LeaversNotConfirmed as refusal:
            roll.discard_import(roll_import=preview, by=None)
            plan = Plan.read(preview.plan)
            raise CommandError(
                f"{len(plan.leavers):,} of {plan.on_roll:,} students would leave the roll. If that "
                "is right, run it again with --leavers-confirmed. Nothing was changed.",
                returncode=NOT_CONFIRMED,
            ) from refusal
        except RollRefusal as refusal:
            raise CommandError(refusal.sentence, returncode=REFUSED) from refusal
        else:
            self.stdout.write("Applied. The roll is up to date.")
