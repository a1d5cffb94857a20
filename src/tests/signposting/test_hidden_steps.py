"""A step that tells of a characteristic is for those who may see the characteristic."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.schools.services import roll_changed
from fingerpost.signposting.models import Override, OverrideKind
from fingerpost.students.enums import Characteristic
from fingerpost.students.services.lines import set_characteristics
from tests.factories import people

RULE = "young_carer_time"


@pytest.fixture
def carer(school):
    group = people.tutor_group(school, year_group=11)
    student = people.student(school, tutor_group=group, year_group=11)
    set_characteristics(student=student, values={Characteristic.YOUNG_CARER: "yes"}, by=None)
    roll_changed(school.pk)
    return student


def test_a_tutor_does_not_learn_from_a_list_of_next_steps_who_is_a_young_carer(client_of, carer):
    client = client_of(Role.TUTOR, tutor_group=carer.tutor_group)
    assert client.get("/next-steps/", {"rule": RULE}).status_code == 404
    assert RULE not in client.get("/next-steps/").content.decode()
    assert client.get(f"/next-steps/students/{carer.pk}/").status_code == 200


def test_the_careers_leader_sees_who_is_a_young_carer(client_of, carer):
    client = client_of(Role.CAREERS_LEADER)
    assert carer.name in client.get("/next-steps/", {"rule": RULE}).content.decode()
    assert RULE in client.get("/next-steps/").content.decode()


def test_a_decision_about_a_hidden_step_is_hidden_from_a_tutor(client_of, carer):
    Override.objects.create(
        school=carer.school,
        student=carer,
        rule=RULE,
        kind=OverrideKind.DISMISS,
        reason="Has help at home",
        until_on=timezone.localdate() + dt.timedelta(days=9),
    )
    address = f"/next-steps/students/{carer.pk}/"
    leader = client_of(Role.CAREERS_LEADER).get(address).content.decode()
    assert "Has help at home" in leader
    tutor = client_of(Role.TUTOR, tutor_group=carer.tutor_group).get(address).content.decode()
    assert "Has help at home" not in tutor
