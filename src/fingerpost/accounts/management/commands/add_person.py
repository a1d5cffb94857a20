"""`fingerpost add-person EMAIL ROLE --school URN`: give someone a role from the command line."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fingerpost.accounts.enums import Role
from fingerpost.accounts.services.invitations import invitation_path
from fingerpost.accounts.services.roles import give_role


class Command(BaseCommand):
    """Give a person a role and print where they choose a password."""

    help = "Give a person a role at a school. Prints the address where they choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=[role.value for role in Role])
        parser.add_argument("--school", required=True, metavar="URN")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument(
            "--runs-installation", action="store_true", help="may add schools to this installation"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        school = apps.get_model("schools", "School").objects.filter(urn=options["school"]).first()
        if school is None:
            raise CommandError(f"No school with URN {options['school']} here. See: add-school.")
        holding, _ = give_role(
            email=options["email"],
            name=options["name"] or options["email"].split("@")[0],
            role=options["role"],
            school=school,
            by=None,
            all_students=options["role"] == Role.ADVISER,
        )
        if options["runs_installation"]:
            holding.person.runs_installation = True
            holding.person.save()
        self.stdout.write(f"{holding} at {school}.")
        if not holding.person.has_usable_password():
            self.stdout.write(f"Choose a password at: {invitation_path(holding.person)}")
