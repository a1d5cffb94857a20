"""A database on which every migration has run: made once for a whole run of the tests.

Its workers, and every installation that a test begins, take copies of it; each used to run all
migrations again. It is made when the first of them asks.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db.backends.signals import connection_created

NAME = "fingerpost_migrated"
MAKE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
"""


def copy_into(home):
    """The surroundings of an installation in this folder, whose database is a copy."""
    home.mkdir(parents=True)
    address = os.environ.get("DATABASE_URL")
    with _made() as made:
        if not address:
            shutil.copy(made, home)
            return {"FINGERPOST_HOME": str(home)}
        name = f"installation_{uuid.uuid4().hex}"
        _on_the_server(address, f"CREATE DATABASE {name} TEMPLATE {NAME}")
    there = urlsplit(address)._replace(path=f"/{name}").geturl()
    return {"FINGERPOST_HOME": str(home), "DATABASE_URL": there}


def begin_tests_with_a_copy(connection):
    """Before Django makes the tests' database: it will begin as a copy, with nothing to migrate."""
    with _made() as made:
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = NAME
            return

    def fill(connection, **_):
        connection_created.disconnect(fill)
        assert connection.is_in_memory_db()
        with closing(sqlite3.connect(made)) as source:
            source.backup(connection.connection)

    connection_created.connect(fill, weak=False)


@contextmanager
def _made():
    """The database, made by whoever comes first; nobody else makes or copies one meanwhile."""
    folder = Path(os.environ["FINGERPOST_TEST_MIGRATED"])
    made = folder / "fingerpost.sqlite3"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / ("made on the server" if os.environ.get("DATABASE_URL") else "made")
        if not done.exists():
            _make(folder)
            if made.exists():
                with closing(sqlite3.connect(made)) as database:
                    # One file, which a database in memory can be filled from.
                    database.execute("PRAGMA journal_mode=DELETE")
            done.touch()
        yield made


def _make(folder):
    environment = {
        **os.environ,
        "FINGERPOST_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "fingerpost.config.settings",
    }
    address = os.environ.get("DATABASE_URL")
    if address:
        _on_the_server(address, f"DROP DATABASE IF EXISTS {NAME}", f"CREATE DATABASE {NAME}")
        environment["DATABASE_URL"] = urlsplit(address)._replace(path=f"/{NAME}").geturl()
    subprocess.run([sys.executable, "-c", MAKE], env=environment, check=True)


def _on_the_server(address, *commands):
    import psycopg

    with psycopg.connect(address, autocommit=True) as server:
        for command in commands:
            server.execute(command)
