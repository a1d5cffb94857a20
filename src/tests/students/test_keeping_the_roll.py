"""One student by hand: added, left, back; and UPNs that change."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.students.models import FormerUpn, RollImport, Student
from fingerpost.students.services import roll
from fingerpost.students.services.lines import update_line
from tests.factories import people
from tests.students.roll_tables import HEADINGS, row, table, upn

pytestmark = pytest.mark.django_db

NEW = {
    "given_name": "Asha",
    "family_name": "Rahman",
    "preferred_name": "",
    "born_on": "2012-03-04",
    "sex": "F",
    "email": "",
    "upn": upn(3),
    "uln": "",
    "year_group": "9",
    "tutor_group": "",
    "joined_on": "2026-09-01",
}


@pytest.fixture
def load(school, tmp_path):
    def make(rows, headings=HEADINGS, apply=True):
        path = tmp_path / "roll.csv"
        path.write_text(table(rows, headings), encoding="utf-8")
        shown = roll.preview_import(
            school=school, path=path, file_name="roll.csv", mapping=None, by=None
        )
        if apply:
            roll.apply_import(roll_import=shown, by=None, leavers_confirmed=True)
        return shown

    return make


def counts(shown):
    return {name: n for name, n in shown.plan["counts"].items() if n and name != "rows"}


def test_a_student_is_added_by_hand_and_the_next_file_knows_them_by_their_upn(
    client_of, school, load
):
    client = client_of(Role.ADMINISTRATOR)
    client.post("/roll/students/add/", NEW)
    student = Student.objects.get()
    assert (student.upn, student.school) == (upn(3), school)
    assert Event.objects.filter(student_id=student.pk, deed="added").exists()
    shown = load([row(3, Forename="Asha", Surname="Rahman")], apply=False)
    assert counts(shown) == {"changes": 1}


def test_a_wrong_check_letter_is_said_on_the_form(client_of):
    wrong = ("A" if upn(3)[0] != "A" else "B") + upn(3)[1:]
    answer = client_of(Role.ADMINISTRATOR).post("/roll/students/add/", {**NEW, "upn": wrong})
    assert "govuk-error-message" in answer.content.decode()
    assert not Student.objects.exists()


def test_a_student_is_not_added_a_second_time(client_of, school):
    people.student(school, upn=upn(3), given_name="Old", left_on=dt.date(2026, 7, 17))
    answer = client_of(Role.ADMINISTRATOR).post("/roll/students/add/", NEW)
    assert "who left on 17 July 2026, has this UPN already" in answer.content.decode()
    assert Student.objects.count() == 1


def test_a_student_leaves_and_comes_back(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    student = people.student(school)
    address = f"/roll/students/{student.pk}"
    client.post(f"{address}/leave/", {"left_on": "2026-10-23"})
    student.refresh_from_db()
    assert student.left_on == dt.date(2026, 10, 23)
    assert "Back on the roll" in client.get(f"{address}/").content.decode()
    client.post(f"{address}/back/")
    student.refresh_from_db()
    assert student.left_on is None
    assert Event.objects.filter(student_id=student.pk, deed="changed").count() == 2


def test_nobody_leaves_before_they_came(client_of, school):
    student = people.student(school)
    answer = client_of(Role.ADMINISTRATOR).post(
        f"/roll/students/{student.pk}/leave/", {"left_on": "2019-01-01"}
    )
    assert "cannot be before the date joined" in answer.content.decode()


def test_a_changed_upn_is_kept_and_an_older_file_still_finds_the_student(school, load):
    rows = [row(n) for n in range(5)]
    load(rows)
    student = Student.objects.get(upn=upn(3))
    new = upn(103)
    load([*rows[:3], row(3, UPN=new), rows[4]])
    student.refresh_from_db()
    assert student.upn == new
    assert [former.upn for former in student.former_upns.all()] == [upn(3)]
    bare = [name for name in HEADINGS if name not in ("Admission number", "Date of birth")]
    older = load(rows, headings=bare, apply=False)
    assert counts(older) == {"unchanged": 5}


def test_a_former_upn_in_the_file_makes_no_leaver_and_joiner(load):
    headings = [*HEADINGS, "Former UPN"]
    load([row(n) for n in range(5)])
    changed = row(
        3, UPN=upn(103), Former_UPN=upn(3), Admission_number="Z9", Surname="Married",
    )  # fmt: skip
    rows = [row(0), row(1), row(2), changed, row(4)]
    shown = load(rows, headings=headings)
    assert counts(shown) == {"changes": 1, "unchanged": 4}
    student = Student.objects.get(upn=upn(103))
    assert (student.family_name, student.source_id) == ("Married", "Z9")
    assert FormerUpn.objects.get().upn == upn(3)


def test_a_upn_given_to_another_child_since_does_not_join_the_two(load):
    load([row(n) for n in range(5)])
    update_line(student=Student.objects.get(upn=upn(3)), changes={"upn": upn(103)}, by=None)
    stranger = row(
        3, Admission_number="Z9", Forename="Other", Surname="Child", Date_of_birth="09/09/2011"
    )
    shown = load([row(n) for n in (0, 1, 2, 4)] + [stranger], apply=False)
    assert counts(shown) == {"joiners": 1, "leavers": 1, "unchanged": 4}


def test_undoing_a_file_forgets_the_former_upns_it_brought(load):
    load([row(n) for n in range(5)])
    load([row(0), row(1), row(2), row(3, UPN=upn(103)), row(4)])
    roll.undo_import(roll_import=RollImport.objects.first(), by=None)
    assert not FormerUpn.objects.exists()
    assert Student.objects.filter(upn=upn(3)).exists()


def test_a_upn_changed_by_hand_is_kept_too(school):
    student = people.student(school, upn=upn(3))
    update_line(student=student, changes={"upn": upn(4)}, by=None)
    assert FormerUpn.objects.get(student=student).upn == upn(3)


def test_roll_leavers_and_sign_ins_list_a_student_under_the_same_name(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    left = timezone.localdate() - dt.timedelta(days=3)
    pairs = [("", None), ("Bea", None), ("", left), ("Cy", left)]
    for number, (preferred, left_on) in enumerate(pairs):
        people.student(
            school,
            given_name=f"Given{number}",
            family_name=f"Family{number}",
            preferred_name=preferred,
            left_on=left_on,
        )
    for address, listed in [
        ("/roll/?left=on", ["Family0, Given0", "Family1, Bea"]),
        ("/roll/sign-ins/", ["Family0, Given0", "Family1, Bea"]),
        ("/roll/leavers/", ["Family2, Given2", "Family3, Cy"]),
    ]:
        page = client.get(address).content.decode()
        for name in listed:
            assert f">{name}</a>" in page, address
