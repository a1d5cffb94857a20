"""A step of a student's own: theirs to change and take away until somebody else acts on it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.interviews.models import Action
from fingerpost.interviews.services import actions
from fingerpost.interviews.services.own_steps import change_own_step, remove_own_step
from fingerpost.ledger.models import Entry
from fingerpost.students.models import Student
from tests.factories import people

TODAY = timezone.localdate()
FIRST = TODAY + dt.timedelta(days=4)
SOON = TODAY + dt.timedelta(days=9)
PLAN = reverse("interviews:plan")


@pytest.fixture
def me(client_of):
    client = client_of(Role.STUDENT)
    client.student = Student.objects.get(person=client.person)
    return client


@pytest.fixture
def step(me):
    me.post(reverse("interviews:own_action_add"), {"what": "Ring the vet", "due_on": FIRST})
    return Action.objects.get()


def change(step):
    return reverse("interviews:own_action_change", args=[step.pk])


def remove(step):
    return reverse("interviews:own_action_remove", args=[step.pk])


def standing():
    return Entry.objects.filter(superseded_by__isnull=True, is_void=False)


def test_what_it_says_and_its_day_are_changed_in_the_ledger_too(me, step):
    plan = me.get(PLAN).content.decode()
    assert change(step) in plan and remove(step) in plan
    assert "Ring the vet" in me.get(change(step)).content.decode()
    sent = {"what": "Visit the vet", "due_on": SOON.isoformat()}
    assert me.post(change(step), sent).url == PLAN
    step.refresh_from_db()
    assert (step.what, step.due_on) == ("Visit the vet", SOON)
    line = standing().get()
    assert (line.summary, line.due_on) == ("Visit the vet", SOON)
    assert Event.objects.filter(deed="changed").get().details == {"changed": ["what", "due_on"]}


def test_the_same_again_changes_nothing(me, step):
    me.post(change(step), {"what": "Ring the vet", "due_on": FIRST})
    assert not Event.objects.filter(deed="changed").exists()
    assert Entry.objects.count() == 1


def test_a_day_that_has_passed_may_stay(me, step):
    Action.objects.update(due_on=TODAY - dt.timedelta(days=3))
    sent = {"what": "Visit the vet", "due_on": (TODAY - dt.timedelta(days=3)).isoformat()}
    assert me.post(change(step), sent).url == PLAN


def test_it_is_taken_away_with_its_line_in_the_ledger(me, step):
    assert "Ring the vet" in me.get(remove(step)).content.decode()
    assert Action.objects.exists()
    assert me.post(remove(step)).url == PLAN
    assert not Action.objects.exists()
    assert not standing().exists()
    [event] = Event.objects.filter(deed="removed")
    assert event.student_id == me.student.pk


def chased(step, staff):
    actions.chase_actions(actions=[step], by=staff)


def dated(step, staff):
    actions.set_date(action=step, due_on=SOON, by=staff)


def closed_and_opened(step, staff):
    actions.close_action(action=step, state="dropped", by=staff)
    actions.reopen_action(action=step, by=staff)


@pytest.mark.parametrize("act", [chased, dated, closed_and_opened])
def test_once_somebody_else_has_acted_on_it_it_stays(me, step, act):
    act(step, people.person())
    for address in (change(step), remove(step)):
        assert address not in me.get(PLAN).content.decode()
        assert me.post(address, {"what": "Other"}).status_code == 404
    details = actions.ActionDetails("Other")
    with pytest.raises(actions.ActionError):
        change_own_step(action=step, details=details, by=me.person)
    with pytest.raises(actions.ActionError):
        remove_own_step(action=step, by=me.person)
    assert Action.objects.get().what == "Ring the vet"


def test_a_step_that_staff_set_is_not_the_students(me):
    step = actions.add_action(
        student=me.student,
        details=actions.ActionDetails("Visit the college"),
        source="tutor",
        by=people.person(),
    )
    assert change(step) not in me.get(PLAN).content.decode()
    assert me.post(remove(step)).status_code == 404


def test_another_students_step_is_not_found(client_of, me, step):
    other = client_of(Role.STUDENT)
    assert other.get(change(step)).status_code == 404
    assert other.post(remove(step)).status_code == 404
    assert Action.objects.exists()
