"""`fingerpost pathways search WORDS | gaps | build FOLDER`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Look at the occupation base, or build it anew; needs no school and no database."""

    help = "Search occupations, list what is not known of them, or build them from published files."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="search | gaps | build")
        search = what.add_parser("search", help="find occupations by any words")
        search.add_argument("words", nargs="+", metavar="WORDS")
        search.add_argument("--limit", type=int, default=10, metavar="N")
        search.add_argument("--format", choices=("text", "json"), default="text")
        gaps = what.add_parser("gaps", help="what the published files do not say, counted")
        gaps.add_argument("--list", action="store_true", help="name every occupation")
        build = what.add_parser("build", help="build the tables that ship, from published files")
        build.add_argument("folder", type=Path, metavar="FOLDER")
        build.add_argument("--out", type=Path, metavar="FOLDER", help="default: where they ship")

    def handle(self, *args: Any, **options: Any) -> None:
        {"search": self._search, "gaps": self._gaps, "build": self._build}[options["what"]](options)

    def _search(self, options: dict[str, Any]) -> None:
        from fingerpost.occupations.finding import finder

        if options["limit"] < 1:
            raise CommandError("--limit has to be 1 or more.", returncode=1)
        hits = finder().find(" ".join(options["words"]), options["limit"])
        if options["format"] == "json":
            found = [
                {
                    "slug": hit.occupation.slug,
                    "title": hit.occupation.title,
                    "by": hit.by,
                    "score": round(hit.score, 3),
                }
                for hit in hits
            ]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        if not hits:
            self.stdout.write("Nothing fits these words.")
        for hit in hits:
            self.stdout.write(hit.occupation.title + (f" (found as {hit.by})" if hit.by else ""))

    def _gaps(self, options: dict[str, Any]) -> None:
        from collections import Counter

        from fingerpost.occupations import load

        base = load()
        for what, many in Counter(gap.what for gap in base.gaps).most_common():
            self.stdout.write(f"{what}: {many} of {len(base.occupations)} occupations")
        for gap in base.gaps if options["list"] else ():
            self.stdout.write(f"{gap.slug}: {gap.what}: {gap.because}")

    def _build(self, options: dict[str, Any]) -> None:
        from fingerpost.occupations.building import NotThere, build, write
        from fingerpost.occupations.tables import FOLDER

        try:
            built = build(options["folder"])
        except (NotThere, ValueError) as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        write(built, options["out"] or FOLDER)
        self.stdout.write(f"{len(built.occupations)} occupations.")
        for what, many in built.gap_counts().most_common():
            self.stdout.write(f"Not known of {many}: {what}.")
