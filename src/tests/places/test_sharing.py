"""From answers to offers: drafts touch nobody, publishing is somebody's act, and what is free is
refilled by the same criteria."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.audit.models import Event
from fingerpost.jobs.models import Job
from fingerpost.places import bridge
from fingerpost.places.enums import DraftKind, DraftState, Mode, OfferState
from fingerpost.places.models import Draft, Offer, Ranking, Round, RoundSession
from fingerpost.places.selectors.outcomes import outcome_of
from fingerpost.places.services import drafts, offers, publishing, refilling, rounds
from fingerpost.places.services.errors import (
    NotAnswerable,
    NothingToShare,
    NotNow,
    StaleDraft,
    WrongResult,
)
from fingerpost.programme.models import Attendance, GroupSession
from fingerpost.programme.services.participants import put_down
from fingerpost.students.models import CharacteristicValue, FamilyLink
from tests.factories import people
from tests.factories import places as make


@pytest.fixture
def by(school):
    return people.person()


def _students(school, number, **fields):
    return [people.student(school, **fields) for _ in range(number)]


def _down(session):
    rows = Attendance.objects.filter(session=session)
    return set(rows.values_list("student_id", flat=True))


def _taken(session):
    return GroupSession.objects.get(pk=session.pk).taken


def _scarce(school, by, *, places=2, wanting=5, **fields):
    """A round of one session with fewer places than students who want it, published."""
    [session] = make.sessions(school, 1, capacity=places)
    of = make.round_of(school, [session], by=by, **fields)
    students = _students(school, wanting)
    for student in students:
        make.rank(of, student, session)
    return make.published(of, by=by), session, students


# Drafts --------------------------------------------------------------------------------------


def test_a_draft_touches_no_student_and_keeps_what_it_was_made_from(school, by):
    sessions = make.sessions(school)
    of = make.round_of(school, sessions, by=by)
    for student in _students(school, 3):
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
    for student in _students(school, 6):
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
    for number, student in enumerate(_students(school, 6)):
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
    late, early = _students(school, 2)
    make.rank(of, late, session)
    make.rank(of, early, session)
    Ranking.objects.filter(student=early).update(
        submitted_at=timezone.now() - dt.timedelta(minutes=5)
    )
    draft = make.draft(make.closed(of), mode=Mode.FIRST_COME)
    assert outcome_of(draft).holders == {session.pk: [early.pk]}


def test_who_missed_out_before_comes_first(school, by):
    _of, session, students = _scarce(school, by, places=1, wanting=2)
    without = next(one for one in students if one.pk not in _down(session))
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
    students = _students(school, 5)
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
    for student in _students(school, 5):
        make.rank(of, student, session)
    draft = make.draft(make.closed(of))
    assert len(outcome_of(draft).lists["placed"]) == 3
    assert draft.result["released"] == {str(session.pk): {}}
    assert bridge.wrongs(draft.problem, draft.result) == []


def test_a_session_that_too_few_want_is_not_run(school, by):
    one, other = make.sessions(school, 2, capacity=5, minimum=3)
    of = make.round_of(school, [one, other], by=by)
    for student in _students(school, 4):
        make.rank(of, student, one)
    lonely = people.student(school)
    make.rank(of, lonely, other)
    of = make.published(of, by=by)
    assert RoundSession.objects.get(session=other).runs is False
    assert "Too few students chose" in Ranking.objects.get(student=lonely).told
    assert _taken(one) == 4


def test_nobody_gets_two_sessions_at_one_time(school, by):
    on = make.make.soon(10)
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
    children = _students(school, 2)
    for child in children:
        FamilyLink.objects.create(person=mother, student=child)
        make.rank(of, child, one, other)
    draft = make.draft(make.closed(of))
    placed = sum(bool(outcome_of(draft).got[child.pk].has) for child in children)
    assert placed == (1 if together else 2)


def test_no_more_who_need_an_adult_along_than_can_be_taken(school, by):
    [session] = make.sessions(school, 1, capacity=4)
    of = make.round_of(school, [session], by=by, shares={session.pk: rounds.Share(escorts=1)})
    students = _students(school, 4)
    for student in students:
        make.rank(of, student, session)
    for student in students[:3]:
        CharacteristicValue.objects.create(
            student=student, kind="ehc_plan", value="yes", source="T", from_on=dt.date(2026, 9, 1)
        )
    of = make.published(of, by=by)
    down = _down(session)
    assert len(down & {one.pk for one in students[:3]}) == 1
    assert students[3].pk in down


def test_who_is_down_for_a_session_already_takes_none_of_the_rounds_places(school, by):
    [session] = make.sessions(school, 1, capacity=3)
    there = people.student(school)
    put_down(session=session, students=[there], by=by)
    of = make.round_of(school, [session], by=by)
    for student in _students(school, 4):
        make.rank(of, student, session)
    make.published(of, by=by)
    assert _taken(session) == 3
    assert there.pk in _down(session)


# Publishing ----------------------------------------------------------------------------------


def test_publishing_offers_puts_down_and_tells_everybody_why(school, by):
    of, session, _ = _scarce(school, by)
    made = list(Offer.objects.all())
    assert len(made) == 2
    assert {offer.student_id for offer in made} == _down(session)
    assert _taken(session) == 2
    assert all(offer.reason for offer in made)
    without = Ranking.objects.exclude(student__in=_down(session))
    assert len(without) == 3
    assert all("5 students wanted" in one.told for one in without)
    assert of.published_by == by
    line = Event.objects.get(deed="shared", subject_type="places.draft")
    assert line.actor == by
    assert line.details["hash"] == Draft.objects.get().problem_hash


def test_publishing_twice_offers_nothing_twice(school, by):
    _scarce(school, by)
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
    put_down(session=session, students=_students(school, 1), by=by)
    with pytest.raises(StaleDraft):
        publishing.publish(draft=draft, by=by)
    assert not Offer.objects.exists()
    assert Round.objects.get().published_at is None


def test_a_draft_with_a_mistake_is_found_out_before_anything_is_written(school, by):
    [session] = make.sessions(school, 1, capacity=1)
    of = make.round_of(school, [session], by=by)
    students = _students(school, 2)
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
    assert _taken(session) == 0


# Answers and refills -------------------------------------------------------------------------


def _refill(of, by):
    """What the job does that an answer leaves to the worker."""
    return refilling.refill(of=of, by=by)


def test_a_refused_place_goes_to_who_waits_and_is_kept_as_a_draft_is(school, by):
    of, session, students = _scarce(school, by)
    offer = Offer.objects.first()
    assert offers.refuse_offer(offer=offer, by=offer.student.person)
    _refill(of, by)
    assert _taken(session) == 2
    assert offer.student_id not in _down(session)
    new = Offer.objects.latest("pk")
    assert (new.state, new.student_id in {one.pk for one in students}) == ("offered", True)
    kept = Draft.objects.get(kind=DraftKind.REFILL)
    assert kept.problem_hash == bridge.hash_of(kept.problem)
    assert bridge.solve(kept.problem).result["places"] == kept.result["places"]
    assert Ranking.objects.get(student=new.student).told == ""


def test_a_refusal_leaves_the_refill_to_the_worker_in_its_own_transaction(school, by):
    of, _session, _ = _scarce(school, by)
    Job.objects.all().delete()
    offers.refuse_offer(offer=Offer.objects.first(), by=by)
    job = Job.objects.get()
    assert (job.function, job.arguments) == ("fingerpost.places.tasks.refill", {"of": of.pk})


def test_the_refill_offers_to_the_same_who_would_have_come_next(school, by):
    """The criteria and the seed of the round decide, not who is quick."""
    of, session, _ = _scarce(school, by, places=2, wanting=6)
    first = _down(session)
    for offer in Offer.objects.filter(state="offered"):
        offers.refuse_offer(offer=offer, by=by)
    _refill(of, by)
    second = _down(session)
    assert len(second) == 2
    assert not second & first


def test_nobody_who_refused_or_let_it_pass_is_offered_the_place_again(school, by):
    of, session, _ = _scarce(school, by, places=2, wanting=2)
    one, other = Offer.objects.all()
    offers.refuse_offer(offer=one, by=by)
    Offer.objects.filter(pk=other.pk).update(answer_by=timezone.now() - dt.timedelta(hours=1))
    assert offers.let_lapse(now=timezone.now(), by=None) == 1
    assert offers.let_lapse(now=timezone.now(), by=None) == 0
    assert _refill(of, by) == 0
    assert _taken(session) == 0


def test_an_offer_is_answered_once_and_in_time(school, by):
    _of, _session, _ = _scarce(school, by)
    one, other = Offer.objects.all()
    assert offers.accept_offer(offer=one, by=by)
    assert not offers.accept_offer(offer=one, by=by)
    Offer.objects.filter(pk=other.pk).update(answer_by=timezone.now() - dt.timedelta(hours=1))
    with pytest.raises(NotAnswerable):
        offers.accept_offer(offer=other, by=by)
    offers.withdraw_offer(offer=one, by=by)
    with pytest.raises(NotAnswerable):
        offers.refuse_offer(offer=one, by=by)


def test_an_accepted_place_can_still_be_given_back(school, by):
    _of, session, _ = _scarce(school, by)
    offer = Offer.objects.first()
    offers.accept_offer(offer=offer, by=by)
    assert offers.refuse_offer(offer=offer, by=by)
    assert not offers.refuse_offer(offer=offer, by=by)
    assert offer.student_id not in _down(session)


def _two_sessions(school, by):
    """One student has their second choice; the first choice is somebody else's."""
    one, other = make.sessions(school, 2, capacity=1)
    of = make.round_of(school, [one, other], by=by)
    students = _students(school, 2)
    for student in students:
        make.rank(of, student, one, other)
    of = make.published(of, by=by)
    return of, one, other, Offer.objects.get(choice=1), Offer.objects.get(choice=2)


