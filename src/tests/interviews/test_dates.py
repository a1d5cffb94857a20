"""Another date for an action: asked for by the student, given or refused by staff."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.models import Action
from fingerpost.interviews.services import actions, records
from fingerpost.ledger.models import Entry
from fingerpost.students.models import Student
from tests.factories import interviews as make
from tests.factories import people

TODAY = timezone.localdate()
LATE = TODAY - dt.timedelta(days=3)
LATER = TODAY + dt.timedelta(days=20)


def _action(student, source="tutor", **fields):
    details = actions.ActionDetails("Visit the college", **{"due_on": LATE, **fields})
    return actions.add_action(student=student, details=details, source=source, by=people.person())


def _due(action):
    """The date that the ledger's standing line of the agreement has."""
    return Entry.objects.get(
        about=f"action:{action.pk}", superseded_by__isnull=True, is_void=False
    ).due_on


@pytest.fixture
def student_client(client_of):
    client = client_of(Role.STUDENT)
    client.student = Student.objects.get(person=client.person)
    return client


def _own(action):
    return reverse("interviews:own_action_date", args=[action.pk])


def _staff(action):
    return reverse("interviews:action_date", args=[action.pk])


def test_a_student_asks_and_the_date_stays_until_staff_agree(student_client, client_of, school):
    action = _action(student_client.student)
    plan = student_client.get(reverse("interviews:plan")).content.decode()
    assert _own(action) in plan
    student_client.post(_own(action), {"due_on": LATER.isoformat(), "because": "I was ill"})
    action.refresh_from_db()
    assert (action.due_on, action.asked_due_on) == (LATE, LATER)
    assert _due(action) == LATE
    assert "You asked for" in student_client.get(reverse("interviews:plan")).content.decode()

    staff = client_of(Role.CAREERS_LEADER)
    listed = staff.get(reverse("interviews:actions") + "?state=asked").content.decode()
    assert "The student asks for" in listed
    assert "I was ill" in staff.get(_staff(action)).content.decode()
    staff.post(_staff(action), {"due_on": LATER.isoformat()})
    action.refresh_from_db()
    assert (action.due_on, action.asked_due_on, action.asked_because) == (LATER, None, "")
    assert _due(action) == LATER


def test_staff_keep_the_date_and_the_student_hears_it(student_client, client_of):
    action = _action(student_client.student)
    actions.ask_for_date(action=action, due_on=LATER, because="", by=student_client.person)
    student = student_client.person
    staff = client_of(Role.CAREERS_LEADER)
    staff.post(_staff(action), {"refuse": "1"})
    action.refresh_from_db()
    assert (action.due_on, action.asked_due_on, action.refused_on) == (LATE, None, TODAY)
    staff.force_login(student)
    plan = staff.get(reverse("interviews:plan")).content.decode()
    assert "kept the day that was agreed" in plan


@pytest.mark.parametrize("source", ["student", "idea"])
def test_a_step_of_their_own_students_give_another_day_themselves(student_client, source):
    action = _action(student_client.student, source=source)
    student_client.post(_own(action), {"due_on": LATER.isoformat()})
    action.refresh_from_db()
    assert (action.due_on, action.asked_due_on) == (LATER, None)
    assert _due(action) == LATER


def test_the_same_date_again_writes_no_line(school):
    action = _action(people.student(school))
    for _ in range(2):
        actions.set_date(action=action, due_on=LATER, by=people.person())
    assert Entry.objects.filter(about=f"action:{action.pk}").count() == 2


@pytest.mark.parametrize("role", [Role.STUDENT, Role.CAREERS_LEADER])
def test_a_day_that_has_passed_is_refused(client_of, school, role):
    client = client_of(role)
    student = Student.objects.filter(person=client.person).first() or people.student(school)
    action = _action(student)
    address = _own(action) if role == Role.STUDENT else _staff(action)
    yesterday = TODAY - dt.timedelta(days=1)
    page = client.post(address, {"due_on": yesterday.isoformat()}).content.decode()
    assert "still to come" in page
    action.refresh_from_db()
    assert (action.due_on, action.asked_due_on) == (LATE, None)


def test_a_closed_action_has_no_other_date(school):
    action = _action(people.student(school))
    actions.close_action(action=action, state="done", by=people.person())
    with pytest.raises(actions.ActionError, match="closed"):
        actions.set_date(action=action, due_on=LATER, by=people.person())
    with pytest.raises(actions.ActionError, match="closed"):
        actions.ask_for_date(action=action, due_on=LATER, because="", by=people.person())


def test_a_student_asks_for_their_own_steps_only(student_client, school):
    theirs = _action(people.student(school))
    tutors = _action(student_client.student, owner="tutor")
    assert student_client.get(_own(theirs)).status_code == 404
    assert student_client.get(_own(tutors)).status_code == 404


def test_a_tutor_sees_only_actions_of_their_own_students(client_of, school):
    action = _action(people.student(school))
    client = client_of(Role.TUTOR, tutor_group=people.tutor_group(school))
    assert client.get(_staff(action)).status_code == 404
    assert Action.objects.get().due_on == LATE


def test_a_correction_of_the_record_answers_the_student(school):
    interview = make.interview(people.student(school), make.adviser(school), make.at(-1))
    by = people.person()

    def text(action_id, due_on):
        details = actions.ActionDetails("Visit the college", due_on=due_on)
        return records.RecordText("Likes maths.", [], [], [(action_id, details)])

    written = records.save_record(
        interview=interview, text=text(None, LATE), version=0, by=by, finish=True
    )
    action = Action.objects.get()
    actions.ask_for_date(action=action, due_on=LATER, because="", by=by)
    later = LATER + dt.timedelta(days=1)
    records.save_record(
        interview=interview, text=text(action.pk, later), version=written.version, by=by
    )
    action.refresh_from_db()
    assert (action.due_on, action.asked_due_on) == (later, None)
    assert _due(action) == later


def test_the_list_of_actions_takes_no_more_queries_for_many(
    client_of, school, django_assert_max_num_queries
):
    client = client_of(Role.CAREERS_LEADER)
    address = reverse("interviews:actions") + "?state=open"

    def add(number):
        for _ in range(number):
            action = _action(people.student(school))
            actions.ask_for_date(action=action, due_on=LATER, because="", by=people.person())

    add(3)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    add(20)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
