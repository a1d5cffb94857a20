"""On PostgreSQL a school's rows are out of reach for whatever does not name the school.

The tests use a role that is no superuser, as an installation should: all of them run behind it.
"""

import datetime as dt
import importlib
import sys
import threading

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from fingerpost import walls
from fingerpost.accounts.enums import Role
from fingerpost.installation import checks
from fingerpost.installation.row_security import POLICY, walled_tables
from fingerpost.students.models import FormerUpn, Student
from tests.factories import people

TODAY = dt.date(2026, 11, 24)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has no row-level security."
    ),
]


def shown_now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [walls.SETTING])
        return cursor.fetchone()[0]


def test_every_table_of_a_school_has_the_wall():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = %s", [POLICY])
        walled = sorted(row[0] for row in cursor.fetchall())
    assert walled == list(walled_tables(apps))
    assert {"ledger_entry", "students_characteristicvalue"} <= set(walled)


def test_a_query_that_forgets_the_school_finds_only_its_own(school):
    here, there = people.student(school), people.student(people.school())
    with walls.one_school(school.pk):
        assert set(Student.objects.all()) == {here}
        with walls.one_school(there.school_id):
            assert set(Student.objects.all()) == {there}
        assert set(Student.objects.all()) == {here}
    assert set(Student.objects.all()) == {here, there}


def test_what_hangs_on_a_school_is_behind_its_wall(school):
    """A characteristic names its student only: it is seen and written where the student is."""
    here, there = people.student(school), people.student(people.school())
    for student in (here, there):
        FormerUpn.objects.create(student=student, upn=student.upn, noted_on=TODAY)
    with walls.one_school(school.pk):
        assert [former.student for former in FormerUpn.objects.all()] == [here]
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            FormerUpn.objects.create(student_id=there.pk, upn="A", noted_on=TODAY)
    with walls.one_school(None):
        assert not FormerUpn.objects.exists()


def test_where_no_school_is_named_there_is_nothing(school):
    people.student(school)
    with walls.one_school(None):
        assert not Student.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM students_student")
            assert cursor.fetchone() == (0,)


def test_a_connection_that_was_told_nothing_shows_nothing(school):
    people.student(school)
    with connection.cursor() as cursor:
        cursor.execute(f"RESET {walls.SETTING}")
    assert not Student.objects.exists()


def test_a_process_that_serves_begins_with_nothing(school, monkeypatch):
    """Also on the connections that it opens later, in whatever thread."""
    monkeypatch.setattr(walls, "_at_first", walls.EVERY_SCHOOL)
    walls.serve_requests()
    said = []

    def ask():
        said.append(shown_now())
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert said == [walls.NO_SCHOOL]


def test_the_served_application_is_such_a_process(monkeypatch):
    monkeypatch.setattr(walls, "_at_first", walls.EVERY_SCHOOL)
    monkeypatch.delitem(sys.modules, "fingerpost.config.wsgi", raising=False)
    importlib.import_module("fingerpost.config.wsgi")
    assert walls._at_first == walls.NO_SCHOOL


def test_a_row_cannot_be_written_into_another_school(school):
    elsewhere = people.school()
    with walls.one_school(school.pk):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            people.student(elsewhere)
        assert shown_now() == str(school.pk)


def test_a_word_said_in_a_transaction_that_failed_is_taken_back():
    before = shown_now()
    with pytest.raises(DatabaseError), transaction.atomic(), walls.one_school(1):
        connection.cursor().execute("SELECT 1 / 0")
    assert shown_now() == before


def test_a_request_names_its_viewers_school_and_forgets_it(client_of, monkeypatch, school):
    told = []
    real = walls._tell
    monkeypatch.setattr(
        walls, "_tell", lambda database: (told.append(walls._shown.get()), real(database))
    )
    client_of(Role.TUTOR).get("/account/")
    assert told == [str(school.pk), None]


def test_the_start_warns_of_a_role_that_walks_through_walls(monkeypatch):
    assert checks.walls_hold(databases=["default"]) == []
    monkeypatch.setattr(checks, "_PASSES", "SELECT true")
    assert [found.id for found in checks.walls_hold(databases=["default"])] == ["fingerpost.W001"]
