"""Erasing the records of leavers, and telling a student all that is held about them."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person
from fingerpost.audit import services as audit
from fingerpost.audit.models import Event
from fingerpost.ledger.models import Entry
from fingerpost.ledger.services import Line, record
from fingerpost.students.duties import leavers
from fingerpost.students.enums import Characteristic
from fingerpost.students.models import (
    CharacteristicValue,
    FamilyLink,
    FormerUpn,
    RollImport,
    Student,
)
from fingerpost.students.services import erasing
from fingerpost.students.services.belongings import related_models
from fingerpost.students.services.erasing import erase_leavers
from fingerpost.students.signals import erasing as erasing_signal
from tests.factories import people
from tests.students.roll_tables import upn

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2022, 7, 20)
ADDRESS = "/roll/leavers/erase/"
NAME = "Zarathustra"


@pytest.fixture
def gone(school):
    """A student who left long ago, with something in every place this app knows of."""
    person = people.person_with(Role.STUDENT, school=school, name=f"{NAME} Nightingale")
    student = person.student
    Student.objects.filter(pk=student.pk).update(
        given_name=NAME, family_name="Nightingale", upn=upn(3), uln="1234567890",
        source_id="A3", email="z@example.org", left_on=LONG_AGO,
    )  # fmt: skip
    student.refresh_from_db()
    CharacteristicValue.objects.create(
        student=student, kind=Characteristic.IN_CARE, value="yes", source="x", from_on=LONG_AGO
    )
    FormerUpn.objects.create(student=student, upn=upn(4), noted_on=LONG_AGO)
    mother = people.person(name=f"Mother of {NAME}")
    people.holding(mother, school, Role.PARENT)
    FamilyLink.objects.create(person=mother, student=student, relationship="Mother")
    record([Line(student, "assembly", dt.date(2021, 3, 4), summary=f"{NAME} liked it")], by=person)
    audit.record(by=person, deed="signed_in", subject=person, school=school)
    audit.record(by=None, deed="looked", subject=student, student=student)
    return student


def everything_stored():
    """Every text in every table, to look for a name in."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("django_", "sqlite_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def erase(school, *students):
    return erase_leavers(school=school, students=[s.pk for s in students], by=None).number


def test_nothing_is_erased_before_somebody_has_looked_at_the_list(client_of, school, gone):
    client = client_of(Role.ADMINISTRATOR)
    page = client.get(ADDRESS).content.decode()
    assert "Nightingale" in page
    assert "20 July 2022" in page
    answer = client.post(ADDRESS, {"student": gone.pk})
    assert "Tick the box" in answer.content.decode()
    assert Student.objects.get(pk=gone.pk).given_name == NAME
    client.post(ADDRESS, {"student": gone.pk, "looked": "on"})
    assert Student.objects.get(pk=gone.pk).given_name == "Former"
    told = Event.objects.get(school=school, subject_label__startswith="Records of 1")
    assert told.actor == client.person


def test_after_erasing_no_table_holds_the_name_or_a_number(school, gone):
    assert erase(school, gone) == 1
    stored = everything_stored()
    for secret in (NAME, "Nightingale", upn(3), upn(4), "1234567890", "z@example.org"):
        assert secret not in stored
    assert not Person.objects.exists()


def test_the_ledger_line_stays_without_its_words(school, gone):
    erase(school, gone)
    line = Entry.objects.get(student=gone)
    assert (line.kind, line.happened_on) == ("assembly", dt.date(2021, 3, 4))
    assert line.summary == ""
    assert line.recorded_by is None


def test_the_ledger_refuses_any_other_change(school, gone):
    for change in ("summary = 'other'", "summary = '', kind = 'tutorial'", "minutes = 9"):
        with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
            connection.cursor().execute(f"UPDATE ledger_entry SET {change}")


def test_a_figure_about_the_past_still_counts_the_student(school, gone):
    from fingerpost.ledger.selectors import ledger_columns
    from fingerpost.students.selectors import roll_columns

    def past():
        roll = roll_columns([school.pk])
        ledger = ledger_columns(school.pk)["ledger"]
        return [
            *(roll[name] for name in ("student_id", "year_group", "joined_on", "left_on")),
            *(ledger[name] for name in ("student_id", "kind", "happened_on")),
        ]

    before = past()
    erase(school, gone)
    assert past() == before


def test_only_those_who_are_due_are_erased(school, gone):
    recent = people.student(school, left_on=timezone.localdate())
    here = people.student(school)
    assert erase(school, gone, recent, here) == 1
    assert Student.objects.get(pk=recent.pk).anonymous_since is None


def test_the_day_itself_is_due_and_the_day_before_is_not(school, gone):
    today = timezone.localdate()
    school.leaver_record_months = 0
    school.save()
    Student.objects.filter(pk=gone.pk).update(left_on=today + dt.timedelta(days=1))
    assert erase(school, gone) == 0
    Student.objects.filter(pk=gone.pk).update(left_on=today)
    assert erase(school, gone) == 1


def test_another_schools_leaver_is_not_erased(client_of, gone):
    client = client_of(Role.ADMINISTRATOR, school=people.school())
    client.post(ADDRESS, {"student": gone.pk, "looked": "on"})
    assert Student.objects.get(pk=gone.pk).given_name == NAME


def test_a_parent_of_another_child_and_a_teacher_stay(school, gone):
    mother = FamilyLink.objects.get(student=gone).person
    FamilyLink.objects.create(person=mother, student=people.student(school), relationship="M")
    teacher = people.person_with(Role.TUTOR, Role.PARENT, school=school, child=gone)
    erase(school, gone)
    assert Person.objects.filter(pk__in=[mother.pk, teacher.pk]).count() == 2


