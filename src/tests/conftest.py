"""Fixtures every test may use."""

import os

import pytest
from django.db import connection

from fingerpost import rules
from fingerpost.ledger import bridge as ledger
from fingerpost.signposting import bridge as signposting
from tests import migrated
from tests.factories import people
from tests.installations import Installation


def pytest_report_header():
    return f"database: {connection.vendor}"


def pytest_sessionstart(session):
    asked = os.environ.get("FINGERPOST_TEST_DATABASE", "sqlite")
    used = connection.vendor.replace("postgresql", "postgres")
    if asked != used:
        pytest.exit(f"The tests were to run on {asked}, but Django uses {used}.", returncode=1)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Before the tests' database is made: it begins as a copy of one that is migrated."""
    migrated.begin_tests_with_a_copy(connection)


@pytest.fixture(autouse=True)
def _nothing_kept():
    """School numbers come again from test to test: nothing kept by number may outlive one."""
    ledger.forget()
    signposting.forget()


@pytest.fixture
def own_rules(settings, tmp_path):
    """The installation's own folder of rules, with nothing in it yet."""
    settings.EXTRA_RULES = tmp_path / "rules"
    settings.EXTRA_RULES.mkdir()
    yield settings.EXTRA_RULES
    ledger.forget()
    rules.forget()


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


@pytest.fixture
def installation(tmp_path):
    """An empty installation of its own, on the kind of database that the tests run on."""
    return Installation(tmp_path / "home")
