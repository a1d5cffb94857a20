"""Each page that names students, or tells what is known of one, leaves a look in the audit log."""

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from fingerpost.interviews.enums import ActionSource
from fingerpost.interviews.models import Action
from fingerpost.signposting.bridge import rules_now
from tests.factories import interviews, people, programme

pytestmark = pytest.mark.django_db

LEADER, ADMINISTRATOR = Role.CAREERS_LEADER, Role.ADMINISTRATOR
ABOUT_ONE = {
    "students:characteristics": ADMINISTRATOR,
    "students:edit": ADMINISTRATOR,
    "students:add_parent": ADMINISTRATOR,
    "students:sign_in": ADMINISTRATOR,
    "students:leave": ADMINISTRATOR,
    "students:bring_back": ADMINISTRATOR,
    "signposting:decide": LEADER,
    "interviews:book": LEADER,
    "interviews:action_add": LEADER,
    "interviews:action_close": LEADER,
    "interviews:action_date": LEADER,
    "interviews:action_reopen": LEADER,
    "interviews:move": LEADER,
    "interviews:cancel": LEADER,
}
LISTS = {
    "students:roll": LEADER,
    "students:sign_ins": ADMINISTRATOR,
    "students:leavers": ADMINISTRATOR,
    "students:erase": ADMINISTRATOR,
    "interviews:book": LEADER,
    "programme:record": LEADER,
    "programme:session": LEADER,
    "programme:register": LEADER,
}


def looks():
    return Event.objects.filter(deed=Deed.LOOKED)


def an_action_of(school, student):
    return Action.objects.create(
        school=school,
        student=student,
        source=ActionSource.TUTOR,
        what="Ring the college",
        agreed_on=timezone.localdate(),
        due_on=timezone.localdate(),
    )


def address_about_one(name, school, student):
    if name in ("interviews:book", "interviews:action_add"):
        key = "students" if name.endswith("book") else "student"
        return f"{reverse(name)}?{key}={student.pk}"
    if name.startswith("students:"):
        return reverse(name, args=[student.pk])
    if name == "signposting:decide":
        return reverse(name, args=[student.pk, rules_now()[0].id])
    if name.startswith("interviews:action"):
        return reverse(name, args=[an_action_of(school, student).pk])
    booked = interviews.interview(student, interviews.adviser(school))
    return reverse(name, args=[booked.pk])


@pytest.mark.parametrize("name", ABOUT_ONE)
def test_a_page_about_one_student_leaves_one_look_at_them(client_of, school, name):
    student = people.student(school)
    address = address_about_one(name, school, student)
    client = client_of(ABOUT_ONE[name])
    for _ in range(2):
        assert client.get(address).status_code == 200
    assert [one.student_id for one in looks()] == [student.pk]
    assert looks().get().actor == client.person


def address_of_list(name, school, students):
    if name == "interviews:book":
        return f"{reverse(name)}?students={','.join(str(one.pk) for one in students)}"
    if name == "programme:record":
        return f"{reverse(name)}?tutor_group={students[0].tutor_group_id}"
    if name in ("programme:session", "programme:register"):
        return reverse(name, args=[programme.session(school, students=students).pk])
    return reverse(name)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_names_students_leaves_one_look_with_how_many(client_of, school, name):
    group = people.tutor_group(school)
    left = {"left_on": "2020-10-01"} if name in ("students:leavers", "students:erase") else {}
    students = [people.student(school, tutor_group=group, **left) for _ in range(3)]
    address = address_of_list(name, school, students)
    client = client_of(LISTS[name])
    for _ in range(2):
        assert client.get(address).status_code == 200
    assert [one.details["students"] for one in looks()] == [3]


def test_what_is_typed_to_find_a_student_is_not_kept_in_the_log(client_of, school):
    people.student(school, family_name="Winterbourne")
    client_of(LEADER).get(f"{reverse('students:roll')}?q=Winterbourne")
    assert looks().get().details == {"asked": {}, "students": 1}
