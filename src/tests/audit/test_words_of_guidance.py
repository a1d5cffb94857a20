"""Administrators read the audit log and have no part in guidance: it holds none of its words."""

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from fingerpost.interviews.enums import ActionSource, AskKind
from fingerpost.interviews.services import attendance
from fingerpost.interviews.services.actions import ActionDetails, add_action
from fingerpost.interviews.services.asks import ask_for
from fingerpost.pathways.services import ideas
from fingerpost.signposting.services import override
from tests.factories import interviews as make
from tests.factories import people

pytestmark = pytest.mark.django_db
migration = import_module("fingerpost.audit.migrations.0004_no_words_of_guidance")


@pytest.fixture
def student(school):
    return people.student(school, given_name="Asha", family_name="Rahman")


@pytest.fixture
def written(student):
    """Everything that holds words of guidance or about a student, written down once."""
    by = people.person()
    today = timezone.localdate()
    ideas.save_idea(student=student, words=ideas.Words("Work on a fishing boat"), by=by)
    add_action(
        student=student,
        details=ActionDetails("Tell the foster carers about the college"),
        source=ActionSource.TUTOR,
        by=by,
    )
    override(
        student=student,
        rule="first_interview",
        kind="dismiss",
        reason="Lives with her aunt now",
        until_on=today + dt.timedelta(days=7),
        by=by,
    )
    interview = make.interview(student, make.adviser(student.school))
    attendance.set_accompanying_adult(interview=interview, name="Gwendolen Price", by=by)


WORDS = ("fishing boat", "foster carers", "aunt", "Gwendolen", "first_interview")


def test_the_administrator_reads_whose_it_was_and_none_of_the_words(client_of, written):
    page = client_of(Role.ADMINISTRATOR).get("/audit/").content.decode()
    for label in ("Idea of", "Action of", "Decision about a next step of"):
        assert f"{label} Asha Rahman" in page
    assert not [word for word in WORDS if word in page]


def test_words_cannot_be_looked_for_either(client_of, written):
    page = client_of(Role.ADMINISTRATOR).get("/audit/?words=fishing").content.decode()
    assert "Nothing found" in page


def test_no_line_keeps_them_where_an_erasure_does_not_reach(written):
    kept = [f"{event.subject_label} {event.details}" for event in Event.objects.all()]
    assert not [word for word in WORDS for line in kept if word in line]


def test_what_is_asked_for_a_student_is_in_the_log_of_their_school(student):
    ask_for(students=[student], kind=AskKind.INTERVIEW, by=people.person())
    assert Event.objects.get(subject_type="interviews.ask").school_id == student.school_id


def test_earlier_lines_lose_their_words_and_nothing_else(student):
    idea, erased, decision = (
        Event.objects.create(actor_label="Tess", deed=Deed.ADDED, student_id=student.pk, **fields)
        for fields in (
            {"subject_type": "pathways.idea", "subject_label": "Work on a fishing boat"},
            {"subject_type": "pathways.idea", "subject_label": ""},
            {"subject_type": "students.student", "details": {"reason": "Her aunt", "until": "2"}},
        )
    )
    migrated = MigrationLoader(connection).project_state(("audit", "0003_erasure")).apps
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        for operation in migration.Migration.operations:
            operation.code(migrated, editor)
    for event in (idea, erased, decision):
        event.refresh_from_db()
    assert (idea.subject_label, idea.actor_label) == ("Idea", "Tess")
    assert erased.subject_label == ""
    assert decision.details == {"until": "2"}
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        connection.cursor().execute("UPDATE audit_event SET deed = 'looked'")
