"""Offers: answered once and in time; what is free is refilled by the same criteria."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.jobs.models import Job
from fingerpost.places import bridge
from fingerpost.places.duties import offers as duty
from fingerpost.places.enums import DraftKind, OfferState
from fingerpost.places.models import Draft, Offer, Ranking
from fingerpost.places.services import offers, refilling
from fingerpost.places.services.errors import NotAnswerable
from fingerpost.programme.models import GroupSession
from fingerpost.programme.services.participants import take_off
from tests.factories import people
from tests.factories import places as make


@pytest.fixture
def by(school):
    return people.person()


# Answers and refills -------------------------------------------------------------------------


def _refill(of, by):
    """What the job does that an answer leaves to the worker."""
    return refilling.refill(of=of, by=by)


def test_a_refused_place_goes_to_who_waits_and_is_kept_as_a_draft_is(school, by):
    of, session, students = make.scarce(school, by)
    offer = Offer.objects.first()
    assert offers.refuse_offer(offer=offer, by=offer.student.person)
    _refill(of, by)
    assert make.taken(session) == 2
    assert offer.student_id not in make.down(session)
    new = Offer.objects.latest("pk")
    assert (new.state, new.student_id in {one.pk for one in students}) == ("offered", True)
    kept = Draft.objects.get(kind=DraftKind.REFILL)
    assert kept.problem_hash == bridge.hash_of(kept.problem)
    assert bridge.solve(kept.problem).result["places"] == kept.result["places"]
    assert Ranking.objects.get(student=new.student).told == ""


def test_a_refusal_leaves_the_refill_to_the_worker_in_its_own_transaction(school, by):
    of, _session, _ = make.scarce(school, by)
    Job.objects.all().delete()
    offers.refuse_offer(offer=Offer.objects.first(), by=by)
    job = Job.objects.get()
    assert (job.function, job.arguments) == ("fingerpost.places.tasks.refill", {"of": of.pk})


def test_the_refill_offers_to_the_same_who_would_have_come_next(school, by):
    """The criteria and the seed of the round decide, not who is quick."""
    of, session, _ = make.scarce(school, by, places=2, wanting=6)
    first = make.down(session)
    for offer in Offer.objects.filter(state="offered"):
        offers.refuse_offer(offer=offer, by=by)
    _refill(of, by)
    second = make.down(session)
    assert len(second) == 2
    assert not second & first


def test_nobody_who_refused_or_let_it_pass_is_offered_the_place_again(school, by):
    of, session, _ = make.scarce(school, by, places=2, wanting=2)
    one, other = Offer.objects.all()
    offers.refuse_offer(offer=one, by=by)
    Offer.objects.filter(pk=other.pk).update(answer_by=timezone.now() - dt.timedelta(hours=1))
    assert offers.let_lapse(now=timezone.now(), by=None) == 1
    assert offers.let_lapse(now=timezone.now(), by=None) == 0
    assert _refill(of, by) == 0
    assert make.taken(session) == 0


def test_an_offer_is_answered_once_and_in_time(school, by):
    _of, _session, _ = make.scarce(school, by)
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
    _of, session, _ = make.scarce(school, by)
    offer = Offer.objects.first()
    offers.accept_offer(offer=offer, by=by)
    assert offers.refuse_offer(offer=offer, by=by)
    assert not offers.refuse_offer(offer=offer, by=by)
    assert offer.student_id not in make.down(session)


def _two_sessions(school, by):
    """One student has their second choice; the first choice is somebody else's."""
    one, other = make.sessions(school, 2, capacity=1)
    of = make.round_of(school, [one, other], by=by)
    students = make.students(school, 2)
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
    assert make.down(other) == {second.student_id}
    offers.accept_offer(offer=higher, by=by)
    second.refresh_from_db()
    assert second.state == OfferState.EXCHANGED
    assert make.down(one) == {second.student_id}
    assert make.down(other) == set()


def test_who_did_not_ask_to_wait_is_offered_nothing_more(school, by):
    of, one, _other, first, second = _two_sessions(school, by)
    offers.accept_offer(offer=second, by=by)
    offers.refuse_offer(offer=first, by=by)
    assert _refill(of, by) == 0
    assert make.down(one) == set()


def test_a_freed_place_goes_first_to_who_has_none(school, by):
    one, other = make.sessions(school, 2, capacity=1)
    of = make.round_of(school, [one, other], by=by)
    students = make.students(school, 3)
    for student in students:
        make.rank(of, student, one, other)
    of = make.published(of, by=by)
    first, second = Offer.objects.get(choice=1), Offer.objects.get(choice=2)
    without = next(s for s in students if s.pk not in {first.student_id, second.student_id})
    offers.accept_offer(offer=second, wants_higher=True, by=by)
    offers.refuse_offer(offer=first, by=by)
    _refill(of, by)
    assert make.down(one) == {without.pk}
    assert not Offer.objects.filter(instead_of=second).exists()


def test_stopping_to_wait_keeps_the_place(school, by):
    of, _one, other, first, second = _two_sessions(school, by)
    offers.accept_offer(offer=second, wants_higher=True, by=by)
    assert offers.stop_waiting(offer=second, by=by)
    assert not offers.stop_waiting(offer=second, by=by)
    offers.refuse_offer(offer=first, by=by)
    assert _refill(of, by) == 0
    assert make.down(other) == {second.student_id}


def test_the_daily_duty_lets_lapse_and_refills(school, by):
    of, session, _ = make.scarce(school, by)
    late = Offer.objects.first()
    Offer.objects.filter(pk=late.pk).update(answer_by=timezone.now() - dt.timedelta(hours=1))
    said = duty(today=timezone.localdate())
    assert said.startswith("1 offers of places not answered")
    assert Offer.objects.get(pk=late.pk).state == OfferState.LAPSED
    _refill(of, by)
    assert make.taken(session) == 2


def test_a_leaver_is_offered_nothing(school, by):
    of, session, students = make.scarce(school, by, places=1, wanting=3)
    waiting = [one for one in students if one.pk not in make.down(session)]
    waiting[0].left_on = timezone.localdate()
    waiting[0].save()
    offers.refuse_offer(offer=Offer.objects.get(), by=by)
    _refill(of, by)
    assert make.down(session) == {waiting[1].pk}


def test_a_session_that_is_over_or_cancelled_hinders_no_refill(school, by):
    over, off, session = make.sessions(school, 3, capacity=1)
    of = make.round_of(school, [over, off, session], by=by)
    first, second, third, waiting = make.students(school, 4)
    make.rank(of, first, over)
    make.rank(of, second, off, session)
    for student in (third, waiting):
        make.rank(of, student, session)
    make.published(of, by=by)
    GroupSession.objects.filter(pk=over.pk).update(on=timezone.localdate() - dt.timedelta(days=1))
    GroupSession.objects.filter(pk=off.pk).update(state="cancelled")
    [standing] = Offer.objects.filter(session=session)
    offers.refuse_offer(offer=standing, by=by)
    _refill(of, by)
    # Who was to go to the cancelled one waits as the others do.
    [now] = make.down(session)
    assert now in {second.pk, third.pk, waiting.pk} - {standing.student_id}


def test_whom_staff_take_off_a_session_has_no_offer_any_more_and_the_place_is_refilled(school, by):
    of, session, students = make.scarce(school, by, places=1, wanting=2)
    offer = Offer.objects.get()
    take_off(session=session, students=[offer.student], by=by)
    assert _refill(of, by) == 1
    offer.refresh_from_db()
    assert offer.state == OfferState.WITHDRAWN
    assert make.down(session) == {one.pk for one in students} - {offer.student_id}