def test_who_waits_for_a_higher_choice_keeps_their_place_until_they_have_it(school, by):
    of, one, other, first, second = _two_sessions(school, by)
    offers.accept_offer(offer=second, wants_higher=True, by=by)
    offers.refuse_offer(offer=first, by=by)
    _refill(of, by)
    higher = Offer.objects.get(session=one, student=second.student)
    assert (higher.state, higher.instead_of) == ("offered", second)
    assert _down(other) == {second.student_id}
    offers.accept_offer(offer=higher, by=by)
    second.refresh_from_db()
    assert second.state == OfferState.EXCHANGED
    assert _down(one) == {second.student_id}
    assert _down(other) == set()


def test_who_did_not_ask_to_wait_is_offered_nothing_more(school, by):
    of, one, _other, first, second = _two_sessions(school, by)
    offers.accept_offer(offer=second, by=by)
    offers.refuse_offer(offer=first, by=by)
    assert _refill(of, by) == 0
    assert _down(one) == set()


def test_a_freed_place_goes_first_to_who_has_none(school, by):
    one, other = make.sessions(school, 2, capacity=1)
    of = make.round_of(school, [one, other], by=by)
    students = _students(school, 3)
    for student in students:
        make.rank(of, student, one, other)
    of = make.published(of, by=by)
    first, second = Offer.objects.get(choice=1), Offer.objects.get(choice=2)
    without = next(s for s in students if s.pk not in {first.student_id, second.student_id})
    offers.accept_offer(offer=second, wants_higher=True, by=by)
    offers.refuse_offer(offer=first, by=by)
    _refill(of, by)
    assert _down(one) == {without.pk}
    assert not Offer.objects.filter(instead_of=second).exists()


