"""`fingerpost add-school URN [--name NAME]`: let a school use this installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.schools.services.errors import SchoolRefusal
from fingerpost.schools.services.joining import add_school


class Command(BaseCommand):
    """Add a school and say how to go on."""

    help = "Let a school use this installation. The name comes from the national list if loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("urn", metavar="URN")
        parser.add_argument("--name", default="", help="the school's name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            school = add_school(urn=options["urn"], name=options["name"], by=None)
        except SchoolRefusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Added {school.name} (URN {school.urn}).")
        self.stdout.write(f"Next: fingerpost add-person EMAIL administrator --school {school.urn}")
