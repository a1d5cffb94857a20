"""The audit log tells in plain words which lists somebody looked at."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.interviews.models import Action, Adviser, Interview
from fingerpost.students.services import looks
from fingerpost.students.services.looks import looked_at_list
from tests.factories import people

pytestmark = pytest.mark.django_db


def _look(school, person, **fields):
    asked = {"label": "Actions", "query": "state=overdue&tutor_group=7&page=2", "students": 34}
    looked_at_list(by=person, school=school, **{**asked, **fields})


def test_the_administrator_reads_who_looked_at_which_list(client_of, school):
    tutor = people.person_with(Role.TUTOR, school=school, name="Tess Tutor")
    _look(school, tutor)
    words = " ".join(client_of(Role.ADMINISTRATOR).get("/audit/").content.decode().split())
    assert "Tess Tutor" in words
    assert "looked at the list “Actions”" in words
    assert "34 lines, narrowed by state, tutor group" in words


def test_another_list_another_person_and_another_filter_are_looks_of_their_own(school):
    one, other = (people.person_with(Role.TUTOR, school=school) for _ in range(2))
    for _ in range(2):
        _look(school, one)
        _look(school, other)
        _look(school, one, label="Interviews")
        _look(school, one, query="state=open")
        _look(school, one, query="state=overdue&tutor_group=7&page=3&sort=name")
    assert Event.objects.filter(deed="looked").count() == 4


def test_an_hour_later_it_is_another_look(school, monkeypatch):
    person = people.person_with(Role.TUTOR, school=school)
    _look(school, person)
    now = looks.timezone.now()
    later = type("Later", (), {"now": staticmethod(lambda: now + dt.timedelta(minutes=61))})
    monkeypatch.setattr(looks, "timezone", later)
    _look(school, person)
    assert Event.objects.filter(deed="looked").count() == 2


def test_each_list_that_names_students_notes_a_look(client_of, school):
    """Next steps of a group, intentions of a group, actions and interviews."""
    group = people.tutor_group(school, year_group=11)
    student = people.student(school, tutor_group=group)
    leader = client_of(Role.CAREERS_LEADER)
    adviser = Adviser.objects.create(school=school, person=leader.person)
    starts = timezone.now() + dt.timedelta(minutes=1)
    Interview.objects.create(school=school, student=student, adviser=adviser, starts_at=starts)
    Action.objects.create(
        school=school, student=student, what="Visit the college", agreed_on=timezone.localdate()
    )
    page = leader.get("/next-steps/")
    first_rule = page.context["steps"][0]
    leader.get(first_rule.url)
    leader.get(f"/interviews/?day={timezone.localtime(starts):%Y-%m-%d}&span=day")
    leader.get("/interviews/actions/?state=open")
    leader.get(f"/choices/groups/{group.pk}/")
    looks = set(Event.objects.filter(deed="looked").values_list("subject_label", flat=True))
    assert looks == {
        f"Next steps: {first_rule.title}",
        "Interviews",
        "Actions",
        f"Intentions of {group.name}",
    }
