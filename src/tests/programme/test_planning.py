"""Sessions to come: one or many, moved, cancelled and planned again, alone or with their series."""

import dataclasses
import datetime as dt
import uuid

import pytest
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.ledger.models import Entry
from fingerpost.programme.enums import Reach
from fingerpost.programme.models import GroupSession, SessionStaff
from fingerpost.programme.selectors import planned as selectors
from fingerpost.programme.selectors.busy import busy_at
from fingerpost.programme.services import participants, planning
from fingerpost.programme.services import recording as recording
from fingerpost.schools.models import SchoolEvent, Term
from tests.factories import interviews, people, programme

pytestmark = pytest.mark.django_db
NINE, TEN, ELEVEN = dt.time(9), dt.time(10), dt.time(11)
HALF_NINE = dt.time(9, 30)


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def sent(**changed):
    return {
        "on": programme.soon().isoformat(),
        "starts_at": "09:00",
        "ends_at": "10:00",
        "places_by": "staff",
        "repeat": "once",
        "form_key": str(uuid.uuid4()),
        **changed,
    }


def plan(client, activity, **changed):
    return client.post(reverse("programme:plan", args=[activity.pk]), sent(**changed))


# Planning ------------------------------------------------------------------------------------


def test_a_planned_session_takes_its_words_from_its_activity_and_writes_no_line(leader, school):
    activity = programme.activity(school, organisation="Harbour Freight", sectors=["digital"])
    data = sent()
    first = leader.post(reverse("programme:plan", args=[activity.pk]), data)
    second = leader.post(reverse("programme:plan", args=[activity.pk]), data)
    assert first.url == second.url
    made = GroupSession.objects.get()
    assert (made.state, made.title, made.organisation, made.minutes, made.sectors) == (
        *("planned", "At sea", "Harbour Freight", 60),
        ["digital"],
    )
    assert made.series is None
    assert not Entry.objects.exists()


def test_one_for_each_tutor_group_with_its_tutor_and_students(leader, school):
    groups = [people.tutor_group(school, name, 9) for name in ("9A", "9B")]
    for group in groups:
        people.student(school, tutor_group=group)
        people.person_with(Role.TUTOR, school=school, tutor_group=group)
    people.tutor_group(school, "10A", 10)
    activity = programme.activity(school, years=[9])
    plan(leader, activity, repeat="groups", put_down="on")
    made = list(GroupSession.objects.order_by("title"))
    assert [one.title for one in made] == ["At sea: 9A", "At sea: 9B"]
    assert len({one.series for one in made}) == 1
    for one, group in zip(made, groups, strict=True):
        assert one.taken == 1
        assert one.attendance.get().student.tutor_group == group
        assert one.staff.get().person.holdings.get().scopes.get().tutor_group == group


def test_weekly_sessions_leave_the_holidays_out_and_say_so(leader, school):
    first = programme.soon()
    year = programme.academic_year(school)
    for starts, ends in ((0, 8), (20, 60)):
        Term.objects.create(
            academic_year=year,
            name=f"From day {starts}",
            starts_on=first + dt.timedelta(days=starts),
            ends_on=first + dt.timedelta(days=ends),
        )
    activity = programme.activity(school)
    page = leader.post(
        reverse("programme:plan", args=[activity.pk]),
        sent(repeat="weekly", weeks="5"),
        follow=True,
    )
    days = list(GroupSession.objects.order_by("on").values_list("on", flat=True))
    assert days == [first + dt.timedelta(weeks=week) for week in (0, 1, 3, 4)]
    assert "Left out, because the school is closed then" in page.content.decode()


def test_one_for_each_group_a_week_apart_goes_on_after_the_holidays(leader, school):
    first = programme.soon()
    year = programme.academic_year(school)
    for starts, ends in ((0, 5), (13, 60)):
        Term.objects.create(
            academic_year=year,
            name=f"From day {starts}",
            starts_on=first + dt.timedelta(days=starts),
            ends_on=first + dt.timedelta(days=ends),
        )
    for name in ("9A", "9B"):
        people.tutor_group(school, name, 9)
    plan(leader, programme.activity(school, years=[9]), repeat="groups_weekly")
    days = list(GroupSession.objects.order_by("on").values_list("on", flat=True))
    assert days == [first, first + dt.timedelta(weeks=2)]


