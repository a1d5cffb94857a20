"""Drafts of timetables forget students whose records are erased."""

import datetime as dt
import json

import pytest

from fingerpost.accounts.enums import Role
from fingerpost.students.models import Student
from fingerpost.students.services.erasing import erase_leavers
from fingerpost.timetables import bridge
from fingerpost.timetables.services.forgetting import forget_students
from fingerpost.timetables.services.making import name_companions
from tests.factories import interviews as make
from tests.factories import people
from tests.factories import timetables as tables

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2022, 7, 20)


@pytest.fixture
def by(school):
    return people.person_with(Role.CAREERS_LEADER, school=school)


@pytest.fixture
def students(school):
    return [people.student(school) for _ in range(4)]


@pytest.fixture
def timetable(school, students, by):
    days = tables.school_days(3)
    tables.mornings(make.adviser(school), days)
    made = tables.timetable(school, students, by)
    made.audience = {"students": [one.pk for one in students]}
    made.save()
    name_companions(
        timetable=made, names={students[0].pk: "Zebedee", students[1].pk: "Yolanda"}, by=by
    )
    return made


@pytest.fixture
def draft(timetable, students, by):
    return tables.draft(timetable, students, by)


def erase(school, *students):
    keys = [one.pk for one in students]
    Student.objects.filter(pk__in=keys).update(left_on=LONG_AGO)
    assert erase_leavers(school=school, students=keys, by=None).number == len(keys)


def test_an_erased_student_is_out_of_what_was_asked_and_answered(draft, school, students):
    gone = str(students[0].pk)
    assert "Zebedee" in json.dumps(draft.problem)
    erase(school, students[0])
    draft.refresh_from_db()
    left = [str(one.pk) for one in students[1:]]
    assert sorted(one["id"] for one in draft.problem["students"]) == sorted(left)
    assert gone not in [one["student"] for one in draft.problem["interviews"]]
    told = [one["student"] for one in draft.result["appointments"]]
    assert sorted(told) == sorted(left)
    assert "Zebedee" not in json.dumps([draft.problem, draft.result])
    assert "Yolanda" in json.dumps(draft.problem)


def test_the_timetable_names_an_erased_student_no_more(draft, timetable, school, students):
    erase(school, students[0])
    timetable.refresh_from_db()
    assert timetable.audience["students"] == [one.pk for one in students[1:]]


def test_pages_open_and_say_that_the_hash_no_longer_matches(client_of, draft, school, students):
    client = client_of(Role.CAREERS_LEADER)
    address = f"/timetables/drafts/{draft.pk}/"
    assert "no longer matches" not in client.get(address).content.decode()
    erase(school, *students[:2])
    draft.refresh_from_db()
    assert draft.problem_hash != bridge.hash_of(draft.problem)
    assert "so it no longer matches" in client.get(address).content.decode()
    assert client.get(f"{address}students/?show=timed").status_code == 200
    assert client.get(f"/timetables/{draft.timetable_id}/").status_code == 200


def test_a_draft_of_which_everybody_is_erased_still_opens(client_of, draft, school, students):
    erase(school, *students)
    client = client_of(Role.CAREERS_LEADER)
    assert client.get(f"/timetables/drafts/{draft.pk}/").status_code == 200


def test_what_a_repair_says_of_an_erased_student_goes(draft, school, students):
    gone, stays = (str(one.pk) for one in students[:2])
    draft.result |= {
        "moved": [{"interview": gone}, {"interview": stays}],
        "replaced": [{"interview": gone}],
        "other_room": [],
        "lost": [gone, stays],
        "not_held": [{"interview": gone, "reason": "No time."}],
        "conflict": [
            {"path": "interviews[0]", "sentence": f"{gone} must be held by Monday."},
            {"path": "interviews[1]", "sentence": f"{stays} must be held by Monday."},
        ],
    }
    draft.save()
    erase(school, students[0])
    draft.refresh_from_db()
    result = draft.result
    assert (result["moved"], result["replaced"]) == ([{"interview": stays}], [])
    assert (result["lost"], result["not_held"]) == ([stays], [])
    assert [one["path"] for one in result["conflict"]] == ["interviews[1]"]


def test_a_draft_that_was_never_made_holds_nobody_to_forget(timetable, school, students, by):
    from fingerpost.timetables.services.making import ask_for_draft

    waiting = ask_for_draft(timetable=timetable, students=students, seconds=2, by=by)
    erase(school, students[0])
    waiting.refresh_from_db()
    assert waiting.erased_on is None


def test_another_school_keeps_its_drafts(draft, students):
    assert forget_students(school=people.school(), students=[students[0].pk]) == 0
