"""What gets in the way of planned sessions."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.models import Interview
from fingerpost.programme.models import Activity, Attendance, GroupSession, SessionStaff
from fingerpost.programme.selectors.clashes import Clash, ClashKind, Wanted, clashes
from fingerpost.schools.models import SchoolEvent
from tests.factories import interviews, people

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 12, 3)
TEN, ELEVEN, TWELVE = dt.time(10), dt.time(11), dt.time(12)


@pytest.fixture(autouse=True)
def _one_day():
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), tick=False):
        yield


def planned(school, *students, on=DAY, starts_at=TEN, ends_at=ELEVEN, staff=(), **fields):
    session = GroupSession.objects.create(
        school=school,
        state="planned",
        kind="careers_lesson",
        title=fields.pop("title", "Jobs"),
        on=on,
        starts_at=starts_at,
        ends_at=ends_at,
        form_key=uuid.uuid4(),
        **fields,
    )
    for student in students:
        Attendance.objects.create(session=session, student=student)
    for person in staff:
        SessionStaff.objects.create(session=session, person=person)
    return session


def event(school, kind="exam", on=DAY, until=None, **fields):
    return SchoolEvent.objects.create(
        school=school,
        kind=kind,
        starts_on=on,
        ends_on=until or on,
        **{"title": "Mock exams", **fields},
    )


def found(school, *sessions):
    return clashes(school, [Wanted.saved(one) for one in sessions])


def test_exams_of_the_year_group_are_in_the_way_and_of_another_are_not(school):
    session = planned(school, people.student(school, year_group=11))
    event(school, until=DAY + dt.timedelta(days=5), year_groups=[11])
    event(school, title="Others", year_groups=[10])
    assert found(school, session) == {session.pk: [Clash(ClashKind.EXAM, "Mock exams")]}


def test_before_anybody_is_down_the_audience_says_which_year_group_it_is_for(school):
    group = people.tutor_group(school, year_group=9)
    activity = Activity.objects.create(
        school=school,
        kind="careers_lesson",
        title="Jobs",
        audience={"years": [], "groups": [group.pk]},
        form_key=uuid.uuid4(),
    )
    session = planned(school, activity=activity)
    event(school, year_groups=[9])
    event(school, title="Others", year_groups=[11])
    assert [one.what for one in found(school, session)[session.pk]] == ["Mock exams"]


def test_next_years_exams_are_those_of_the_year_students_will_be_in(school):
    next_december = dt.date(2027, 12, 2)
    session = planned(school, people.student(school, year_group=10), on=next_december)
    event(school, on=next_december, year_groups=[11])
    event(school, on=next_december, year_groups=[10], title="Others")
    assert [one.what for one in found(school, session)[session.pk]] == ["Mock exams"]


def test_an_event_at_another_time_of_the_day_is_not_in_the_way(school):
    session = planned(school, people.student(school))
    event(school, starts_at=ELEVEN, ends_at=TWELVE)
    assert found(school, session) == {}
    event(school, starts_at=dt.time(10, 59), ends_at=TWELVE, title="Overlaps")
    assert [one.what for one in found(school, session)[session.pk]] == ["Overlaps"]


def test_a_day_on_which_school_is_closed_is_in_everybodys_way(school):
    session = planned(school, starts_at=None, ends_at=None)
    event(school, kind="inset", title="INSET day")
    assert found(school, session)[session.pk] == [Clash(ClashKind.EVENT, "INSET day")]


def test_a_theme_day_for_everybody_keeps_nobody_from_a_session(school):
    session = planned(school, people.student(school))
    event(school, kind="other", title="Kindness week", until=DAY + dt.timedelta(days=4))
    assert found(school, session) == {}


def test_a_room_a_member_of_staff_and_a_student_cannot_be_in_two_sessions_at_once(school):
    room, tutor = people.room(school), people.person_with(Role.TUTOR, school=school)
    student, other = people.student(school), people.student(school)
    first = planned(school, student, room=room, staff=[tutor], title="First")
    second = planned(
        school, student, other, room=room, staff=[tutor], title="Second", starts_at=dt.time(10, 30)
    )
    after = planned(school, student, room=room, starts_at=ELEVEN, ends_at=TWELVE, staff=[tutor])
    told = found(school, first)
    assert told == {
        first.pk: [
            Clash(ClashKind.ROOM, "Second", second.pk),
            Clash(ClashKind.STAFF, "Second", second.pk, frozenset({tutor.pk})),
            Clash(ClashKind.STUDENT, "Second", second.pk, frozenset({student.pk})),
        ]
    }
    assert {one.what for one in found(school, first, second, after)[second.pk]} == {"First"}


def test_sessions_without_times_say_nothing_of_rooms_and_people(school):
    student = people.student(school)
    first = planned(school, student, starts_at=None, ends_at=None)
    planned(school, student, starts_at=None, ends_at=None)
    assert found(school, first) == {}


def test_two_sessions_at_once_that_share_nothing_are_not_in_each_others_way(school):
    first = planned(school, people.student(school), room=people.room(school))
    second = planned(school, people.student(school), room=people.room(school))
    assert found(school, first, second) == {}


def test_a_booked_interview_takes_its_student_its_adviser_and_its_room(school):
    adviser, room = interviews.adviser(school), people.room(school)
    student = people.student(school)
    session = planned(school, student, room=room, staff=[adviser.person])
    starts = timezone.make_aware(dt.datetime.combine(DAY, dt.time(10, 40)))
    booked = Interview.objects.create(
        school=school, student=student, adviser=adviser, room=room, starts_at=starts
    )
    assert [one.kind for one in found(school, session)[session.pk]] == [
        ClashKind.ROOM,
        ClashKind.STAFF,
        ClashKind.STUDENT,
    ]
    Interview.objects.filter(pk=booked.pk).update(state="cancelled")
    assert found(school, session) == {}


def test_a_session_about_to_be_planned_is_compared_with_what_is_there(school):
    tutor, student = people.person_with(Role.TUTOR, school=school), people.student(school)
    there = planned(school, student, staff=[tutor], title="There")
    wanted = Wanted(
        on=DAY,
        starts_at=dt.time(10, 15),
        ends_at=ELEVEN,
        staff=frozenset({tutor.pk}),
        students=frozenset({student.pk}),
        year_groups=frozenset({10}),
    )
    event(school, year_groups=[10])
    assert [(one.kind, one.other) for one in clashes(school, [wanted])[None]] == [
        (ClashKind.EXAM, None),
        (ClashKind.STAFF, there.pk),
        (ClashKind.STUDENT, there.pk),
    ]


def test_a_moved_session_does_not_clash_with_itself_and_takes_its_students_along(school):
    student = people.student(school)
    moved = planned(school, student, title="Moved")
    planned(school, student, title="In the way", on=DAY + dt.timedelta(days=1))
    wanted = Wanted(on=DAY + dt.timedelta(days=1), starts_at=TEN, ends_at=ELEVEN, session=moved.pk)
    assert [one.what for one in clashes(school, [wanted])[moved.pk]] == ["In the way"]


def test_cancelled_sessions_and_another_schools_are_in_nobodys_way(school):
    tutor = people.person_with(Role.TUTOR, school=school)
    session = planned(school, staff=[tutor])
    gone = planned(school, staff=[tutor])
    GroupSession.objects.filter(pk=gone.pk).update(state="cancelled")
    elsewhere = people.school()
    planned(elsewhere, staff=[tutor])
    event(elsewhere)
    assert found(school, session) == {}


def test_clashes_of_many_sessions_take_as_many_queries_as_of_few(school):
    tutor = people.person_with(Role.TUTOR, school=school)
    students = [people.student(school) for _ in range(4)]
    sessions = [planned(school, *students, staff=[tutor]) for _ in range(2)]
    event(school)

    def queries(of):
        with CaptureQueriesContext(connection) as asked:
            assert len(found(school, *of)) == len(of)
        return len(asked)

    few = queries(sessions)
    sessions += [planned(school, *students, staff=[tutor]) for _ in range(10)]
    assert queries(sessions) == few <= 7
