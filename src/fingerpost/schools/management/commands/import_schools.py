"""`fingerpost import-schools FILE`: load the national list of schools."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.exchange.roll import UnreadableFile
from fingerpost.schools.services.establishments import import_establishments

_SHOWN = 10


class Command(BaseCommand):
    """Load the national list of schools and say what was done."""

    help = "Load the national list of schools: the GIAS establishment download, CSV or zip."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            done = import_establishments(path=path, by=None, progress=self._progress)
        except UnreadableFile as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{done.loaded:,} schools loaded, {done.added:,} of them new.")
        for problem in done.rejected[:_SHOWN]:
            self.stdout.write(f"  {problem.place}, {problem.column}: {problem.sentence}")
        if len(done.rejected) > _SHOWN:
            self.stdout.write(f"  and {len(done.rejected) - _SHOWN:,} more rows left out.")

    def _progress(self, count: int) -> None:
        if count % 5000 == 0:
            self.stdout.write(f"  {count:,} so far")
