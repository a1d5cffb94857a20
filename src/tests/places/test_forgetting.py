"""Drafts forget students whose records are erased, and their pages go on opening."""

import datetime as dt
import json

import pytest

from fingerpost.accounts.enums import Role
from fingerpost.places import bridge
from fingerpost.places.models import Draft
from fingerpost.places.selectors.outcomes import outcome_of
from fingerpost.places.services.errors import RoundError
from fingerpost.places.services.forgetting import forget_students
from fingerpost.places.services.publishing import publish
from fingerpost.students.models import FamilyLink, Student
from fingerpost.students.services.erasing import erase_leavers
from tests.factories import people
from tests.factories import places as make

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2022, 7, 20)


@pytest.fixture
def students(school):
    """Six, of whom the third and the fourth are sisters."""
    found = make.students(school, 6)
    mother = people.person()
    for one in found[2:4]:
        FamilyLink.objects.create(person=mother, student=one, relationship="Mother")
    return found


@pytest.fixture
def draft(school, students):
    """Of a round with fewer places than students, where brothers and sisters go together."""
    sessions = make.sessions(school, 2, capacity=2)
    of = make.round_of(school, sessions, together=True)
    of.sessions.update(transport="Coach 1")
    for student in students:
        make.rank(of, student, *sessions)
    return make.draft(make.closed(of))


def erase(school, *students):
    keys = [one.pk for one in students]
    Student.objects.filter(pk__in=keys).update(left_on=LONG_AGO)
    assert erase_leavers(school=school, students=keys, by=None).number == len(keys)


def named(draft):
    """Every name of a student in the problem and the result, wherever one is."""
    problem, result = draft.problem, draft.result
    found = [one["id"] for one in problem["students"]]
    found += [pk for one in problem["sessions"] for pk in one["benefit"]]
    found += [pk for family in problem["together"] for pk in family]
    found += [one["student"] for one in problem["fixed"]] + problem["arrived"]
    found += [one["student"] for one in (*result["places"], *result["unplaced"])]
    return found


def forgotten(draft, school, *students):
    erase(school, *students)
    draft.refresh_from_db()
    return draft


def test_no_key_of_an_erased_student_is_left(draft, school, students):
    gone = {str(one.pk) for one in students[1:3]}
    assert gone < set(named(draft))
    after = forgotten(draft, school, *students[1:3])
    assert gone.isdisjoint(named(after))
    made_up = [one for one in after.problem["students"] if one["id"].startswith("-")]
    assert len(made_up) == 2
    for one in made_up:
        assert (one["need"], one["missed_before"], one["groups"], one["accompanied"]) == (
            0, 0, [], False,
        )  # fmt: skip
        assert all(one["id"] not in session["benefit"] for session in after.problem["sessions"])


def test_neither_the_order_nor_the_family_tells_who_it_was(draft, school, students):
    assert draft.problem["together"] == [[str(one.pk) for one in students[2:4]]]
    after = forgotten(draft, school, students[2])
    assert after.problem["together"] == []
    assert after.problem["students"][-1]["id"].startswith("-")
    for rows in (after.result["places"], after.result["unplaced"]):
        made_up = [row["student"].startswith("-") for row in rows]
        assert made_up == sorted(made_up)


def test_two_drafts_call_the_same_student_by_different_names(draft, school, students):
    other = make.draft(draft.round)
    forgotten(draft, school, students[0])
    other.refresh_from_db()
    names = [one.problem["students"][-1]["id"] for one in (draft, other)]
    assert len(set(names)) == 2


def test_what_is_said_of_the_others_stands(draft, school, students):
    before = outcome_of(draft)
    after = outcome_of(forgotten(draft, school, students[0]))
    for one in students[1:]:
        assert after.got[one.pk] == before.got[one.pk]
    for name in ("placed", "first", "none"):
        assert len(after.lists[name]) == len(before.lists[name])


def test_the_record_says_that_the_fingerprint_no_longer_matches(client_of, draft, school, students):
    client = client_of(Role.CAREERS_LEADER)
    address = f"/places/drafts/{draft.pk}/"
    assert "no longer matches" not in client.get(address).content.decode()
    stood = draft.problem_hash
    after = forgotten(draft, school, students[0])
    assert after.problem_hash == stood != bridge.hash_of(after.problem)
    assert "so it no longer matches" in client.get(address).content.decode()


def test_every_page_of_the_draft_still_opens(client_of, draft, school, students):
    other = make.draft(draft.round)
    forgotten(draft, school, *students[:2])
    client = client_of(Role.CAREERS_LEADER)
    for show in (*outcome_of(draft).lists, f"wants:{draft.problem['sessions'][0]['id']}"):
        page = client.get(f"/places/drafts/{draft.pk}/students/?show={show}")
        assert page.status_code == 200
    assert "A former student" in page.content.decode()
    for where in ("", "students/"):
        pair = f"?one={draft.pk}&other={other.pk}"
        found = client.get(f"/places/{draft.round_id}/compare/{where}{pair}")
        assert found.status_code == 200


def test_a_draft_with_somebody_erased_is_not_published(draft, school, students):
    after = forgotten(draft, school, students[0])
    with pytest.raises(RoundError):
        publish(draft=Draft.objects.get(pk=after.pk), by=people.person())


def test_it_is_safe_to_repeat_and_leaves_other_schools_alone(draft, school, students):
    after = forgotten(draft, school, students[0])
    kept = json.dumps([after.problem, after.result])
    assert forget_students(school=school, students=[students[0].pk]) == 0
    assert forget_students(school=people.school(), students=[students[1].pk]) == 0
    after.refresh_from_db()
    assert json.dumps([after.problem, after.result]) == kept


def test_a_reason_for_failing_that_names_an_erased_student_goes(draft, school, students):
    Draft.objects.filter(pk=draft.pk).update(
        state="failed", because=f"Student {students[0].pk} cannot go."
    )
    assert str(students[0].pk) not in forgotten(draft, school, students[0]).because