def test_stopping_to_wait_keeps_the_place(school, by):
    of, _one, other, first, second = _two_sessions(school, by)
    offers.accept_offer(offer=second, wants_higher=True, by=by)
    assert offers.stop_waiting(offer=second, by=by)
    assert not offers.stop_waiting(offer=second, by=by)
    offers.refuse_offer(offer=first, by=by)
    assert _refill(of, by) == 0
    assert _down(other) == {second.student_id}


def test_the_daily_duty_lets_lapse_and_refills(school, by):
    from fingerpost.places.duties import offers as duty

    of, session, _ = _scarce(school, by)
    late = Offer.objects.first()
    Offer.objects.filter(pk=late.pk).update(answer_by=timezone.now() - dt.timedelta(hours=1))
    said = duty(today=timezone.localdate())
    assert said.startswith("1 offers of places not answered")
    assert Offer.objects.get(pk=late.pk).state == OfferState.LAPSED
    _refill(of, by)
    assert _taken(session) == 2


def test_a_leaver_is_offered_nothing(school, by):
    of, session, students = _scarce(school, by, places=1, wanting=3)
    waiting = [one for one in students if one.pk not in _down(session)]
    waiting[0].left_on = timezone.localdate()
    waiting[0].save()
    offers.refuse_offer(offer=Offer.objects.get(), by=by)
    _refill(of, by)
    assert _down(session) == {waiting[1].pk}
