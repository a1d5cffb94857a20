"""`fingerpost load-vacancies FILE`: bring apprenticeship vacancies in for several schools."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.exchange.roll import UnreadableFile
from fingerpost.exchange.vacancies import read
from fingerpost.lessons.forms.vacancies import USUAL_MILES
from fingerpost.lessons.services import vacancies as services
from fingerpost.schools.selectors import schools

SHOWN = 20


class Command(BaseCommand):
    """Keep what a list of vacancies has near each school, and say what was done."""

    help = "Bring apprenticeship vacancies in, for every school what is near it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--miles", type=int, default=USUAL_MILES, help="how far off at most")
        parser.add_argument("--authority", default="", help="only schools of this one (380)")
        parser.add_argument("--school", default="", metavar="URN", help="only this school")
        parser.add_argument("--check", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._read(options["file"])
        chosen = schools()
        if options["authority"]:
            chosen = chosen.filter(local_authority_code=options["authority"])
        if options["school"]:
            chosen = chosen.filter(urn=options["school"])
        if not chosen:
            raise CommandError("There is no such school in this installation.")
        for school in chosen:
            sorted_out = services.sort_out(school, found, options["miles"])
            told = sorted_out.told
            words = (
                f"{school}: {told['kept']:,} near and open, {told['over']:,} closed already, "
                f"{told['far']:,} too far, {told['unplaced']:,} nobody can place."
            )
            if not options["check"]:
                done = services.keep_rows(school=school, rows=sorted_out.rows, by=None)
                words += f" {done.new:,} new, {done.again:,} brought up to date."
            self.stdout.write(words)
        for problem in found.problems[:SHOWN]:
            self.stdout.write(f"  Left out: {problem}")
        if len(found.problems) > SHOWN:
            self.stdout.write(f"  and {len(found.problems) - SHOWN:,} more.")

    def _read(self, path: Path) -> Any:
        try:
            return read(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be read.") from error
        except UnreadableFile as refusal:
            raise CommandError(f"Nothing was brought in. {refusal.sentence}") from refusal
