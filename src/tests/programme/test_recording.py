"""Recording a group session writes one ledger line for everyone who was there."""

import datetime as dt
import uuid

import pytest

from fingerpost.audit.models import Event
from fingerpost.ledger.models import Entry
from fingerpost.ledger.services import standing_about
from fingerpost.programme.models import GroupSession
from fingerpost.programme.services import recording as services
from fingerpost.programme.services.registers import take_register
from tests.factories import people, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(school):
    return people.tutor_group(school, "10A")


@pytest.fixture
def students(school, group):
    return [people.student(school, tutor_group=group) for _ in range(4)]


def lines(session):
    return standing_about(services.about(session))


def test_everyone_who_was_there_gets_one_line_and_the_absent_none(school, students):
    session = programme.session(
        school,
        students,
        absent=students[:1],
        kind="employer_talk",
        organisation="Harbour Boats",
        routes=["apprenticeship"],
        sectors=["construction_and_built_environment"],
        minutes=40,
        in_school_hours=False,
    )
    written = lines(session)
    assert {line.student_id for line in written} == {s.pk for s in students[1:]}
    line = written[0]
    assert (line.kind, line.happened_on, line.organisation) == (
        "employer_talk",
        session.on,
        "Harbour Boats",
    )
    assert line.routes == ["apprenticeship"]
    assert line.sectors == ["construction_and_built_environment"]
    assert (line.minutes, line.in_school_hours, line.is_meaningful) == (40, False, None)
    assert line.about == f"session:{session.pk}"


def test_the_same_form_sent_twice_makes_one_session(school, students):
    key, someone = uuid.uuid4(), people.person()
    first = programme.session(school, students, form_key=key, by=someone)
    again = programme.session(school, students, form_key=key, by=someone)
    assert first == again
    assert GroupSession.objects.count() == 1
    assert Entry.objects.count() == len(students)
    assert Event.objects.filter(deed="added").count() == 1


def test_a_form_key_of_another_person_gives_nothing_away(school, students):
    key = uuid.uuid4()
    programme.session(school, students, form_key=key, by=people.person())
    with pytest.raises(services.AnotherSession):
        programme.session(school, students, form_key=key, by=people.person())


def test_a_session_where_nobody_was_there_is_refused(school, students):
    with pytest.raises(services.NobodyThere):
        programme.session(school, students, absent=students)
    assert not GroupSession.objects.exists()


def test_a_guidance_interview_is_not_a_group_session(school, students):
    with pytest.raises(services.NotForGroups):
        programme.session(school, students, kind="guidance_interview")
    assert not GroupSession.objects.exists()


def test_a_session_without_a_title_takes_the_name_of_its_kind(school, students):
    assert programme.session(school, students, title=" ").title == "Careers lesson"


def test_recording_takes_as_many_queries_for_forty_students_as_for_four(
    school, group, students, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    many = [people.student(school, tutor_group=group) for _ in range(40)]
    with CaptureQueriesContext(connection) as few:
        programme.session(school, students)
    with django_assert_num_queries(len(few)):
        programme.session(school, many)


def test_a_changed_date_is_corrected_for_every_student(school, students):
    session = programme.session(school, students)
    later = dt.date(2026, 11, 18)
    services.change_details(
        session=session, details=programme.details(on=later, kind="assembly"), by=None
    )
    standing = lines(session)
    assert len(standing) == len(students)
    assert {(line.kind, line.happened_on) for line in standing} == {("assembly", later)}
    assert all(line.supersedes_id for line in standing)


def test_details_saved_unchanged_write_no_line(school, students):
    session = programme.session(school, students)
    services.change_details(session=session, details=programme.details(), by=None)
    assert Entry.objects.count() == len(students)


def test_a_session_taken_back_counts_for_nobody_and_can_come_back(school, students):
    session = programme.session(school, students, absent=students[:1])
    assert services.withdraw(session=session, by=None)
    assert not services.withdraw(session=session, by=None)
    assert lines(session) == []
    assert services.bring_back(session=session, by=None)
    assert not services.bring_back(session=session, by=None)
    assert {line.student_id for line in lines(session)} == {s.pk for s in students[1:]}


def test_a_session_taken_back_cannot_be_changed(school, students):
    session = programme.session(school, students)
    services.withdraw(session=session, by=None)
    with pytest.raises(services.AlreadyWithdrawn):
        services.change_details(session=session, details=programme.details(title="New"), by=None)


def test_taking_back_takes_as_many_queries_for_forty_students_as_for_four(
    school, group, students, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    small = programme.session(school, students)
    large = programme.session(
        school, [people.student(school, tutor_group=group) for _ in range(40)]
    )
    with CaptureQueriesContext(connection) as few:
        services.withdraw(session=small, by=None)
    with django_assert_num_queries(len(few)):
        services.withdraw(session=large, by=None)


def test_every_deed_is_audited(school, students):
    someone = people.person()
    session = programme.session(school, students, by=someone)
    take_register(session=session, marks={students[0].pk: False}, by=someone)
    services.withdraw(session=session, by=someone)
    services.bring_back(session=session, by=someone)
    deeds = list(Event.objects.order_by("id").values_list("deed", flat=True))
    assert deeds == ["added", "changed", "removed", "undid"]
    assert set(Event.objects.values_list("actor", "school")) == {(someone.pk, school.pk)}
