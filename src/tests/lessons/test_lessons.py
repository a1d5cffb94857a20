"""Starting a lesson, and what came of it: for whole groups, of the viewer's own students."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.selectors import viewer_for
from fingerpost.audit.models import Event
from fingerpost.interviews.enums import ActionSource
from fingerpost.interviews.services.actions import ActionDetails, add_action, close_action
from fingerpost.lessons.models import Lesson
from fingerpost.lessons.permissions import whole_groups
from fingerpost.lessons.selectors.lessons import area_to_start_with
from fingerpost.lessons.services.lessons import start_lesson, take_back_lesson
from fingerpost.pathways.models import Idea
from fingerpost.students.models import Scope
from tests.factories import lessons, people

pytestmark = pytest.mark.django_db
START = reverse("lessons:lessons")


def days(number):
    return timezone.localdate() + dt.timedelta(days=number)


def step(student, source=ActionSource.STUDENT, due=7, **fields):
    due_on = days(due) if due is not None else None
    details = ActionDetails("Ask my aunt", due_on=due_on)
    action = add_action(student=student, details=details, source=source, by=None)
    for name, value in fields.items():
        setattr(action, name, value)
    action.save()
    return action


@pytest.fixture
def group(school):
    return lessons.group(school, 8)[0]


@pytest.fixture
def tutor(client_of, group):
    return client_of(Role.TUTOR, tutor_group=group)


def test_a_press_starts_a_lesson_and_a_second_one_finds_it(tutor, group):
    given = {"of": f"group-{group.pk}", "area": "GM_LSIP"}
    first, second = tutor.post(START, given).url, tutor.post(START, given).url
    lesson = Lesson.objects.get()
    assert first == second == reverse("lessons:slide", args=[lesson.pk, 1])
    assert (lesson.started_by, lesson.held_on) == (tutor.person, timezone.localdate())
    assert area_to_start_with(group.school)[0] == "GM_LSIP"
    assert tutor.get(START).context["form"].initial == {"area": "GM_LSIP"}
    assert Event.objects.filter(deed="added", subject_type="lessons.lesson").count() == 1


def test_the_database_holds_one_lesson_a_day_of_a_group(school, group):
    lessons.lesson(school, group)
    for fields in ({"tutor_group": group}, {}, {"tutor_group": group, "year_group": 10}):
        with pytest.raises(IntegrityError), transaction.atomic():
            lessons.lesson(school, **fields)
    lessons.lesson(school, year_group=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        lessons.lesson(school, year_group=10)


def test_nobody_starts_one_for_a_group_of_which_they_see_a_part(client_of, school, group):
    other, _ = lessons.group(school, 3)
    adviser = client_of(Role.TUTOR, tutor_group=group)
    held = adviser.person.holdings.get()
    Scope.objects.create(holding=held, student=other.students.first())
    assert whole_groups(viewer_for(adviser.person), timezone.localdate()) == ([group.pk], [])
    answer = adviser.post(START, {"of": f"group-{other.pk}", "area": "EN"})
    assert answer.status_code == 200
    assert adviser.post(START, {"of": "year-10", "area": "EN"}).status_code == 200
    assert not Lesson.objects.exists()


def test_a_careers_leader_starts_one_for_a_year(client_of, school, group):
    leader = client_of(Role.CAREERS_LEADER)
    leader.post(START, {"of": "year-10", "area": "EN"})
    lesson = Lesson.objects.get()
    assert (lesson.year_group, lesson.tutor_group) == (10, None)
    assert leader.get(reverse("lessons:results", args=[lesson.pk])).context["of"] == 8


def test_a_tutor_sees_their_own_students_of_a_lesson_of_the_year(tutor, school):
    lessons.group(school, 3)
    lesson = lessons.lesson(school, year_group=10)
    assert tutor.get(reverse("lessons:results", args=[lesson.pk])).context["of"] == 8


def test_a_lesson_of_others_is_not_there(tutor, school):
    other, _ = lessons.group(school, 3, year_group=8)
    elsewhere = people.school()
    away, _ = lessons.group(elsewhere, 3)
    for lesson in (lessons.lesson(school, other), lessons.lesson(elsewhere, away)):
        assert tutor.get(reverse("lessons:results", args=[lesson.pk])).status_code == 404
        assert tutor.get(reverse("lessons:slide", args=[lesson.pk, 1])).status_code == 404
        assert tutor.post(reverse("lessons:take_back", args=[lesson.pk])).status_code == 404
        assert tutor.post(reverse("lessons:area", args=[lesson.pk])).status_code == 404
    assert not tutor.get(START).context["latest"]


def test_afterwards_it_is_seen_who_wrote_a_step_and_who_did_not(tutor, group, school):
    lesson = lessons.lesson(school, group, held_on=days(-2))
    students = list(group.students.order_by("family_name", "given_name", "pk"))
    alone, helped, undated, before, late, dropped, by_adviser, _ = students
    step(alone)
    step(helped, source=ActionSource.TUTOR)
    step(undated, due=None)
    step(before, agreed_on=days(-3))
    step(late, agreed_on=days(5))
    close_action(action=step(dropped), state="dropped", by=None)
    step(by_adviser, source=ActionSource.INTERVIEW)
    context = tutor.get(reverse("lessons:results", args=[lesson.pk])).context
    wrote = {row.cells[0].text for row in context["wrote_table"].rows}
    assert wrote == {alone.name, helped.name}
    rest = {row.cells[0].text: row.cells[1].url for row in context["without_table"].rows}
    assert set(rest) == {one.name for one in students} - wrote
    assert tutor.get(rest[undated.name]).status_code == 200
    assert (context["wrote"], context["of"]) == (2, 8)


def test_looking_at_the_names_is_logged(tutor, group, school):
    lesson = lessons.lesson(school, group)
    for _ in range(2):
        tutor.get(reverse("lessons:results", args=[lesson.pk]))
    assert Event.objects.filter(deed="looked", actor=tutor.person).count() == 1


def test_how_ideas_moved_counts_what_was_saved_since_the_start(tutor, group, school):
    students = list(group.students.order_by("pk"))
    old = [idea for student in students[:3] for idea in lessons.save(student, "nurse", "chef")]
    lesson = lessons.lesson(school, group, started_at=timezone.now() - dt.timedelta(hours=1))
    Idea.objects.filter(pk__in=[one.pk for one in old]).update(
        saved_at=timezone.now() - dt.timedelta(hours=2)
    )
    for student in students[:6]:
        lessons.save(student, "baker", "web-developer")
    moved = tutor.get(reverse("lessons:results", args=[lesson.pk])).context["moved"]
    assert moved.new == 12
    assert moved.students == "nearly everybody"
    assert "Digital" in moved.sectors
    assert "Health and science" not in moved.sectors
    assert moved.now - moved.before == len(moved.sectors)


def test_the_lesson_can_be_recorded_as_a_session(tutor, group, school):
    lesson = lessons.lesson(school, group)
    url = tutor.get(reverse("lessons:results", args=[lesson.pk])).context["taught"].url
    answer = tutor.get(url)
    form = answer.context["form"]
    assert form.initial["kind"] == "careers_lesson"
    assert form.initial["title"] == "Labour market lesson"
    assert all(one.name in answer.content.decode() for one in group.students.all())


def test_the_area_is_changed_and_only_to_one_there_is(tutor, group, school):
    lesson = lessons.lesson(school, group)
    address = reverse("lessons:area", args=[lesson.pk])
    tutor.post(address, {"area": "CU_LSIP"})
    tutor.post(address, {"area": "Atlantis"})
    lesson.refresh_from_db()
    assert lesson.area == "CU_LSIP"
    page = tutor.get(reverse("lessons:slide", args=[lesson.pk, 2])).content.decode()
    assert "Near here: Cumbria" in page


def test_a_lesson_taken_back_is_gone_and_can_be_started_again(tutor, group, school):
    lesson, _ = start_lesson(school=school, area="EN", by=None, tutor_group=group)
    tutor.post(reverse("lessons:take_back", args=[lesson.pk]))
    assert tutor.get(reverse("lessons:results", args=[lesson.pk])).status_code == 404
    lesson.refresh_from_db()
    assert not take_back_lesson(lesson=lesson, by=None)
    again, is_new = start_lesson(school=school, area="EN", by=None, tutor_group=group)
    assert is_new
    assert again.pk != lesson.pk


def test_the_page_of_results_takes_no_query_more_for_more_students(
    client_of, school, django_assert_max_num_queries
):
    group, students = lessons.group(school, 40)
    for student in students:
        lessons.save(student, "nurse")
        step(student)
    tutor = client_of(Role.TUTOR, tutor_group=group)
    lesson = lessons.lesson(school, group)
    address = reverse("lessons:results", args=[lesson.pk])
    tutor.get(address)
    with django_assert_max_num_queries(12):
        tutor.get(address)
