"""On PostgreSQL a school's rows are out of reach for a request of another school."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from fingerpost.accounts.enums import Role
from fingerpost.installation.row_security import POLICY, SETTING, walled_tables
from fingerpost.students.models import Student
from tests.factories import people

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has no row-level security."
    ),
]


@pytest.fixture
def ordinary_role(db):
    """Acting as a role that is no superuser, as an installation should."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE fingerpost_test NOLOGIN")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO fingerpost_test")
        cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO fingerpost_test")
        cursor.execute("SET ROLE fingerpost_test")
        yield cursor
        cursor.execute("RESET ROLE")


def test_every_table_of_a_school_has_the_wall():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = %s", [POLICY])
        walled = sorted(row[0] for row in cursor.fetchall())
    assert walled == walled_tables(apps)
    assert "ledger_entry" in walled


def test_a_query_that_forgets_the_school_finds_only_its_own(school, ordinary_role):
    here, there = people.student(school), people.student(people.school())
    assert set(Student.objects.all()) == {here, there}
    ordinary_role.execute(f"SET {SETTING} = '{school.pk}'")
    assert set(Student.objects.all()) == {here}
    ordinary_role.execute(f"RESET {SETTING}")


def test_a_row_cannot_be_written_into_another_school(school, ordinary_role):
    elsewhere = people.school()
    ordinary_role.execute(f"SET {SETTING} = '{school.pk}'")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        people.student(elsewhere)
    ordinary_role.execute(f"RESET {SETTING}")


def test_a_request_names_its_viewers_school_and_forgets_it(client_of, monkeypatch, school):
    from fingerpost.accounts import middleware

    named = []
    real = middleware._name_school
    monkeypatch.setattr(middleware, "_name_school", lambda pk: (named.append(pk), real(pk)))
    client_of(Role.TUTOR).get("/account/")
    assert named == [school.pk, None]
