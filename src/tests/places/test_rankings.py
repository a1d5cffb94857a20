"""Answers: one line for each student, a later one replaces, an old page is told."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.services import booking
from fingerpost.places.models import Ranking, Round
from fingerpost.places.selectors.rounds import choices_for, families_among, missed_before
from fingerpost.places.services import rankings, rounds
from fingerpost.places.services.errors import BadChoices, NotNow, NotOpen, StaleRanking
from fingerpost.programme.services.participants import put_down
from fingerpost.students.models import FamilyLink
from tests.factories import interviews as make_interviews
from tests.factories import people, programme
from tests.factories import places as make
from tests.places.test_at_once import at_once, run_together


@pytest.fixture
def sessions(school):
    return make.sessions(school, 3)


@pytest.fixture
def of(school, sessions):
    return make.round_of(school, sessions)


@pytest.fixture
def student(school):
    return people.student(school)


def test_an_answer_is_kept_once_and_a_later_one_takes_its_place(of, sessions, student):
    first = make.rank(of, student, sessions[1], sessions[0])
    later = make.rank(of, student, sessions[0], based_on=first.version)
    assert Ranking.objects.get() == later
    assert (later.choices, later.version) == ([sessions[0].pk], 2)
    assert later.submitted_at > first.submitted_at


def test_the_same_answer_sent_again_changes_nothing(of, sessions, student):
    first = make.rank(of, student, sessions[0])
    again = make.rank(of, student, sessions[0])
    assert (again.version, again.submitted_at) == (1, first.submitted_at)


def test_an_old_page_is_told_and_overwrites_nothing(of, sessions, student):
    make.rank(of, student, sessions[0])
    with pytest.raises(StaleRanking):
        make.rank(of, student, sessions[1])
    assert Ranking.objects.get().choices == [sessions[0].pk]


def test_wanting_none_of_it_is_an_answer(of, student):
    assert make.rank(of, student).choices == []


def test_nothing_is_taken_from_whom_it_is_not_for(of, school, sessions):
    with pytest.raises(NotOpen):
        make.rank(of, people.student(school, year_group=8), sessions[0])
    elsewhere = people.student(people.school())
    with pytest.raises(NotOpen):
        make.rank(of, elsewhere, sessions[0])


def test_nothing_is_taken_before_or_after(of, sessions, student, school):
    with pytest.raises(NotOpen):
        make.rank(make.closed(of), student, sessions[0])
    soon = make.round_of(
        school,
        [make.session(school)],
        opens_at=timezone.now() + dt.timedelta(hours=1),
    )
    with pytest.raises(NotOpen):
        make.rank(soon, student)


def test_a_choice_must_be_one_of_the_rounds_and_once_only(of, sessions, student, school):
    with pytest.raises(BadChoices):
        make.rank(of, student, make.session(school))
    with pytest.raises(BadChoices):
        make.rank(of, student, sessions[0], sessions[0])


def test_staff_enter_it_for_a_student_until_it_is_published(of, sessions, student):
    by = people.person()
    closed = make.closed(of)
    kept = rankings.enter_ranking(
        of=closed, student=student, choices=[sessions[2].pk], based_on=0, by=by
    )
    assert kept.entered_by == by
    Round.objects.filter(pk=of.pk).update(state="published")
    closed.refresh_from_db()
    with pytest.raises(NotNow):
        rankings.enter_ranking(of=closed, student=student, choices=[], based_on=1, by=by)


def test_what_a_student_has_at_the_time_is_left_out_of_the_choices_with_the_reason(school):
    on = programme.soon(10)
    clock = {"starts_at": dt.time(9), "ends_at": dt.time(10)}
    here = make.session(school, on=on, **clock)
    talk = make.session(school, on=programme.soon(20), starts_at=dt.time(9), ends_at=dt.time(10))
    free = make.session(school, on=programme.soon(30), **clock)
    of = make.round_of(school, [here, talk, free])
    student = people.student(school)
    other = programme.planned(
        school, on=on, title="A trip", starts_at=dt.time(9, 30), ends_at=dt.time(12)
    )
    put_down(session=other, students=[student], by=None)
    adviser = make_interviews.adviser(school)
    at = timezone.make_aware(dt.datetime.combine(talk.on, dt.time(9, 30)))
    booking.book(student=student, appointment=booking.Appointment(adviser, at), by=None)
    put_down(session=free, students=[student], by=None)
    why = {one.session: one.why_not for one in choices_for(of, student)}
    assert why[here] == "You have “A trip” at that time."
    assert why[talk] == "You have a talk with an adviser at that time."
    assert why[free] == "You are down for this one already."
    with pytest.raises(BadChoices):
        make.rank(of, student, here)


def test_only_rounds_in_which_a_student_wanted_and_got_nothing_count_as_missed(school):
    student, glad, idle = (people.student(school) for _ in range(3))
    [session] = make.sessions(school, 1, capacity=1)
    of = make.round_of(school, [session])
    for one in (student, glad):
        make.rank(of, one, session)
    make.rank(of, idle)
    keys = [one.pk for one in (student, glad, idle)]
    later = make.round_of(school, make.sessions(school, 1))
    assert missed_before(later, keys) == {}
    Round.objects.filter(pk=of.pk).update(state="published", published_at=timezone.now())
    of.offers.create(
        school=school,
        session=session,
        student=glad,
        state="refused",
        choice=1,
        reason="-",
        made_at=timezone.now(),
        answer_by=timezone.now(),
    )
    assert missed_before(later, keys) == {student.pk: 1}


def test_families_are_found_through_any_parent_in_common(school):
    one, two, three, alone = (people.student(school) for _ in range(4))
    mother, father = people.person(), people.person()
    for parent, child in [(mother, one), (mother, two), (father, two), (father, three)]:
        FamilyLink.objects.create(person=parent, student=child)
    FamilyLink.objects.create(person=people.person(), student=alone)
    keys = [child.pk for child in (one, two, three, alone)]
    assert families_among(keys) == [sorted([one.pk, two.pk, three.pk])]
    FamilyLink.objects.filter(person=father).update(ended_on=dt.date(2026, 1, 1))
    assert families_among(keys) == [sorted([one.pk, two.pk])]


@pytest.mark.django_db(transaction=True)
@at_once
def test_two_answers_at_once_leave_one_line_and_one_is_told():
    school = people.school()
    sessions = make.sessions(school)
    of, student = make.round_of(school, sessions), people.student(school)
    answers = run_together(
        lambda: make.rank(of, student, sessions[0]), lambda: make.rank(of, student, sessions[1])
    )
    kept = Ranking.objects.get()
    assert kept.version == 1
    assert sorted(type(one).__name__ for one in answers) == ["Ranking", "StaleRanking"]


@pytest.mark.django_db(transaction=True)
@at_once
def test_the_same_answer_twice_at_once_is_one_answer():
    school = people.school()
    [session] = make.sessions(school, 1)
    of, student = make.round_of(school, [session]), people.student(school)
    answers = run_together(*[lambda: make.rank(of, student, session)] * 3)
    assert {one.pk for one in answers} == {Ranking.objects.get().pk}


def test_a_leader_sees_rounds_being_made_and_a_tutor_does_not(school, client_of):
    made = make.round_of(school, make.sessions(school), state="draft")
    assert made.title in client_of(Role.CAREERS_LEADER).get("/places/").content.decode()
    assert made.title not in client_of(Role.TUTOR).get("/places/").content.decode()
    rounds.open_round(of=made, by=None)
    assert made.title in client_of(Role.TUTOR).get("/places/").content.decode()
