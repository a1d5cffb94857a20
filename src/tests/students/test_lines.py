"""The roll's pages: who sees which lines and what of them, and what an administrator changes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.audit.models import Event
from fingerpost.schools.models import School
from fingerpost.students.enums import Characteristic
from fingerpost.students.models import CharacteristicValue, FamilyLink, Student, TutorGroup
from fingerpost.students.services.errors import InvalidChange
from fingerpost.students.services.sign_ins import give_sign_in, give_sign_ins
from tests.factories import people
from tests.students.roll_tables import upn

pytestmark = pytest.mark.django_db


def know(student, kind, value):
    return CharacteristicValue.objects.create(
        student=student, kind=kind, value=value, source="Spreadsheet", from_on=dt.date(2026, 9, 1)
    )


def line_data(student, **changes):
    return {
        "given_name": student.given_name,
        "family_name": student.family_name,
        "preferred_name": "",
        "born_on": "2011-10-01",
        "sex": "U",
        "email": student.email,
        "upn": student.upn,
        "uln": "",
        "year_group": str(student.year_group),
        "tutor_group": "",
        "joined_on": "2020-09-01",
        "left_on": "",
        **changes,
    }


def test_a_tutor_sees_the_lines_of_their_group_only(client_of, school):
    mine, other = people.tutor_group(school), people.tutor_group(school)
    student = people.student(school, tutor_group=mine)
    stranger = people.student(school, tutor_group=other)
    client = client_of(Role.TUTOR, tutor_group=mine)
    page = client.get("/roll/").content.decode()
    assert student.family_name in page
    assert stranger.family_name not in page
    assert client.get(reverse("students:line", args=[student.pk])).status_code == 200
    assert client.get(reverse("students:line", args=[stranger.pk])).status_code == 404


def test_another_schools_student_does_not_exist_for_an_administrator(client_of):
    theirs = people.student(people.school())
    client = client_of(Role.ADMINISTRATOR)
    for name in ("line", "edit", "characteristics", "add_parent", "sign_in"):
        address = reverse(f"students:{name}", args=[theirs.pk])
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.STUDENT, Role.PARENT])
def test_the_roll_is_not_for_everyone(client_of, role):
    assert client_of(role).get("/roll/").status_code == 403


def test_a_line_shows_only_what_the_viewers_role_may_see(client_of, school):
    group = people.tutor_group(school)
    student = people.student(school, tutor_group=group)
    know(student, Characteristic.ATTENDANCE, "91.5")
    know(student, Characteristic.IN_CARE, "yes")
    address = reverse("students:line", args=[student.pk])
    page = client_of(Role.TUTOR, tutor_group=group).get(address).content.decode()
    assert "91.5" in page
    assert "In care" not in page
    page = client_of(Role.SENCO).get(address).content.decode()
    assert "In care" in page
    assert "Spreadsheet" in page
    assert "1 September 2026" in page


def test_looking_at_a_line_is_audited_once(client_of, school):
    student = people.student(school)
    client = client_of(Role.SENCO)
    for _ in range(3):
        client.get(reverse("students:line", args=[student.pk]))
    looks = Event.objects.filter(deed="looked", student_id=student.pk)
    assert [event.actor for event in looks] == [client.person]


def test_the_roll_is_searched_and_filtered(client_of, school):
    group = people.tutor_group(school, year_group=9)
    amina = people.student(school, given_name="Amina", tutor_group=group, upn=upn(7))
    people.student(school, given_name="Boris", family_name="Up", year_group=8)
    people.student(school, given_name="Carla", left_on=dt.date(2021, 1, 1))
    client = client_of(Role.ADMINISTRATOR)

    def found(query):
        return [student.given_name for student in client.get(f"/roll/?{query}").context["students"]]

    assert sorted(found("")) == ["Amina", "Boris"]
    assert found("q=AMIN") == ["Amina"]
    assert found(f"q={amina.upn}") == ["Amina"]
    assert found("year=8") == ["Boris"]
    assert found(f"group={group.pk}") == ["Amina"]
    assert found("status=left") == ["Carla"]
    assert len(found("status=all")) == 3
    assert len(found("year=nonsense&group=x&page=99")) == 2


def test_the_roll_takes_the_same_queries_for_thirty_students_as_for_five(client_of, school):
    group = people.tutor_group(school)
    client = client_of(Role.ADMINISTRATOR)
    people.student(school, tutor_group=group)
    client.get("/roll/")  # the first look is noted in the audit log
    used = []
    for count in (5, 25):
        for _ in range(count):
            people.student(school, tutor_group=group)
        with CaptureQueriesContext(connection) as queries:
            client.get("/roll/")
        used.append(len(queries))
    assert used[0] == used[1]


def test_an_administrator_changes_a_line_and_it_is_audited(client_of, school):
    student = people.student(school)
    client = client_of(Role.ADMINISTRATOR)
    address = reverse("students:edit", args=[student.pk])
    client.post(address, line_data(student, given_name="Zoë", year_group="11"))
    student.refresh_from_db()
    assert (student.given_name, student.year_group) == ("Zoë", 11)
    event = Event.objects.get(deed="changed", student_id=student.pk)
    assert sorted(event.details["fields"]) == ["given_name", "year_group"]
    assert School.objects.get(pk=school.pk).roll_revision == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"upn": "A123"}, "a UPN has 13"),
        ({"left_on": "2019-01-01"}, "cannot be before the date joined"),
        ({"given_name": ""}, "First name"),
    ],
)
def test_a_wrong_line_is_refused_with_a_sentence(client_of, school, changes, sentence):
    student = people.student(school)
    client = client_of(Role.ADMINISTRATOR)
    answer = client.post(reverse("students:edit", args=[student.pk]), line_data(student, **changes))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Student.objects.get(pk=student.pk).left_on is None


def test_a_upn_of_another_student_is_refused_on_the_line(client_of, school):
    people.student(school, upn=upn(1))
    student = people.student(school)
    client = client_of(Role.ADMINISTRATOR)
    answer = client.post(
        reverse("students:edit", args=[student.pk]), line_data(student, upn=upn(1))
    )
    assert b"Another student has this UPN" in answer.content


def test_a_characteristic_entered_by_hand_has_its_source_and_keeps_the_old_one(client_of, school):
    student = people.student(school)
    old = know(student, Characteristic.SEN_PROVISION, "N")
    client = client_of(Role.ADMINISTRATOR)
    address = reverse("students:characteristics", args=[student.pk])
    client.post(address, {"sen_provision": "K", "postcode": "BD7 1AA", "attendance": "93.50"})
    old.refresh_from_db()
    assert old.until_on is not None
    current = CharacteristicValue.objects.filter(student=student, until_on__isnull=True)
    assert {(value.kind, value.value, value.source) for value in current} == {
        ("sen_provision", "K", "Entered by hand"),
        ("postcode", "BD7", "Entered by hand"),
        ("attendance", "93.5", "Entered by hand"),
    }


def test_a_parent_is_joined_sees_the_child_and_is_parted_again(client_of, school):
    student = people.student(school)
    client = client_of(Role.ADMINISTRATOR)
    data = {"name": "Made Parent", "email": "parent@example.org", "relationship": "Mother"}
    for _ in range(2):
        client.post(reverse("students:add_parent", args=[student.pk]), data)
    link = FamilyLink.objects.get(student=student, ended_on__isnull=True)
    assert RoleHolding.objects.filter(person=link.person, role=Role.PARENT).count() == 1
    assert b"Made Parent" in client.get(reverse("students:line", args=[student.pk])).content
    client.post(reverse("students:end_parent", args=[student.pk, link.pk]))
    assert not FamilyLink.objects.filter(ended_on__isnull=True).exists()
    assert not RoleHolding.objects.filter(
        person=link.person, role=Role.PARENT, ends_on__isnull=True
    ).exists()


def test_a_parent_of_another_child_keeps_the_role(client_of, school):
    first, second = people.student(school), people.student(school)
    parent = people.person_with(Role.PARENT, school=school, child=first)
    other = FamilyLink.objects.create(person=parent, student=second)
    client = client_of(Role.ADMINISTRATOR)
    client.post(reverse("students:end_parent", args=[second.pk, other.pk]))
    assert RoleHolding.objects.get(person=parent).ends_on is None


def test_a_student_gets_a_sign_in_once(client_of, school):
    student = people.student(school)
    client = client_of(Role.ADMINISTRATOR)
    for _ in range(2):
        client.post(reverse("students:sign_in", args=[student.pk]), {"email": "S1@Example.org"})
    student.refresh_from_db()
    assert student.person.email == "s1@example.org"
    assert not student.person.has_usable_password()
    assert RoleHolding.objects.get(person=student.person).role == Role.STUDENT


def test_an_address_of_a_member_of_staff_is_no_students(school):
    staff = people.person_with(Role.TUTOR, school=school)
    student = people.student(school)
    with pytest.raises(InvalidChange, match="Somebody else signs in"):
        give_sign_in(student=student, email=staff.email.upper(), by=None)
    assert Student.objects.get(pk=student.pk).person is None


def test_everyone_with_an_address_gets_a_sign_in_in_one_go(client_of, school):
    good = [people.student(school, email=f"made{number}@example.org") for number in range(3)]
    people.student(school)
    people.student(school, email="gone@example.org", left_on=dt.date(2021, 1, 1))
    people.student(school, email="same@example.org")
    people.student(school, email="Same@example.org")
    client = client_of(Role.ADMINISTRATOR)
    page = client.post(
        "/roll/sign-ins/", {"todo": "email", "sure": "yes"}, follow=True
    ).content.decode()
    assert "3 students got a sign-in" in page
    assert "2 got none" in page
    given = Student.objects.filter(person__isnull=False)
    assert set(given) == set(good)
    assert Person.objects.filter(holdings__role=Role.STUDENT).count() == 3
    client.post("/roll/sign-ins/", {"todo": "email", "sure": "yes"})
    assert Person.objects.filter(holdings__role=Role.STUDENT).count() == 3


def test_giving_sign_ins_takes_no_more_queries_for_twenty_than_for_five(school):
    used = []
    for count in (5, 20):
        for number in range(count):
            people.student(school, email=f"made{count}x{number}@example.org")
        with CaptureQueriesContext(connection) as queries:
            give_sign_ins(school=school, by=None)
        used.append(len(queries))
    assert used[0] == used[1]


def test_tutor_groups_are_added_renamed_and_removed_when_empty(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    client.post("/roll/groups/", {"name": "9A", "year_group": "9"})
    group = TutorGroup.objects.get()
    answer = client.post("/roll/groups/", {"name": "9A", "year_group": "9"})
    assert b"has a tutor group called 9A already" in answer.content
    client.post(reverse("students:change_group", args=[group.pk]), {"name": "9B", "year_group": 9})
    student = people.student(school, tutor_group=group)
    client.post(reverse("students:end_group", args=[group.pk]))
    assert TutorGroup.objects.get().name == "9B"
    student.delete()
    client.post(reverse("students:end_group", args=[group.pk]))
    assert not TutorGroup.objects.exists()