def test_more_students_than_places_plan_nothing_at_all(leader, school):
    for _ in range(3):
        people.student(school, year_group=9)
    page = plan(leader, programme.activity(school, years=[9]), capacity="2", put_down="on")
    assert "no place left" in page.content.decode()
    assert not GroupSession.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": ""}, "Fill in “Day”"),
        ({"on": "1999-01-01"}, "more than a year ago"),
        ({"ends_at": ""}, "both when it begins and when it ends"),
        ({"ends_at": "08:00"}, "after the beginning"),
        ({"repeat": "weekly"}, "for how many weeks"),
        ({"capacity": "5", "minimum": "6"}, "more students than it has places"),
        ({"places_by": "round"}, "how many places a round"),
    ],
)
def test_what_is_wrong_with_a_session_is_said(leader, school, changed, sentence):
    page = plan(leader, programme.activity(school), **changed)
    assert sentence in page.content.decode()
    assert not GroupSession.objects.exists()


# What is free --------------------------------------------------------------------------------


def test_a_room_taken_is_warned_of_and_kept_only_when_asked_twice(leader, school):
    room = people.room(school)
    programme.planned(school, room=room, starts_at=HALF_NINE, ends_at=TEN)
    activity = programme.activity(school, title="Second")
    page = plan(leader, activity, room=room.pk)
    assert f"{room.name} is taken at that time by At sea." in page.content.decode()
    assert GroupSession.objects.count() == 1
    plan(leader, activity, room=room.pk, confirmed=page.context["form"]["confirmed"].value())
    assert GroupSession.objects.count() == 2


def test_what_was_agreed_to_for_one_room_does_not_hold_for_another(leader, school):
    first, second = people.room(school), people.room(school)
    for room in (first, second):
        programme.planned(school, room=room, starts_at=NINE, ends_at=TEN)
    activity = programme.activity(school, title="Third")
    agreed = plan(leader, activity, room=first.pk).context["form"]["confirmed"].value()
    page = plan(leader, activity, room=second.pk, confirmed=agreed)
    assert page.status_code == 200
    assert GroupSession.objects.count() == 2


def test_looking_what_is_free_saves_nothing_and_finds_no_fault(leader, school):
    colleague = people.person_with(Role.TUTOR, school=school)
    programme.planned(
        school, starts_at=NINE, ends_at=TEN, staff=frozenset({colleague.pk}), title="Taken"
    )
    activity = programme.activity(school)
    page = plan(leader, activity, look="1", places_by="")
    words = page.content.decode()
    assert "Taken then: Taken" in words
    assert "There is a problem" not in words
    assert GroupSession.objects.count() == 1


def test_only_what_overlaps_is_taken(school):
    room = people.room(school)
    session = programme.planned(school, room=room, starts_at=NINE, ends_at=TEN)
    on = session.on
    assert busy_at(school, on, HALF_NINE, ELEVEN).rooms == {room.pk: "At sea"}
    assert busy_at(school, on, TEN, ELEVEN).rooms == {}
    assert busy_at(school, on, HALF_NINE, ELEVEN, [session.pk]).rooms == {}
    assert busy_at(school, on + dt.timedelta(days=1), NINE, TEN).rooms == {}
    assert busy_at(people.school(), on, NINE, TEN).rooms == {}
    planning.cancel_sessions(session=session, because="Ill", by=None)
    assert busy_at(school, on, HALF_NINE, ELEVEN).rooms == {}


