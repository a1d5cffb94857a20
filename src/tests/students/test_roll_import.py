"""The roll import as a pipeline: preview, apply, undo."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.exchange.roll import RollFile, UnreadableFile
from fingerpost.schools.models import School
from fingerpost.students.models import CharacteristicValue, RollImport, Student, TutorGroup
from fingerpost.students.services import roll
from fingerpost.students.services.errors import (
    AlreadyDecided,
    CannotUndo,
    LeaversNotConfirmed,
    NothingToApply,
    RollHasChanged,
    WrongSchool,
)
from fingerpost.students.services.plan import Plan
from tests.factories import people
from tests.students.roll_tables import HEADINGS, row, table, upn

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(school):
    return people.person_with(Role.ADMINISTRATOR, school=school)


@pytest.fixture
def preview(school, administrator, tmp_path):
    """`preview(rows)`: a preview of these rows as a CSV file."""

    def make(rows, headings=HEADINGS, mapping=None):
        path = tmp_path / "roll.csv"
        path.write_text(table(rows, headings), encoding="utf-8")
        return roll.preview_import(
            school=school, path=path, file_name="roll.csv", mapping=mapping, by=administrator
        )

    return make


@pytest.fixture
def load(preview, administrator):
    """`load(rows)`: preview and apply."""

    def make(rows, leavers_confirmed=False, **options):
        return roll.apply_import(
            roll_import=preview(rows, **options),
            by=administrator,
            leavers_confirmed=leavers_confirmed,
        )

    return make


def counts(roll_import):
    return {name: n for name, n in roll_import.plan["counts"].items() if n and name != "rows"}


def snapshot():
    """Everything the import may touch, in full."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Student, CharacteristicValue, TutorGroup)
    ]


def test_a_preview_changes_nothing(preview, school):
    shown = preview([row(n) for n in range(5)])
    assert counts(shown) == {"joiners": 5}
    assert not Student.objects.exists()
    assert School.objects.get(pk=school.pk).roll_revision == 0


def test_joiners_come_with_group_and_characteristics_and_their_source(load, school):
    load([row(3, SEN_status="K")])
    student = Student.objects.get()
    assert (student.source_id, student.upn, student.year_group) == ("A3", upn(3), 9)
    assert (student.born_on, student.tutor_group.name) == (dt.date(2012, 3, 4), "9A")
    known = {value.kind: value for value in student.characteristics.all()}
    assert known["sen_provision"].value == "K"
    assert known["pupil_premium"].value == "yes"
    assert known["attendance"].value == "93"
    assert {value.source for value in known.values()} == {"Spreadsheet"}
    assert School.objects.get(pk=school.pk).roll_revision == 1


def test_the_same_file_twice_changes_nothing_and_says_so(load, preview):
    rows = [row(n) for n in range(6)]
    load(rows)
    before = snapshot()
    again = preview(rows)
    assert counts(again) == {"unchanged": 6}
    with pytest.raises(NothingToApply, match="already agrees"):
        roll.apply_import(roll_import=again, by=None)
    assert snapshot() == before


def test_changes_are_told_field_by_field(load, preview):
    load([row(n) for n in range(3)])
    shown = preview([row(0, Surname="New", Tutor_group="9C"), row(1, SEN_status="E"), row(2)])
    changes = Plan.read(shown.plan).changes
    assert [change.values for change in changes] == [{"family_name": ["Upaa", "New"]}, {}]
    assert changes[0].group == ["9B", "9C"]
    assert changes[1].known["sen_provision"] == ["N", "E"]
    assert counts(shown) == {"changes": 2, "unchanged": 1}


def test_a_changed_characteristic_closes_the_old_value_and_opens_the_new(load):
    load([row(1)])
    load([row(1, SEN_status="K")])
    values = CharacteristicValue.objects.filter(kind="sen_provision").order_by("pk")
    assert [(value.value, value.until_on is None) for value in values] == [
        ("N", False),
        ("K", True),
    ]


def test_students_missing_from_a_full_file_leave(load):
    load([row(n) for n in range(10)])
    load([row(n) for n in range(9)])
    assert list(Student.objects.filter(left_on__isnull=False).values_list("source_id")) == [("A9",)]


def test_a_fifth_of_the_roll_leaving_asks_first_and_writes_nothing(load, preview, administrator):
    load([row(n) for n in range(10)])
    before = snapshot()
    half = preview([row(n) for n in range(5)])
    with pytest.raises(LeaversNotConfirmed, match="5 of 10 students"):
        roll.apply_import(roll_import=half, by=administrator)
    assert snapshot() == before
    half.refresh_from_db()
    assert half.state == "preview"
    roll.apply_import(roll_import=half, by=administrator, leavers_confirmed=True)
    assert Student.objects.filter(left_on__isnull=False).count() == 5


