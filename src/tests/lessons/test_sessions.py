"""The lesson of a planned session: for those who are down for it, counted by its register."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.lessons.models import Lesson
from fingerpost.lessons.selectors.lessons import open_lesson
from fingerpost.lessons.services.lessons import LessonError, start_lesson
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import Attendance, GroupSession, SessionStaff
from fingerpost.programme.services.registers import take_register
from tests.factories import lessons, people

pytestmark = pytest.mark.django_db


def planned(school, students, **fields):
    session = GroupSession.objects.create(
        **{
            "school": school,
            "state": SessionState.PLANNED,
            "kind": "careers_lesson",
            "title": "Jobs near here",
            "on": timezone.localdate(),
            "form_key": uuid.uuid4(),
            "taken": len(students),
            **fields,
        }
    )
    Attendance.objects.bulk_create(Attendance(session=session, student=one) for one in students)
    return session


def address(session):
    return reverse("lessons:for_session", args=[session.pk])


@pytest.fixture
def group(school):
    return lessons.group(school, 8)


@pytest.fixture
def tutor(client_of, group):
    return client_of(Role.TUTOR, tutor_group=group[0])


@pytest.fixture
def session(school, group):
    return planned(school, group[1][:7])


def test_a_session_leads_to_its_lesson_and_a_press_starts_it(tutor, session):
    page = tutor.get(reverse("programme:session", args=[session.pk])).content.decode()
    assert f'href="{address(session)}"' in page
    first, second = (tutor.post(address(session), {"area": "EN"}).url for _ in range(2))
    lesson = Lesson.objects.get()
    assert first == second == reverse("lessons:slide", args=[lesson.pk, 1])
    assert (lesson.session, lesson.group_name) == (session, "Jobs near here")


def test_a_visit_is_no_lesson(tutor, school, group):
    visit = planned(school, group[1], kind="workplace_visit")
    page = tutor.get(reverse("programme:session", args=[visit.pk])).content.decode()
    assert address(visit) not in page


def test_slides_count_those_who_are_down_and_no_others(tutor, session, group):
    for one in group[1]:
        lessons.save(one, "nurse")
    tutor.post(address(session), {"area": "EN"})
    lesson = Lesson.objects.get()
    slide = tutor.get(reverse("lessons:slide", args=[lesson.pk, 1])).content.decode()
    assert "about 6 of 7" in slide
    results = tutor.get(reverse("lessons:results", args=[lesson.pk])).context
    assert results["of"] == 7


def test_those_who_are_down_find_the_lesson_and_others_do_not(session, school, group):
    lessons.lesson(school, session=session)
    down, other = group[1][0], group[1][7]
    today = timezone.localdate()
    assert open_lesson(down, today).session == session
    assert open_lesson(other, today) is None


def test_nobody_starts_one_for_students_whom_they_do_not_see(tutor, school, group):
    _, strangers = lessons.group(school, 2)
    mixed = planned(school, [*group[1], *strangers])
    assert not tutor.get(address(mixed)).context["has_groups"]
    tutor.post(address(mixed), {"area": "EN"})
    assert not Lesson.objects.exists()


def test_whoever_leads_a_session_starts_its_lesson_and_sees_names_of_their_own_alone(
    tutor, school, group
):
    _, strangers = lessons.group(school, 6)
    mixed = planned(school, [*group[1], *strangers])
    SessionStaff.objects.create(session=mixed, person=tutor.person)
    tutor.post(address(mixed), {"area": "EN"})
    page = tutor.get(reverse("lessons:results", args=[Lesson.objects.get().pk]))
    assert page.context["of"] == 8
    assert strangers[0].name not in page.content.decode()


def test_a_session_without_anybody_has_no_lesson(tutor, school):
    assert not tutor.get(address(planned(school, []))).context["has_groups"]


def test_a_session_that_does_not_take_place_has_none(tutor, session):
    GroupSession.objects.update(state=SessionState.CANCELLED)
    session.refresh_from_db()
    assert tutor.get(address(session)).status_code == 404
    with pytest.raises(LessonError):
        start_lesson(school=session.school, area="EN", by=None, session=session)


def test_a_session_of_another_school_is_not_there(tutor):
    elsewhere = people.school()
    _, students = lessons.group(elsewhere, 3)
    assert tutor.get(address(planned(elsewhere, students))).status_code == 404


def test_the_lesson_counts_once_the_register_is_taken(tutor, session, school, group):
    lesson = lessons.lesson(school, session=session)
    results = reverse("lessons:results", args=[lesson.pk])
    before = tutor.get(results).context["taught"]
    assert (before.counts, before.url) == (
        False,
        reverse("programme:register", args=[session.pk]),
    )
    rows = Attendance.objects.filter(session=session)
    take_register(
        session=session, marks={row.student_id: True for row in rows}, by=tutor.person, seen={}
    )
    after = tutor.get(results).context["taught"]
    assert (after.counts, after.url) == (True, reverse("programme:session", args=[session.pk]))


def test_before_its_day_it_is_said_when_the_register_opens(tutor, school, group):
    session = planned(school, group[1], on=timezone.localdate() + dt.timedelta(days=3))
    assert tutor.get(address(session)).context["is_another_day"]
    lesson = lessons.lesson(school, session=session)
    taught = tutor.get(reverse("lessons:results", args=[lesson.pk])).context["taught"]
    assert not taught.counts
    assert "once the register is taken" in taught.words


def test_a_lesson_of_a_group_that_was_recorded_says_so_and_is_recorded_once(tutor, school, group):
    lesson = lessons.lesson(school, group[0])
    results = reverse("lessons:results", args=[lesson.pk])
    form = tutor.get(tutor.get(results).context["taught"].url).context["form"]
    assert form.initial["form_key"] == str(lesson.record_key)
    GroupSession.objects.create(
        school=school,
        kind="careers_lesson",
        title="Labour market lesson",
        on=timezone.localdate(),
        form_key=lesson.record_key,
        recorded_by=tutor.person,
    )
    taught = tutor.get(results).context["taught"]
    assert (taught.counts, taught.label) == (True, "See who was there")


def test_the_database_holds_one_lesson_a_day_of_a_session_and_of_one_group(session, school, group):
    lessons.lesson(school, session=session)
    for fields in ({"session": session}, {"session": session, "tutor_group": group[0]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            lessons.lesson(school, **fields)
