"""`fingerpost load-pathways FOLDER`: load what occupations are like."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.exchange.descriptions import Wrong, find_file, read
from fingerpost.pathways.services.descriptions import keep_descriptions

SHOWN = 20


class Command(BaseCommand):
    """Load descriptions of occupations from the published job profiles and say what was done."""

    help = "Load descriptions of occupations from the National Careers Service's job profiles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--dated", default="", metavar="WORDS", help="date of the files, as pages shall say it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = read(find_file(options["folder"]))
        except Wrong as refusal:
            more = len(refusal.problems) - SHOWN
            lines = refusal.problems[:SHOWN] + ([f"And {more} more."] if more > 0 else [])
            raise CommandError("\n".join(["Nothing was loaded.", *lines])) from refusal
        done = keep_descriptions(read=found, dated=options["dated"], by=None)
        self.stdout.write(f"{done.kept} descriptions loaded, {done.added} of them new.")
        if done.unknown:
            names = ", ".join(done.unknown[:SHOWN])
            self.stdout.write(f"{len(done.unknown)} are of no occupation here: {names}.")
        self.stdout.write(f"{done.without} occupations are without one.")