def test_leavers_are_doubted_when_rows_were_left_out(load, preview):
    load([row(n) for n in range(20)])
    shown = preview([*(row(n) for n in range(19)), row(19, UPN="A123")])
    assert counts(shown) == {"unchanged": 19, "leavers": 1, "rejected": 1}
    assert Plan.read(shown.plan).needs_confirmation


def test_one_bad_row_is_left_out_with_row_column_and_sentence(preview):
    shown = preview([row(1), row(2, Date_of_birth="31/02/2012"), row(3)])
    assert counts(shown) == {"joiners": 2, "rejected": 1}
    number, _, column, sentence = shown.plan["rejected"][0]
    assert (number, column) == (3, "Date of birth")
    assert "31/02/2012" in sentence


def test_a_student_who_comes_back_is_on_the_roll_again(load):
    load([row(n) for n in range(10)])
    load([row(n) for n in range(9)])
    load([row(n) for n in range(10)])
    assert Student.objects.count() == 10
    assert not Student.objects.filter(left_on__isnull=False).exists()


def test_a_student_is_known_by_upn_when_the_numbers_are_new(load, preview):
    load([row(1), row(2)])
    shown = preview([row(1, Admission_number="X7"), row(2)])
    change = Plan.read(shown.plan).changes[0]
    assert change.matched_by == "upn"
    assert change.values == {"source_id": ["A1", "X7"]}


def test_a_student_is_known_by_name_and_birthday_when_nothing_else_fits(school, preview):
    student = people.student(
        school, given_name="Zoë", family_name="O’Hara", born_on=dt.date(2012, 3, 2), year_group=9
    )
    shown = preview([row(1, Forename="Zoë", Surname="O'Hara")])
    change = Plan.read(shown.plan).changes[0]
    assert (change.student, change.matched_by) == (student.pk, "name")


def test_numbers_of_two_students_may_be_swapped(load):
    load([row(1), row(2)])
    load([row(1, Admission_number="A2"), row(2, Admission_number="A1")])
    assert set(Student.objects.values_list("upn", "source_id")) == {(upn(1), "A2"), (upn(2), "A1")}


def test_a_number_of_another_student_is_refused_with_a_sentence(school, preview):
    people.student(school, upn=upn(9), source_id="A9", born_on=dt.date(2011, 1, 1))
    people.student(school, upn=upn(1), source_id="A1", born_on=dt.date(2012, 3, 2))
    shown = preview([row(1, Admission_number="A9", Date_of_birth="02/03/2012")])
    assert counts(shown)["rejected"] == 1
    assert "belongs to another student" in shown.plan["rejected"][0][3]


def test_an_empty_cell_takes_back_what_a_file_said_but_not_what_a_person_entered(load, school):
    load([row(1, SEN_status="K"), row(2, SEN_status="K")])
    second = Student.objects.get(source_id="A2")
    second.characteristics.filter(kind="sen_provision").update(source="Entered by hand")
    load([row(1, SEN_status=""), row(2, SEN_status=""), row(3)])
    known = CharacteristicValue.objects.filter(kind="sen_provision", until_on__isnull=True)
    assert set(known.values_list("student__source_id", flat=True)) == {"A2", "A3"}


def test_a_column_the_file_does_not_have_leaves_what_is_known(load):
    load([row(1, SEN_status="K")])
    load([row(1, Surname="Other")], headings=[h for h in HEADINGS if h != "SEN status"])
    assert CharacteristicValue.objects.get(kind="sen_provision").until_on is None


def test_undo_restores_the_roll_exactly(load, administrator):
    load([row(n) for n in range(10)])
    before = snapshot()
    second = load(
        [
            *(row(n, Year_group="10", Tutor_group="10X", SEN_status="E") for n in range(5)),
            *(row(n) for n in range(5, 9)),
            *(row(n) for n in range(20, 23)),
        ]
    )
    assert snapshot() != before
    assert roll.undo_import(roll_import=second, by=administrator) == 0
    assert snapshot() == before


def test_undo_keeps_what_a_person_changed_since(load, administrator):
    load([row(1), row(2)])
    second = load([row(1, Surname="Second"), row(2, Surname="Other")])
    Student.objects.filter(source_id="A1").update(family_name="By hand")
    assert roll.undo_import(roll_import=second, by=administrator) == 1
    assert Student.objects.get(source_id="A1").family_name == "By hand"
    assert Student.objects.get(source_id="A2").family_name == "Upca"


def test_only_the_newest_import_can_be_undone(load, administrator):
    first = load([row(1)])
    load([row(1), row(2)])
    with pytest.raises(CannotUndo, match="newer file"):
        roll.undo_import(roll_import=first, by=administrator)
    first.refresh_from_db()
    assert first.state == "applied"


