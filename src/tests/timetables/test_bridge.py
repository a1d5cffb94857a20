"""What the engine is asked is what the school's diary says, and its answers hold."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.engines.timetable import read_problem
from fingerpost.interviews.services import booking
from fingerpost.programme.models import GroupSession
from fingerpost.schools.models import Period, SchoolEvent
from fingerpost.timetables import bridge
from fingerpost.timetables.bridge.asking import weekdays_after
from fingerpost.timetables.bridge.reading import plain
from fingerpost.timetables.models import Companion
from fingerpost.timetables.selectors.supply import times_in, windows
from fingerpost.timetables.services import making
from tests.factories import interviews as make
from tests.factories import people
from tests.factories import timetables as tables


@pytest.fixture
def by(school):
    return people.person_with(Role.CAREERS_LEADER, school=school)


@pytest.fixture
def adviser(school):
    return make.adviser(school)


def _asked(school, students, by, **terms):
    draft = making.ask_for_draft(
        timetable=tables.timetable(school, students, by, **terms),
        students=students,
        seconds=2,
        by=by,
    )
    return bridge.problem_of(draft, making.seats_to_time(draft)).problem


def _windows(school):
    today = timezone.localdate()
    return windows(school, today, today + dt.timedelta(weeks=8))


def test_the_engine_reads_what_it_is_asked_and_its_answer_passes_the_check(school, adviser, by):
    days = tables.school_days(4)
    tables.mornings(adviser, days)
    students = [people.student(school) for _ in range(9)]
    problem = _asked(school, students, by, follow_up_need=0, follow_up_days=1, cap=4)
    assert len(read_problem(problem).interviews) == 18
    result = bridge.made(problem, 5, tables.quiet)
    assert bridge.faults_of(problem, result) == []
    assert len(result["appointments"]) == 16
    assert result["status"] == "optimal"


def test_the_same_question_has_the_same_hash(school, adviser, by):
    tables.mornings(adviser, tables.school_days(2))
    problem = _asked(school, [people.student(school)], by)
    assert bridge.hash_of(problem) == bridge.hash_of(dict(reversed(problem.items())))
    assert bridge.hash_of(problem) != bridge.hash_of(problem | {"seed": 99})


def test_what_is_booked_is_not_free(school, adviser, by):
    [day] = tables.school_days(1)
    room = tables.mornings(adviser, [day])
    zone = timezone.get_current_timezone()
    at = dt.datetime.combine(day, dt.time(10, 0), tzinfo=zone)
    booked = booking.book(
        student=people.student(school),
        appointment=booking.Appointment(adviser, at, 40, room.pk),
        by=by,
    )
    assert [(one.since, one.until) for one in _windows(school)] == [(540, 600), (640, 720)]
    assert times_in(_windows(school), 40) == 3
    today = timezone.localdate()
    without = windows(school, today, today + dt.timedelta(weeks=8), [booked.pk])
    assert [(one.since, one.until) for one in without] == [(540, 720)]


def test_a_room_that_a_session_needs_is_not_free(school, adviser):
    [day] = tables.school_days(1)
    room = tables.mornings(adviser, [day])
    GroupSession.objects.create(
        school=school,
        state="planned",
        title="Talk",
        kind="employer_talk",
        on=day,
        starts_at=dt.time(9),
        ends_at=dt.time(11),
        room=room,
        form_key="00000000-0000-4000-8000-000000000001",
    )
    assert [(one.since, one.until) for one in _windows(school)] == [(660, 720)]


def test_closed_days_and_those_outside_terms_have_no_times(school, adviser):
    first, second, third = tables.school_days(3)
    tables.mornings(adviser, [first, second, third])
    SchoolEvent.objects.create(
        school=school, kind="inset", title="INSET", starts_on=first, ends_on=first
    )
    year = school.academic_years.create(name="2026/27", starts_on=first, ends_on=third)
    year.terms.create(name="Autumn", starts_on=first, ends_on=second)
    assert {one.on for one in _windows(school)} == {second}


def test_exams_are_protected_and_the_same_lesson_is_not_missed_twice(school, adviser, by):
    first, second = tables.school_days(2)
    tables.mornings(adviser, [first, second, first + dt.timedelta(weeks=1)])
    Period.objects.create(
        school=school,
        name="Period 1",
        weekday=first.isoweekday(),
        starts_at=dt.time(9),
        ends_at=dt.time(12),
    )
    SchoolEvent.objects.create(
        school=school,
        kind="exam",
        title="Mocks",
        starts_on=second,
        ends_on=second,
        year_groups=[11],
    )
    younger, older = people.student(school), people.student(school, year_group=11)
    problem = _asked(school, [younger, older], by)
    lessons = {one["id"]: one["lessons"] for one in problem["students"]}
    assert [one["subject"] for one in lessons[str(younger.pk)]] == ["Monday, Period 1"]
    assert lessons[str(older.pk)][1]["protected"] is True
    assert lessons[str(older.pk)][1]["days"] == [second.isoformat()]


def test_a_lesson_missed_for_an_interview_this_year_is_not_missed_again(school, adviser, by):
    [day] = tables.school_days(1)
    tables.mornings(adviser, [day])
    Period.objects.create(
        school=school,
        name="Period 1",
        weekday=day.isoweekday(),
        starts_at=dt.time(9),
        ends_at=dt.time(12),
    )
    student = people.student(school)
    make.interview(student, adviser, make.at((day - timezone.localdate()).days - 14), state="held")
    problem = _asked(school, [student], by)
    assert problem["students"][0]["missed"] == ["Monday, Period 1"]
    result = bridge.made(problem, 2, tables.quiet)
    assert plain(result["not_held"][0]["reason"]) == (
        "All times fall on lessons that must not be missed, or the student is away."
    )


@pytest.mark.parametrize(
    ("deadline_days", "states"), [(1, ["no_time", "timed"]), (200, ["timed"] * 2)]
)
def test_whoever_needs_it_most_is_seen_by_the_last_day_or_it_says_why(
    school, adviser, by, monkeypatch, deadline_days, states
):
    first, _, third = tables.school_days(3)
    tables.mornings(adviser, [first, third], hours=1)
    students = [people.student(school) for _ in range(2)]
    needs = dict.fromkeys((student.pk for student in students), 90)
    monkeypatch.setattr(bridge, "needs_of", lambda school, keys: (needs, "made up"))
    timetable = tables.timetable(school, students, by, deadline_days=deadline_days)
    found = tables.draft(timetable, students, by)
    assert sorted(found.seats.values_list("state", flat=True)) == states
    if "no_time" in states:
        assert found.seats.get(state="no_time").because.startswith("All times that suit are taken")


def test_one_adult_is_never_in_two_interviews_at_once(school, by):
    [day] = tables.school_days(1)
    for _ in range(2):
        tables.mornings(make.adviser(school), [day], hours=1)
    students = [people.student(school) for _ in range(2)]
    made = tables.timetable(school, students, by)
    for student in students:
        Companion.objects.create(timetable=made, student=student, name="Ms Shah")
    found = tables.draft(made, students, by)
    assert sorted(found.seats.values_list("state", flat=True)) == ["no_time", "timed"]
    assert set(found.seats.values_list("accompanying_adult", flat=True)) == {"Ms Shah"}


def test_interviews_at_another_school_are_left_and_reached_by_travel(school, by):
    person = people.person()
    adviser, other = (
        make.adviser(school, person=person),
        make.adviser(people.school(), person=person),
    )
    [day] = tables.school_days(1)
    tables.mornings(adviser, [day])
    at = dt.datetime.combine(day, dt.time(10), tzinfo=timezone.get_current_timezone())
    booking.book(
        student=people.student(other.school),
        appointment=booking.Appointment(other, at, 40),
        by=by,
    )
    problem = _asked(school, [people.student(school) for _ in range(3)], by, travel_minutes=25)
    assert problem["travel"] == [{"from": "here", "to": "elsewhere", "minutes": 25}]
    result = bridge.made(problem, 2, tables.quiet)
    assert [one["from"] for one in result["appointments"]] == ["11:20"]
    assert bridge.faults_of(problem, result) == []


def test_an_adviser_who_is_booked_at_a_distance_needs_no_room(school, adviser, by):
    for day in tables.school_days(1):
        one = make.availability(adviser, on=day)
        one.room = None
        one.save()
    made = tables.timetable(school, [], by)
    found = tables.draft(made, [people.student(school)], by)
    assert found.seats.get().room is None
    assert found.seats.get().state == "timed"


def test_without_any_free_time_it_says_so(school, by):
    with pytest.raises(bridge.NothingFree, match="No adviser has any free time"):
        _asked(school, [people.student(school)], by)


def test_an_engine_for_which_nobody_waits_is_told_to_stop_and_heard_no_more(
    school, adviser, by, monkeypatch
):
    from threading import Event

    from fingerpost.timetables.bridge import solving

    ended, told = Event(), []

    def slow(problem, seconds, tell, start, stopped):
        while not stopped():
            ended.wait(0.01)
        tell("Done", 1, 1)
        ended.set()
        return {}

    monkeypatch.setattr(solving, "made", slow)
    monkeypatch.setattr(solving, "LOOK_EVERY", 0.01)
    assert bridge.made_unless({}, 60, told.append, lambda: True) is None
    assert ended.wait(10)
    assert told == []


def test_what_the_engine_refuses_is_told_from_its_thread_too():
    with pytest.raises(bridge.CannotBeMade):
        bridge.made_unless({}, 1, tables.quiet, lambda: False)


def test_deadlines_are_counted_in_weekdays():
    friday = dt.date(2026, 11, 27)
    assert weekdays_after(friday, 0) == friday
    assert weekdays_after(friday, 1) == dt.date(2026, 11, 30)
    assert weekdays_after(friday, 10) == dt.date(2026, 12, 11)


def test_reasons_are_in_plain_words():
    assert plain("It follows 12, which is not held.") == "The first interview has no time."
    assert plain("No adviser who may hold it is at here by 2026-12-04.") == (
        "No adviser who may hold it is here by 4 December 2026."
    )
