"""`fingerpost demo`: the demonstration school."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.demonstration import people
from fingerpost.demonstration.services import AlreadyThere, build
from fingerpost.schools.models import School


class Command(BaseCommand):
    """Fill an installation with a made-up school and print one sign-in per role."""

    help = "Make the demonstration school: made-up data, and one sign-in per role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--students", type=int, default=1150, help="about how many students (default 1150)"
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="another number makes other people (default 1)"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where a school is already here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and School.objects.filter(is_demonstration=False).exists():
            return
        if not 20 <= options["students"] <= 20_000:
            raise CommandError("--students takes a number from 20 to 20,000.")
        try:
            if not (options["if_empty"] and School.objects.filter(is_demonstration=True).exists()):
                self.stdout.write("Making the demonstration school ...")
                build(number=options["students"], seed=options["seed"])
        except AlreadyThere as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            "\nSign in to the demonstration (made-up data) with the password: " + people.PASSWORD
        )
        for local, role in people.SIGN_INS:
            self.stdout.write(f"  {role.label:18}{local}@{people.DOMAIN}")