def test_an_import_whose_students_have_records_since_is_not_undone(load, administrator):
    done = load([row(1)])
    student = Student.objects.get()
    student.person = people.person()
    student.save()
    with pytest.raises(CannotUndo, match="records of their own"):
        roll.undo_import(roll_import=done, by=administrator)
    assert Student.objects.exists()


def test_an_import_is_applied_once_and_undone_once(load, administrator):
    done = load([row(1)])
    with pytest.raises(AlreadyDecided):
        roll.apply_import(roll_import=done, by=administrator)
    roll.undo_import(roll_import=done, by=administrator)
    with pytest.raises(AlreadyDecided):
        roll.undo_import(roll_import=done, by=administrator)
    assert not Student.objects.exists()


def test_a_stale_copy_in_memory_cannot_apply_again(preview, administrator):
    shown = preview([row(1)])
    stale = RollImport.objects.get(pk=shown.pk)
    roll.apply_import(roll_import=shown, by=administrator)
    with pytest.raises(AlreadyDecided):
        roll.apply_import(roll_import=stale, by=administrator)
    assert Student.objects.count() == 1


def test_a_preview_is_refused_once_the_roll_has_changed(preview, administrator):
    first, second = preview([row(1)]), preview([row(2)])
    roll.apply_import(roll_import=first, by=administrator)
    with pytest.raises(RollHasChanged):
        roll.apply_import(roll_import=second, by=administrator)
    second.refresh_from_db()
    assert second.state == "preview"
    assert Student.objects.count() == 1


def test_a_file_of_another_school_is_refused(school, administrator, tmp_path):
    other = RollFile("oneroster", "1.1", "bulk", "100000", (), (), ())
    with pytest.raises(WrongSchool, match="100000"):
        roll._of_this_school(other, school)


def test_an_unreadable_file_leaves_no_trace(school, administrator, tmp_path):
    path = tmp_path / "roll.csv"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile):
        roll.preview_import(
            school=school, path=path, file_name="roll.csv", mapping=None, by=administrator
        )
    assert not RollImport.objects.exists()


def test_a_failure_half_way_writes_nothing(preview, administrator, monkeypatch):
    shown = preview([row(n) for n in range(4)])

    def fail(self):
        raise RuntimeError("power cut")

    monkeypatch.setattr("fingerpost.students.services.writing.PlanWriter._let_go", fail)
    with pytest.raises(RuntimeError):
        roll.apply_import(roll_import=shown, by=administrator)
    assert not Student.objects.exists()
    assert not CharacteristicValue.objects.exists()
    assert RollImport.objects.get().state == "preview"


def test_imports_and_undos_are_audited(load, administrator):
    done = load([row(1)])
    roll.undo_import(roll_import=done, by=administrator)
    events = Event.objects.filter(subject_type="students.rollimport").order_by("pk")
    assert [(event.deed, event.actor) for event in events] == [
        ("imported", administrator),
        ("undid", administrator),
    ]
    assert events[0].details["joiners"] == 1


def test_nobodys_details_stay_in_an_applied_import(load):
    done = load([row(1)])
    assert "joiners" not in done.plan
    assert "Upba" not in str(RollImport.objects.get().plan)


def test_applying_takes_no_more_queries_for_twenty_students_than_for_five(preview, administrator):
    used = []
    for numbers in (range(5), range(20)):
        Student.objects.all().delete()
        shown = preview([row(n) for n in numbers])
        with CaptureQueriesContext(connection) as queries:
            roll.apply_import(roll_import=shown, by=administrator)
        used.append(len(queries))
    assert used[1] <= used[0]


def test_the_figure_of_the_unchanged_opens_the_list_of_them(preview, load, client_of):
    load([row(number) for number in range(60)])
    shown = preview([row(number) for number in range(60)])
    client = client_of(Role.ADMINISTRATOR)
    address = f"/roll/import/{shown.pk}/"
    assert 'href="?show=unchanged#list"' in client.get(address).content.decode()
    first, second = (
        client.get(f"{address}?show=unchanged&page={page}").content.decode() for page in (1, 2)
    )
    assert 'class="fp-total" value="60"' in first
    links = [page.count('href="/roll/students/') for page in (first, second)]
    assert links == [50, 10]
    looks = Event.objects.filter(deed="looked", subject_label="What roll.csv would change")
    assert [look.details["students"] for look in looks] == [60]


def test_a_preview_of_an_older_version_can_still_be_read(preview):
    stored = preview([row(0)]).plan
    assert Plan.read({**stored, "unchanged": 5}).unchanged == []
