"""`fingerpost restore FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.installation.backups import BackupError, read_backup


class Command(BaseCommand):
    """Put a backup into an empty installation."""

    help = "Put a backup into an empty installation, after checking it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = read_backup(options["file"])
        except (BackupError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{sum(counts.values())} rows restored and counted.")
