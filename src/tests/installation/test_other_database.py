"""A backup of one database system goes back into the other, and loses nothing on the way."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from urllib.parse import urlsplit

import pytest
from django.db import connection

from fingerpost.installation.backups import _tables

pytestmark = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="Needs both systems; SQLite is always there."
)
DATABASE = "fingerpost_restored"
PROGRAM = "from fingerpost.cli import main; main()"


@pytest.fixture
def postgres_url(django_db_blocker):
    """An empty database beside that of the tests."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{DATABASE}").geturl()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def run(home, url, *arguments):
    environment = os.environ | {"FINGERPOST_HOME": str(home), "DATABASE_URL": url}
    if not url:
        del environment["DATABASE_URL"]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def data_in(backup):
    """The rows of every table. PostgreSQL keeps the keys of a JSON field in an order of its own."""
    with zipfile.ZipFile(backup) as archive:
        names = [name for name in archive.namelist() if name.startswith("data/")]
        return {name: [json.loads(row) for row in archive.open(name)] for name in names}


def test_there_and_back_again_every_row_is_as_it_was(postgres_url, tmp_path):
    home, there, back = (tmp_path / name for name in ("home", "there", "back"))
    run(home, "", "migrate", "-v0")
    shutil.copytree(home, back)
    run(home, "", "createcachetable")
    run(home, "", "demo", "--students", 40)
    run(there, postgres_url, "migrate", "-v0")
    files = [tmp_path / f"{number}.fingerpost" for number in range(3)]
    run(home, "", "backup", files[0])
    for place, url, before, after in (
        (there, postgres_url, files[0], files[1]),
        (back, "", files[1], files[2]),
    ):
        run(place, url, "restore", before)
        run(place, url, "backup", after)
    first, second, third = map(data_in, files)
    assert set(first) == {f"data/{m._meta.label_lower}.jsonl" for m in _tables()}
    assert [name for name in first if first[name] != second[name]] == []
    assert second == third
    assert len(first["data/ledger.entry.jsonl"]) > 100
