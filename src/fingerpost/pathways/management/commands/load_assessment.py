"""`fingerpost load-assessment FOLDER`: load the National Careers Service's assessment."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.exchange.assessment import Wrong, read
from fingerpost.pathways import bridge
from fingerpost.pathways.services.published import keep_assessment

SHOWN = 20


class Command(BaseCommand):
    """Load the statements and the scoring keys, and say what was done."""

    help = "Load the statements and scoring keys of the National Careers Service's assessment."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = read(options["folder"])
        except Wrong as refusal:
            more = len(refusal.problems) - SHOWN
            lines = refusal.problems[:SHOWN] + ([f"And {more} more."] if more > 0 else [])
            raise CommandError("\n".join(["Nothing was loaded.", *lines])) from refusal
        is_new = keep_assessment(read=found, by=None)
        many = f"{len(found.statements)} statements about {len(found.traits)} traits"
        self.stdout.write(f"{many} loaded." if is_new else f"{many}: already here.")
        known = {field for one in bridge.base().occupations for field in one.fields}
        unknown = sorted({name for one in found.traits for name in one.families} - known)
        if unknown:
            self.stdout.write(f"No occupation here is in: {', '.join(unknown)}.")
