"""Reading the roll."""

import datetime as dt

import pytest

from fingerpost.students.enums import Characteristic, typed_value, value_as_text
from fingerpost.students.models import CharacteristicValue, Student
from fingerpost.students.selectors import current_characteristics, roll_columns, students_on_roll
from tests.factories import people

TODAY = dt.date(2026, 11, 23)
COLUMNS = {
    "student_id", "school_id", "school_urn", "school_has_sixth_form", "year_group", "tutor_group",
    "sex", "born_on", "joined_on", "left_on", "sen_provision", "sen_type", "ehc_plan",
    "disability", "free_school_meals", "pupil_premium", "first_language", "eal", "ethnicity",
    "in_care", "young_carer", "attendance", "attainment", "postcode_district",
}  # fmt: skip


def know(student, kind, value, until_on=None):
    return CharacteristicValue.objects.create(
        student=student,
        kind=kind,
        value=value_as_text(value),
        source="test",
        from_on=dt.date(2025, 9, 1),
        until_on=until_on,
    )


@pytest.mark.django_db
def test_a_student_who_left_is_not_on_the_roll_from_that_day(school):
    stays = people.student(school)
    people.student(school, left_on=TODAY)
    leaves_tomorrow = people.student(school, left_on=TODAY + dt.timedelta(days=1))
    people.student(school, joined_on=TODAY + dt.timedelta(days=1))
    assert set(students_on_roll(Student.objects.all(), TODAY)) == {stays, leaves_tomorrow}


@pytest.mark.django_db
def test_the_extract_has_every_column_with_its_type_and_null_for_unknown(school):
    group = people.tutor_group(school, "9A", year_group=9)
    known = people.student(school, tutor_group=group)
    unknown = people.student(school)
    know(known, Characteristic.EHC_PLAN, True)
    know(known, Characteristic.PUPIL_PREMIUM, False)
    know(known, Characteristic.ATTENDANCE, 93.4)
    know(known, Characteristic.POSTCODE, "BD7")
    know(known, Characteristic.SEN_PROVISION, "K")
    know(known, Characteristic.IN_CARE, True, until_on=dt.date(2026, 1, 1))
    columns = roll_columns([school.pk])
    assert set(columns) == COLUMNS
    assert {len(values) for values in columns.values()} == {2}
    row = {name: values[0] for name, values in columns.items()}
    assert row["student_id"] == known.pk
    assert (row["ehc_plan"], row["pupil_premium"]) == (True, False)
    assert (row["attendance"], row["postcode_district"]) == (93.4, "BD7")
    assert (row["sen_provision"], row["tutor_group"]) == ("K", "9A")
    assert row["in_care"] is None
    assert row["school_has_sixth_form"] is True
    assert columns["student_id"][1] == unknown.pk
    assert columns["tutor_group"][1] is None
    assert columns["ehc_plan"][1] is None


@pytest.mark.django_db
def test_the_extract_of_one_school_holds_no_other_schools_students(school):
    people.student(people.school())
    mine = people.student(school)
    assert roll_columns([school.pk])["student_id"] == [mine.pk]


@pytest.mark.django_db
def test_the_extract_takes_two_queries_however_many_students(school, django_assert_num_queries):
    for _ in range(12):
        know(people.student(school), Characteristic.EAL, True)
    with django_assert_num_queries(2):
        roll_columns([school.pk])


@pytest.mark.django_db
def test_characteristics_of_many_students_come_in_one_query(school, django_assert_num_queries):
    students = [people.student(school) for _ in range(5)]
    for student in students:
        know(student, Characteristic.EAL, True)
        know(student, Characteristic.IN_CARE, True)
    with django_assert_num_queries(1):
        found = current_characteristics([s.pk for s in students], {Characteristic.EAL})
    assert {frozenset(kinds) for kinds in found.values()} == {frozenset({"eal"})}
    assert len(found) == 5


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("ehc_plan", True),
        ("eal", False),
        ("attendance", 93.45),
        ("attainment", 4.0),
        ("ethnicity", "WBRI"),
    ],
)
def test_a_value_comes_back_as_it_was_kept(kind, value):
    assert typed_value(kind, value_as_text(value)) == value
