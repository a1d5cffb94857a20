"""`fingerpost load-courses FOLDER`: load courses and providers."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.exchange.courses import FILES, Names, WrongFile, read
from fingerpost.pathways import bridge
from fingerpost.pathways.presenters.opportunities import route_labels, sector_labels
from fingerpost.pathways.services.courses import keep_courses, look_at_courses

SHOWN = 20


class Command(BaseCommand):
    """Load the published lists of courses and providers in a folder and say what was done."""

    help = "Load courses and providers from published lists: " + "; ".join(
        f"{name} ({what})" for name, what in FILES.items()
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--look", action="store_true", help="say what loading would do, and load nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        names = Names(route_labels(), sector_labels(), bridge.sector_named)
        try:
            lists = read(options["folder"], names)
        except WrongFile as refusal:
            raise CommandError(f"Nothing was loaded. {refusal}") from refusal
        look = options["look"]
        done = look_at_courses(lists=lists) if look else keep_courses(lists=lists, by=None)
        for file, many in lists.read.items():
            self.stdout.write(f"{file}: {many:,} lines.")
        self.stdout.write(
            f"{done.courses:,} courses of {done.providers:,} providers "
            f"{'would be loaded' if look else 'loaded'}, {done.removed:,} taken out, "
            f"in {time.monotonic() - began:.1f} s."
        )
        same = done.courses - done.new - done.changed
        self.stdout.write(f"  {done.new:,} new, {done.changed:,} changed, {same:,} unchanged.")
        words = {"point": "their own place", "district": "their postcode district",
                 "area": "their postcode area", "": "no place at all"}  # fmt: skip
        for by, many in sorted(done.placed.items()):
            self.stdout.write(f"  {many:,} are known by {words[by]}.")
        for problem in lists.problems[:SHOWN]:
            self.stdout.write(f"  Left out: {problem}")
        if len(lists.problems) > SHOWN:
            self.stdout.write(f"  and {len(lists.problems) - SHOWN:,} more.")
        if look:
            self.stdout.write("Nothing was loaded. Without --look it is.")