@pytest.fixture
def stuck(school, monkeypatch):
    """Another leaver, whose records something goes wrong with after half the way."""
    student = people.person_with(Role.STUDENT, school=school, name="Ida Stuck").student
    Student.objects.filter(pk=student.pk).update(left_on=LONG_AGO)
    forget = erasing._erase_people

    def fail(keys):
        if student.person_id in keys:
            raise RuntimeError
        forget(keys)

    monkeypatch.setattr(erasing, "_erase_people", fail)
    CharacteristicValue.objects.create(
        student=student, kind=Characteristic.IN_CARE, value="yes", source="x", from_on=LONG_AGO
    )
    student.refresh_from_db()
    return student


def test_a_failure_on_the_way_erases_nothing_of_the_student(school, stuck):
    assert erase(school, stuck) == 0
    assert Student.objects.get(pk=stuck.pk).name == stuck.name
    assert CharacteristicValue.objects.filter(student=stuck).exists()
    assert not Event.objects.filter(subject_label__startswith="Records of").exists()


def test_who_cannot_be_erased_stops_nobody_else_and_is_named(client_of, school, gone, stuck):
    client = client_of(Role.ADMINISTRATOR)
    data = {"student": [stuck.pk, gone.pk], "looked": "on"}
    page = client.post(ADDRESS, data, follow=True).content.decode()
    assert "Erased the records of 1 student who left." in page
    assert f"{stuck.name}: Something went wrong." in page
    assert Student.objects.get(pk=gone.pk).given_name == "Former"
    assert NAME not in everything_stored()
    assert stuck.family_name in client.get(ADDRESS).content.decode()
    told = Event.objects.get(school=school, subject_label__startswith="Records of 1")
    assert told.details == {"students": [gone.pk]}


def test_what_still_needs_a_student_is_said(school, gone, monkeypatch):
    def refuse(sender, **_):
        raise ProtectedError("Needed", {school})

    erasing_signal.connect(refuse)
    try:
        [left] = erase_leavers(school=school, students=[gone.pk], by=None).left
    finally:
        erasing_signal.disconnect(refuse)
    assert left.because == "Something else here still needs what would go: school."
    assert Student.objects.get(pk=gone.pk).given_name == NAME


def test_the_duty_tells_how_many_were_left_without_a_name(school, gone, stuck):
    school.erases_leavers_itself = True
    school.save()
    told = leavers(today=timezone.localdate())
    assert "records of 1 leavers erased. Of 1 they could not be" in told
    assert stuck.family_name not in told


def test_a_school_may_have_it_done_by_itself(school, gone):
    leavers(today=timezone.localdate())
    assert Student.objects.get(pk=gone.pk).given_name == NAME
    school.erases_leavers_itself = True
    school.save()
    assert "records of 1 leavers erased" in leavers(today=timezone.localdate())
    assert Student.objects.get(pk=gone.pk).given_name == "Former"


def test_erased_students_are_on_no_page_and_no_file_finds_them(client_of, school, gone):
    erase(school, gone)
    client = client_of(Role.ADMINISTRATOR)
    assert client.get(f"/roll/students/{gone.pk}/").status_code == 404
    assert "Former" not in client.get("/roll/?status=all").content.decode()
    assert "Somebody whose records were erased" in client.get("/audit/").content.decode()


def test_what_an_import_keeps_to_be_undone_forgets_them_too(school, gone):
    done = RollImport.objects.create(
        school=school, file_name="a.csv", state="applied",
        plan={"rejected": [[4, "row 4", "", f"This is the same student: {gone.name}."], [5]]},
        undo={"fields": [[gone.pk, "given_name", NAME, "Z"], [0, "sex", "F", "M"]]},
    )  # fmt: skip
    erase(school, gone)
    done.refresh_from_db()
    assert done.plan["rejected"] == [[5]]
    assert done.undo["fields"] == [[0, "sex", "F", "M"]]


def test_only_the_ledger_outlives_the_erasure():
    kept = {model._meta.label for model, _ in related_models() if hasattr(model, "words_to_erase")}
    assert kept == {"ledger.Entry"}


def test_an_administrator_chooses_the_times(client_of, school, gone):
    client = client_of(Role.ADMINISTRATOR)
    data = {"leaver_sign_in_months": "3", "leaver_record_months": "120"}
    client.post("/roll/leavers/times/", data)
    page = client.get("/roll/leavers/").content.decode()
    assert "3 months after leaving (your school’s choice)" in page
    assert "10 years after leaving" in page
    assert "Records to erase" not in page


def test_all_that_is_held_about_a_student_comes_in_one_audited_file(client_of, school, gone):
    client = client_of(Role.ADMINISTRATOR)
    answer = client.post(f"/roll/students/{gone.pk}/everything/")
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    held = json.loads(packed.read("everything.json"))["held"]
    assert held["Line on the roll"][0]["upn"] == upn(3)
    assert held["Entries"][0]["summary"] == f"{NAME} liked it"
    assert held["Former upns"][0]["upn"] == upn(4)
    page = packed.read("everything.html").decode()
    assert NAME in page
    assert upn(4) in page
    assert Event.objects.filter(student_id=gone.pk, deed="exported", actor=client.person).exists()


def test_what_is_held_is_told_by_an_administrator_of_the_school_only(client_of, gone):
    other = client_of(Role.ADMINISTRATOR, school=people.school())
    assert other.post(f"/roll/students/{gone.pk}/everything/").status_code == 404
    assert client_of(Role.CAREERS_LEADER).post(
        f"/roll/students/{gone.pk}/everything/"
    ).status_code == 403  # fmt: skip
