"""Rounds: made once, shown with what counts, and then they stand."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from fingerpost.audit.models import Event
from fingerpost.places.enums import Phase, RoundState
from fingerpost.places.models import Round, RoundSession
from fingerpost.places.selectors.rounds import sessions_to_choose
from fingerpost.places.services import rounds
from fingerpost.places.services.errors import (
    AlreadyShown,
    AnotherRound,
    NothingToShare,
    NotNow,
    SessionTaken,
)
from fingerpost.programme.enums import PlacesBy
from fingerpost.programme.models import GroupSession
from tests.factories import people
from tests.factories import places as make

TODAY = dt.date(2020, 1, 1)


@pytest.fixture
def by(school):
    return people.person()


def test_a_form_sent_twice_makes_one_round(school, by):
    key, terms = uuid.uuid4(), make.terms(make.sessions(school))
    made = [rounds.make_round(school=school, terms=terms, form_key=key, by=by) for _ in range(2)]
    assert made[0] == made[1]
    assert Round.objects.count() == 1


def test_somebody_elses_form_key_makes_nothing(school, by):
    key = uuid.uuid4()
    rounds.make_round(school=school, terms=make.terms(make.sessions(school)), form_key=key, by=by)
    with pytest.raises(AnotherRound):
        rounds.make_round(
            school=school, terms=make.terms(make.sessions(school)), form_key=key, by=people.person()
        )


def test_a_session_is_in_one_running_round(school, by):
    sessions = make.sessions(school)
    first = make.round_of(school, sessions, by=by)
    with pytest.raises(SessionTaken):
        make.round_of(school, sessions[:1], by=by)
    rounds.cancel_round(of=first, by=by)
    again = make.round_of(school, sessions[:1], by=by)
    assert [row.session for row in again.sessions.all()] == sessions[:1]


def test_a_round_says_how_its_sessions_get_their_places_and_gives_them_back(school, by):
    sessions = make.sessions(school)
    made = make.round_of(school, sessions, by=by)
    assert set(GroupSession.objects.values_list("places_by", flat=True)) == {PlacesBy.ROUND}
    rounds.cancel_round(of=made, by=by)
    assert set(GroupSession.objects.values_list("places_by", flat=True)) == {PlacesBy.STAFF}


def test_only_planned_sessions_with_a_limit_and_without_sign_up_are_offered(school):
    good = make.session(school)
    make.session(school, capacity=None)
    make.session(school, places_by=PlacesBy.FIRST_COME)
    make.session(people.school())
    held = make.session(school)
    GroupSession.objects.filter(pk=held.pk).update(state="held")
    assert sessions_to_choose(school, TODAY) == [good]


def test_another_schools_session_is_refused(school, by):
    with pytest.raises(SessionTaken):
        make.round_of(school, [make.session(people.school())], by=by)


def test_criteria_stand_once_students_have_been_shown_them(school, by):
    sessions = make.sessions(school)
    made = make.round_of(school, sessions, by=by)
    with pytest.raises(AlreadyShown):
        rounds.change_round(of=made, terms=make.terms(sessions, at_most=2), by=by)
    with pytest.raises(AlreadyShown):
        rounds.change_round(of=made, terms=make.terms(sessions[:1]), by=by)
    with pytest.raises(AlreadyShown):
        rounds.set_shares(of=made, shares={sessions[0].pk: rounds.Share({"year:10": 1})}, by=by)
    kept = make.terms(sessions, title="Visits", opens_at=made.opens_at, closes_at=made.closes_at)
    assert rounds.change_round(of=made, terms=kept, by=by).title == "Visits"


def test_a_round_comes_back_to_be_changed_only_while_nobody_has_answered(school, by):
    sessions = make.sessions(school)
    made = make.round_of(school, sessions, by=by)
    assert rounds.back_to_draft(of=made, by=by)
    assert rounds.change_round(of=made, terms=make.terms(sessions, at_most=2), by=by).at_most == 2
    rounds.open_round(of=made, by=by)
    made.refresh_from_db()
    make.rank(made, people.student(school), sessions[0])
    with pytest.raises(AlreadyShown):
        rounds.back_to_draft(of=made, by=by)


def test_a_round_without_criteria_is_not_opened(school, by):
    made = make.round_of(school, make.sessions(school), by=by, criteria=[], state=RoundState.DRAFT)
    with pytest.raises(NothingToShare):
        rounds.open_round(of=made, by=by)


def test_a_round_whose_last_day_has_passed_is_not_opened(school, by):
    now = timezone.now()
    made = make.round_of(
        school,
        make.sessions(school),
        by=by,
        state=RoundState.DRAFT,
        opens_at=now - dt.timedelta(days=2),
        closes_at=now - dt.timedelta(days=1),
    )
    with pytest.raises(NotNow):
        rounds.open_round(of=made, by=by)


def test_a_round_opens_and_closes_by_the_clock(school, by):
    now = timezone.now()
    made = make.round_of(school, make.sessions(school), by=by, opens_at=now + dt.timedelta(days=1))
    assert made.phase == Phase.SOON
    made.opens_at = now - dt.timedelta(days=1)
    assert made.phase == Phase.OPEN
    made.closes_at = now
    assert made.phase == Phase.CLOSED


def test_a_closed_round_opens_again_until_another_time(school, by):
    made = make.closed(make.round_of(school, make.sessions(school), by=by), by=by)
    with pytest.raises(NotNow):
        rounds.reopen_round(of=made, closes_at=timezone.now(), by=by)
    later = timezone.now() + dt.timedelta(days=1)
    assert rounds.reopen_round(of=made, closes_at=later, by=by)
    made.refresh_from_db()
    assert (made.phase, made.closes_at) == (Phase.OPEN, later)


def test_more_places_than_there_are_cannot_be_reserved(school, by):
    [session] = make.sessions(school, 1, capacity=2)
    made = make.round_of(school, [session], by=by, state=RoundState.DRAFT)
    share = rounds.Share({"pupil_premium": 2, "year:10": 1})
    with pytest.raises(NothingToShare):
        rounds.set_shares(of=made, shares={session.pk: share}, by=by)


def test_the_log_tells_that_shares_changed_but_not_for_which_groups(school, by):
    [session] = make.sessions(school, 1)
    made = make.round_of(school, [session], by=by, state=RoundState.DRAFT)
    share = rounds.Share({"in_care": 1}, transport="Coach", escorts=2)
    assert rounds.set_shares(of=made, shares={session.pk: share}, by=by) == 1
    assert rounds.set_shares(of=made, shares={session.pk: share}, by=by) == 0
    row = RoundSession.objects.get()
    assert (row.reserved, row.transport, row.escorts) == ({"in_care": 1}, "Coach", 2)
    assert "in_care" not in str(list(Event.objects.values_list("details", flat=True)))