def test_an_interview_takes_its_room_its_adviser_and_its_student(school):
    from fingerpost.interviews.selectors.booking import Search, free_slots
    from fingerpost.interviews.services.booking import Particulars, book_own

    adviser, student = interviews.adviser(school), people.student(school)
    free = interviews.availability(adviser)
    slot = free_slots(school, Search(since=interviews.at(1)), limit=1)[0]
    book_own(student=student, slot=slot, by=None, particulars=Particulars())
    busy = busy_at(school, free.on, NINE, dt.time(9, 20))
    assert set(busy.rooms) == {free.room_id}
    assert set(busy.people) == {adviser.person_id}
    assert set(busy.students) == {student.pk}


def test_students_with_something_else_are_marked_on_the_page(leader, school):
    student = people.student(school)
    times = {"starts_at": NINE, "ends_at": TEN}
    programme.planned(school, students=[student], title="Coding", **times)
    session = programme.planned(school, students=[student], **times)
    words = leader.get(reverse("programme:session", args=[session.pk])).content.decode()
    assert "1 student has Coding at that time" in words


def test_periods_missed_are_those_it_overlaps_inside_the_school_day(school):
    on = programme.soon()
    programme.period(school, 1, on.isoweekday(), NINE, TEN)
    programme.period(school, 2, on.isoweekday(), TEN, ELEVEN)
    programme.period(school, 3, on.isoweekday() % 5 + 1, NINE, TEN)
    session = programme.planned(school, on=on, starts_at=HALF_NINE, ends_at=TEN)
    assert [one.name for one in selectors.periods_missed(session)] == ["Period 1"]
    outside = programme.planned(
        school,
        activity_of=programme.activity(school, in_school_hours=False),
        on=on,
        starts_at=HALF_NINE,
        ends_at=ELEVEN,
    )
    assert selectors.periods_missed(outside) == []


def test_an_exam_on_the_day_is_warned_of_before_it_is_planned(leader, school):
    SchoolEvent.objects.create(
        school=school,
        kind="exam",
        title="GCSE mathematics",
        starts_on=programme.soon(),
        ends_on=programme.soon(),
        year_groups=[11],
    )
    page = plan(leader, programme.activity(school, years=[11]))
    assert "It is on a day of: GCSE mathematics." in page.content.decode()
    assert not GroupSession.objects.exists()
    plan(leader, programme.activity(school, years=[9]))
    assert GroupSession.objects.count() == 1


# Changing ------------------------------------------------------------------------------------


def test_moving_this_and_the_later_ones_moves_each_by_as_many_days(school):
    first, second, third = programme.series(school)
    days = [one.on for one in (first, second, third)]
    terms = planning.Terms.of(second)
    moved = planning.change_sessions(
        session=second,
        on=second.on + dt.timedelta(days=1),
        terms=terms,
        reach=Reach.LATER,
        by=None,
    )
    assert moved == 2
    now = list(GroupSession.objects.order_by("pk").values_list("on", flat=True))
    assert now == [days[0], *(day + dt.timedelta(days=1) for day in days[1:])]


def test_a_change_to_all_leaves_what_is_their_own(school):
    room = people.room(school)
    first, second, third = programme.series(school, capacity=10)
    own = planning.Terms(capacity=20, title="At sea")
    planning.change_sessions(session=third, on=third.on, terms=own, by=None)
    planning.cancel_sessions(session=second, because="Ill", by=None)
    terms = planning.Terms(capacity=10, title="At sea", room=room)
    assert (
        planning.change_sessions(session=first, on=first.on, terms=terms, reach=Reach.ALL, by=None)
        == 2
    )
    told = list(GroupSession.objects.order_by("pk").values_list("room", "capacity"))
    assert told == [(room.pk, 10), (None, 10), (room.pk, 20)]


