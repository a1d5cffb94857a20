"""Drafts and publishing: a draft touches nobody, publishing is a named person's act."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.audit.models import Event
from fingerpost.places import bridge
from fingerpost.places.enums import DraftState, Mode
from fingerpost.places.models import Draft, Offer, Ranking, Round, RoundSession
from fingerpost.places.selectors.outcomes import outcome_of
from fingerpost.places.services import drafts, publishing, rounds
from fingerpost.places.services.errors import NothingToShare, NotNow, StaleDraft, WrongResult
from fingerpost.programme.models import Attendance
from fingerpost.programme.services.participants import put_down
from fingerpost.students.models import CharacteristicValue, FamilyLink
from tests.factories import people, programme
from tests.factories import places as make


@pytest.fixture
def by(school):
    return people.person()


# Drafts --------------------------------------------------------------------------------------


def test_a_draft_touches_no_student_and_keeps_what_it_was_made_from(school, by):
    sessions = make.sessions(school)
    of = make.round_of(school, sessions, by=by)
    for student in make.students(school, 3):
        make.rank(of, student, *sessions)
    draft = make.draft(make.closed(of), by=by)
    assert draft.state == DraftState.READY
    assert draft.result["status"] == "optimal"
    assert draft.problem_hash == bridge.hash_of(draft.problem)
    assert (draft.seed, bool(draft.engine_version), draft.made_by) == (of.seed, True, by)
    assert not Offer.objects.exists()
    assert not Attendance.objects.exists()


def test_the_same_draft_made_again_is_the_same(school, by):
    sessions = make.sessions(school)
    of = make.round_of(school, sessions, by=by)
    for student in make.students(school, 6):
        make.rank(of, student, *sessions)
    of = make.closed(of)
    one, other = make.draft(of), make.draft(of)
    assert one.problem_hash == other.problem_hash
    assert one.result["places"] == other.result["places"]


def test_a_problem_holds_no_names(school, by):
    [session] = make.sessions(school, 1)
    of = make.round_of(school, [session], by=by)
    student = people.student(school)
    make.rank(of, student, session)
    text = str(bridge.draft_problem(make.closed(of)))
    assert student.given_name not in text
    assert student.family_name not in text
    assert session.title not in text


def test_no_draft_is_made_while_answers_come_in_or_of_none(school, by):
    of = make.round_of(school, make.sessions(school), by=by)
    with pytest.raises(NotNow):
        drafts.ask_for_draft(of=of, mode=Mode.FAIR, by=by)
    make.rank(of, people.student(school))
    with pytest.raises(NothingToShare):
        drafts.ask_for_draft(of=make.closed(of), mode=Mode.FAIR, by=by)


@pytest.mark.parametrize("mode", list(Mode))
def test_every_way_of_sharing_out_keeps_within_capacity_and_wishes(school, by, mode):
    sessions = make.sessions(school, 2, capacity=2)
    of = make.round_of(school, sessions, by=by)
    wanted = {}
    for number, student in enumerate(make.students(school, 6)):
        wanted[student.pk] = sessions if number % 2 else sessions[:1]
        make.rank(of, student, *wanted[student.pk])
    draft = make.draft(make.closed(of), mode=mode, by=by)
    assert draft.state == DraftState.READY, draft.because
    outcome = outcome_of(draft)
    assert all(len(holders) <= 2 for holders in outcome.holders.values())
    for student, got in outcome.got.items():
        assert len(got.has) <= 1
        assert set(got.has) <= {session.pk for session in wanted[student]}


def test_first_come_gives_it_to_who_came_first(school, by):
    [session] = make.sessions(school, 1, capacity=1)
    of = make.round_of(school, [session], by=by)
    late, early = make.students(school, 2)
    make.rank(of, late, session)
    make.rank(of, early, session)
    Ranking.objects.filter(student=early).update(
        submitted_at=timezone.now() - dt.timedelta(minutes=5)
    )
    draft = make.draft(make.closed(of), mode=Mode.FIRST_COME)
    assert outcome_of(draft).holders == {session.pk: [early.pk]}


def test_who_missed_out_before_comes_first(school, by):
    _of, session, students = make.scarce(school, by, places=1, wanting=2)
    without = next(one for one in students if one.pk not in make.down(session))
    [again] = make.sessions(school, 1, capacity=1)
    later = make.round_of(school, [again], by=by)
    for student in students:
        make.rank(later, student, again)
    draft = make.draft(make.closed(later))
    assert outcome_of(draft).holders == {again.pk: [without.pk]}


def test_a_reserved_share_goes_to_its_group(school, by):
    [session] = make.sessions(school, 1, capacity=1)
    of = make.round_of(
        school, [session], by=by, shares={session.pk: rounds.Share({"pupil_premium": 1})}
    )
    students = make.students(school, 5)
    for student in students:
        make.rank(of, student, session)
    CharacteristicValue.objects.create(
        student=students[3],
        kind="pupil_premium",
        value="yes",
        source="Test",
        from_on=dt.date(2026, 9, 1),
    )
    draft = make.draft(make.closed(of))
    assert outcome_of(draft).holders == {session.pk: [students[3].pk]}
    assert outcome_of(draft).lists["shares"] == [students[3].pk]


def test_what_nobody_of_a_group_takes_of_its_share_goes_to_others(school, by):
    [session] = make.sessions(school, 1, capacity=3)
    of = make.round_of(school, [session], by=by, shares={session.pk: rounds.Share({"in_care": 2})})
    for student in make.students(school, 5):
        make.rank(of, student, session)
    draft = make.draft(make.closed(of))
    assert len(outcome_of(draft).lists["placed"]) == 3
    assert draft.result["released"] == {str(session.pk): {}}
    assert bridge.wrongs(draft.problem, draft.result) == []


def test_a_session_that_too_few_want_is_not_run(school, by):
    one, other = make.sessions(school, 2, capacity=5, minimum=3)
    of = make.round_of(school, [one, other], by=by)
    for student in make.students(school, 4):
        make.rank(of, student, one)
    lonely = people.student(school)
    make.rank(of, lonely, other)
    of = make.published(of, by=by)
    assert RoundSession.objects.get(session=other).runs is False
    assert "Too few students chose" in Ranking.objects.get(student=lonely).told
    assert make.taken(one) == 4


def test_nobody_gets_two_sessions_at_one_time(school, by):
    on = programme.soon(10)
    clock = {"starts_at": dt.time(9), "ends_at": dt.time(11)}
    later = {"starts_at": dt.time(10), "ends_at": dt.time(12)}
    one, other = make.session(school, on=on, **clock), make.session(school, on=on, **later)
    of = make.round_of(school, [one, other], by=by, at_most=2)
    student = people.student(school)
    make.rank(of, student, one, other)
    make.published(of, by=by)
    assert Offer.objects.filter(student=student).count() == 1


@pytest.mark.parametrize("together", [True, False])
def test_brothers_and_sisters_are_not_parted_on_transport(school, by, together):
    one, other = make.sessions(school, 2, capacity=1)
    of = make.round_of(
        school,
        [one, other],
        by=by,
        together=together,
        shares={one.pk: rounds.Share(transport="One"), other.pk: rounds.Share(transport="Two")},
    )
    mother = people.person()
    children = make.students(school, 2)
    for child in children:
        FamilyLink.objects.create(person=mother, student=child)
        make.rank(of, child, one, other)
    draft = make.draft(make.closed(of))
    placed = sum(bool(outcome_of(draft).got[child.pk].has) for child in children)
    assert placed == (1 if together else 2)


def test_no_more_who_need_an_adult_along_than_can_be_taken(school, by):
    [session] = make.sessions(school, 1, capacity=4)
    of = make.round_of(school, [session], by=by, shares={session.pk: rounds.Share(escorts=1)})
    students = make.students(school, 4)
    for student in students:
        make.rank(of, student, session)
    for student in students[:3]:
        CharacteristicValue.objects.create(
            student=student, kind="ehc_plan", value="yes", source="T", from_on=dt.date(2026, 9, 1)
        )
    of = make.published(of, by=by)
    down = make.down(session)
    assert len(down & {one.pk for one in students[:3]}) == 1
    assert students[3].pk in down


def test_who_is_down_for_a_session_already_takes_none_of_the_rounds_places(school, by):
    [session] = make.sessions(school, 1, capacity=3)
    there = people.student(school)
    put_down(session=session, students=[there], by=by)
    of = make.round_of(school, [session], by=by)
    for student in make.students(school, 4):
        make.rank(of, student, session)
    make.published(of, by=by)
    assert make.taken(session) == 3
    assert there.pk in make.down(session)


# Publishing ----------------------------------------------------------------------------------


def test_publishing_offers_puts_down_and_tells_everybody_why(school, by):
    of, session, _ = make.scarce(school, by)
    made = list(Offer.objects.all())
    assert len(made) == 2
    assert {offer.student_id for offer in made} == make.down(session)
    assert make.taken(session) == 2
    assert all(offer.reason for offer in made)
    without = Ranking.objects.exclude(student__in=make.down(session))
    assert len(without) == 3
    assert all("We drew lots." in one.told for one in without)
    assert of.published_by == by
    line = Event.objects.get(deed="shared", subject_type="places.draft")
    assert line.actor == by
    assert line.details["hash"] == Draft.objects.get().problem_hash


def test_publishing_twice_offers_nothing_twice(school, by):
    make.scarce(school, by)
    draft = Draft.objects.get()
    assert publishing.publish(draft=draft, by=by) == 0
    assert Offer.objects.count() == 2


def test_only_what_students_were_shown_can_be_published(school, by):
    [session] = make.sessions(school, 1)
    of = make.round_of(school, [session], by=by)
    make.rank(of, people.student(school), session)
    draft = make.draft(make.closed(of), mode=Mode.FIRST_COME)
    with pytest.raises(NotNow):
        publishing.publish(draft=draft, by=by)


def test_a_draft_that_no_longer_fits_is_not_published(school, by):
    [session] = make.sessions(school, 1)
    of = make.round_of(school, [session], by=by)
    make.rank(of, people.student(school), session)
    draft = make.draft(make.closed(of), by=by)
    put_down(session=session, students=make.students(school, 1), by=by)
    with pytest.raises(StaleDraft):
        publishing.publish(draft=draft, by=by)
    assert not Offer.objects.exists()
    assert Round.objects.get().published_at is None


def test_a_draft_with_a_mistake_is_found_out_before_anything_is_written(school, by):
    [session] = make.sessions(school, 1, capacity=1)
    of = make.round_of(school, [session], by=by)
    students = make.students(school, 2)
    for student in students:
        make.rank(of, student, session)
    draft = make.draft(make.closed(of), by=by)
    draft.result["places"] = [
        {"student": str(one.pk), "session": str(session.pk)} for one in students
    ]
    draft.save()
    with pytest.raises(WrongResult):
        publishing.publish(draft=draft, by=by)
    assert not Offer.objects.exists()
    assert make.taken(session) == 0
