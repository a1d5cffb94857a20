"""`fingerpost backup FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.installation.backups import BackupError, write_backup


class Command(BaseCommand):
    """Write everything of this installation to one file."""

    help = "Write everything of this installation (data, files, key) to one file, and check it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = write_backup(options["file"])
        except (BackupError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{options['file']}: {sum(counts.values())} rows, read back and checked.")
        self.stdout.write("It holds personal data and the installation's key: keep it safe.")