def test_a_change_to_all_keeps_each_groups_title_and_its_own_staff(school):
    tutors = [people.person_with(Role.TUTOR, school=school) for _ in range(3)]
    helper = people.person_with(Role.TUTOR, school=school)
    three = programme.series(school)
    for session, tutor, name in zip(three, tutors, ("10A", "10B", "10C"), strict=True):
        GroupSession.objects.filter(pk=session.pk).update(title=f"Review: {name}")
        SessionStaff.objects.create(session=session, person=tutor)
    first = GroupSession.objects.get(pk=three[0].pk)
    terms = dataclasses.replace(
        planning.Terms.of(first),
        title="Look back: 10A",
        staff=frozenset({tutors[0].pk, helper.pk}),
    )
    planning.change_sessions(session=first, on=first.on, terms=terms, reach=Reach.ALL, by=None)
    now = list(GroupSession.objects.order_by("pk"))
    assert [one.title for one in now] == ["Look back: 10A", "Look back: 10B", "Look back: 10C"]
    for session, tutor in zip(now, tutors, strict=True):
        named = set(session.staff.values_list("person_id", flat=True))
        assert named == {tutor.pk, helper.pk}
    first.refresh_from_db()
    alone = dataclasses.replace(planning.Terms.of(first), title="Seen: 10A", staff=frozenset())
    planning.change_sessions(session=first, on=first.on, terms=alone, by=None)
    assert GroupSession.objects.get(pk=first.pk).title == "Seen: 10A"
    assert not SessionStaff.objects.filter(session=first).exists()
    assert SessionStaff.objects.filter(session=three[1]).count() == 2


def test_fewer_places_than_students_are_refused_and_nothing_is_moved(leader, school):
    students = [people.student(school) for _ in range(3)]
    session = programme.planned(school, students=students)
    address = reverse("programme:move", args=[session.pk])
    data = sent(title=session.title, capacity="2", on=(programme.soon(20)).isoformat())
    page = leader.post(address, data)
    assert "More than 2 students are down" in page.content.decode()
    before = session.on
    session.refresh_from_db()
    assert (session.on, session.capacity) == (before, None)


def test_staff_changed_on_the_page_are_kept(leader, school):
    first, second = (people.person_with(Role.TUTOR, school=school) for _ in range(2))
    session = programme.planned(school, staff=frozenset({first.pk}))
    leader.post(
        reverse("programme:move", args=[session.pk]),
        sent(title=session.title, on=session.on.isoformat(), staff=[second.pk]),
    )
    assert SessionStaff.objects.get().person == second


def test_what_was_held_or_cancelled_is_not_moved(school):
    session = programme.planned(school)
    GroupSession.objects.filter(pk=session.pk).update(state="held")
    with pytest.raises(participants.NotPlanned):
        planning.change_sessions(
            session=session, on=programme.soon(9), terms=planning.Terms(), by=None
        )


# Cancelling ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("reach", "left"), [("one", 2), ("later", 1), ("all", 0)])
def test_cancelling_reaches_as_far_as_was_asked_and_is_undone_as_far(school, reach, left):
    _, second, _ = programme.series(school)
    planning.cancel_sessions(session=second, because="Ill", reach=reach, by=None)
    planned = GroupSession.objects.filter(state="planned")
    assert planned.count() == left
    planning.plan_again(session=second, reach=reach, by=None)
    assert planned.filter(cancelled_because="").count() == 3


def test_cancelling_takes_a_reason_and_keeps_who_was_down(leader, school):
    student = people.student(school)
    session = programme.planned(school, students=[student])
    address = reverse("programme:cancel", args=[session.pk])
    assert "Fill in “Why?”" in leader.post(address, {"because": " "}).content.decode()
    page = leader.post(address, {"because": "The visitor is ill"}, follow=True)
    assert "The visitor is ill" in page.content.decode()
    leader.post(reverse("programme:plan_again", args=[session.pk]))
    session.refresh_from_db()
    assert (session.state, session.taken, session.cancelled_because) == ("planned", 1, "")
    assert session.attendance.get().student == student


def test_a_held_session_is_neither_cancelled_nor_planned_again(school):
    session = programme.session(school, [people.student(school)])
    assert planning.cancel_sessions(session=session, because="Ill", by=None) == 0
    assert planning.plan_again(session=session, by=None) == 0
    session.refresh_from_db()
    assert session.state == "held"
