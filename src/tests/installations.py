"""A real installation beside the tests' own database, for processes that are started and killed."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

from fingerpost import walls
from tests import migrated
from tests.factories import roll_files

PREPARE = """
import json, sys
import django
django.setup()
from pathlib import Path
from fingerpost.accounts.models import Person
from fingerpost.jobs import services
from fingerpost.schools.models import School
from fingerpost.students.services import roll, waiting_files
services.MOMENT = 0
person = Person.objects.create_user(email="administrator@example.org", name="Made Up")
school = School.objects.create(urn=sys.argv[2], name="Made School")
file = Path(sys.argv[1])
stored_as = waiting_files.keep([file.read_bytes()], file.name)
preview = roll.preview_import(
    school=school, path=file, file_name=file.name, mapping=None, by=person, stored_as=stored_as
)
job = services.begin(
    function="fingerpost.students.tasks.apply_file", title="A roll", by=person,
    roll_import=preview.pk, leavers_confirmed=True,
)
print(json.dumps(str(job.pk)))
"""


class Installation:
    """Its folder, its database, and processes of its own."""

    def __init__(self, home):
        self.home = Path(home)
        self.environment = {
            **os.environ,
            **migrated.copy_into(self.home),
            "DJANGO_SETTINGS_MODULE": "fingerpost.config.settings",
        }
        self._postgres = self.environment.get("DATABASE_URL")

    def run(self, *arguments, sent=None):
        """What a Python process of the installation prints; sent: what it reads."""
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            input=sent,
            text=True,
        ).stdout

    def begin(self, command, **options):
        """A process of the installation that goes on."""
        return subprocess.Popen(command, env=self.environment, **options)

    @contextmanager
    def database(self):
        """A connection of somebody else's, in a transaction."""
        if self._postgres:
            import psycopg

            every_school = f"-c {walls.SETTING}={walls.EVERY_SCHOOL}"
            with psycopg.connect(self._postgres, options=every_school) as connection:
                yield connection
        else:
            path = self.home / "fingerpost.sqlite3"
            with closing(sqlite3.connect(path, timeout=20)) as connection, connection:
                yield connection

    def all(self, sql):
        """The rows that anybody else sees now."""
        with self.database() as connection:
            return connection.execute(sql).fetchall()

    def one(self, sql):
        """The one value of the one row."""
        return self.all(sql)[0][0]

    def begin_a_roll(self, count):
        """A job that will put so many students on the roll; its key."""
        file = roll_files.write_ctf(self.home / "roll.xml", count)
        return json.loads(self.run("-c", PREPARE, str(file), roll_files.MADE_SCHOOL_URN))
