"""Measures from the command line: list them, explain one, compute one for a school."""

import csv
import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fingerpost.ledger import bridge, selectors
from fingerpost.ledger.presenters.words import SPLIT_LABELS, group_label

_FIELDS = ("name", "title", "meaning", "denominator", "unit", "source", "valid_from", "valid_to")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class Command(BaseCommand):
    """`fingerpost measures list | show NAME | compute NAME --school URN`."""

    help = "List the named measures, explain one, or compute one for a school."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="List every measure in force.")
        listing.add_argument("--format", choices=["text", "json"], default="text")
        show = actions.add_parser("show", help="Explain one measure.")
        show.add_argument("name", help="The name of a measure, as the list gives it.")
        computing = actions.add_parser("compute", help="Compute one measure for a school.")
        computing.add_argument("name", help="The name of a measure, as the list gives it.")
        computing.add_argument("--school", required=True, metavar="URN", help="The school's URN.")
        computing.add_argument(
            "--by", choices=sorted(SPLIT_LABELS), help="Split by a characteristic."
        )
        computing.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="Default: today.")
        computing.add_argument("--format", choices=["csv", "json"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        {"list": self._list, "show": self._show, "compute": self._compute}[options["action"]](
            options
        )

    def _list(self, options: dict[str, Any]) -> None:
        found = bridge.catalogue(timezone.localdate())
        if options["format"] == "json":
            self.stdout.write(json.dumps([_plain(one) for one in found], indent=2))
            return
        for one in found:
            self.stdout.write(f"{one.name}: {one.title}")

    def _show(self, options: dict[str, Any]) -> None:
        one = self._found(options["name"], timezone.localdate())
        for field, value in _plain(one).items():
            self.stdout.write(f"{field}: {value if value is not None else '-'}")

    def _compute(self, options: dict[str, Any]) -> None:
        school = selectors.school_with_urn(options["school"])
        if school is None:
            raise CommandError(f"There is no school with the URN {options['school']} here.")
        on, by = options["as_of"] or timezone.localdate(), options["by"] or ""
        name = self._found(options["name"], on).name
        figures = bridge.compute(school, name, on, by=by)
        rows = [
            {
                "measure": name,
                "as_of": on.isoformat(),
                "group": group_label(by, one.group) if by else "all",
                "counted": one.counted,
                "of": one.of,
                "share": None if one.share is None else round(one.share, 1),
                "value": None if one.value is None else round(one.value, 3),
            }
            for one in figures
        ]
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, indent=2))
            return
        writer = csv.DictWriter(self.stdout, list(rows[0]) if rows else ["measure"])
        writer.writeheader()
        writer.writerows(rows)

    def _found(self, name: str, on: dt.date) -> Any:
        found = bridge.find(name, on)
        if found is None:
            raise CommandError(f"There is no measure called {name}. See: fingerpost measures list")
        return found


def _plain(one: Any) -> dict[str, Any]:
    fields = {field: getattr(one, field) for field in _FIELDS}
    return {
        field: value.isoformat() if isinstance(value, dt.date) else value
        for field, value in fields.items()
    }
