"""The student's page of a lesson: one dated step, which goes into the plan."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.models import Action
from fingerpost.ledger.models import Entry
from fingerpost.lessons.presenters.today import picks
from fingerpost.lessons.services.lessons import LessonError, write_step
from fingerpost.occupations import load
from fingerpost.occupations.routes import sectors_of
from tests.factories import lessons, people

pytestmark = pytest.mark.django_db
TODAY = reverse("lessons:today")


def days(number):
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def group(school):
    return people.tutor_group(school)


@pytest.fixture
def student(client_of, group):
    client = client_of(Role.STUDENT, tutor_group=group)
    client.line = client.person.student
    return client


def typed(**changes):
    return {"what": "Ask my aunt", "due_on": days(7).isoformat(), "occupation": "", **changes}


def test_without_a_lesson_the_page_says_so(student, school):
    other = people.tutor_group(school, year_group=8)
    lessons.lesson(school, other)
    assert "No lesson now" in student.get(TODAY).content.decode()
    student.post(TODAY, typed())
    assert not Action.objects.exists()


@pytest.mark.parametrize("of_year", [False, True])
def test_a_step_goes_into_the_plan_and_the_ledger(student, school, group, of_year):
    lessons.lesson(school, None if of_year else group, year_group=10 if of_year else None)
    assert student.post(TODAY, typed(occupation="baker")).url == TODAY
    action = Action.objects.get()
    assert (action.student, action.what, action.due_on) == (student.line, "Ask my aunt", days(7))
    assert action.opportunity == "Baker"
    assert Entry.objects.get(kind="action_agreed").due_on == days(7)
    page = student.get(TODAY).content.decode()
    assert "Ask my aunt" in page
    assert "Put it in my plan" not in page


def test_a_step_about_an_idea_is_joined_to_it(student, school, group):
    lessons.lesson(school, group)
    [idea] = lessons.save(student.line, "baker")
    student.post(TODAY, typed(occupation="baker"))
    assert Action.objects.get().idea == idea


def test_one_lesson_takes_one_step(student, school, group):
    lessons.lesson(school, group)
    student.post(TODAY, typed())
    student.post(TODAY, typed(what="Something else"))
    first = Action.objects.get()
    again = write_step(student=student.line, what="Third", due_on=days(3), by=student.person)
    assert again == first


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": ""},
        {"due_on": "2020-01-01"},
        {"due_on": "2999-01-01"},
        {"what": " "},
    ],
)
def test_a_step_has_words_and_a_day_to_come(student, school, group, wrong):
    lessons.lesson(school, group)
    answer = student.post(TODAY, typed(**wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Action.objects.exists()


def test_a_lesson_takes_steps_for_seven_days(student, school, group):
    lesson = lessons.lesson(school, group, held_on=days(-6))
    assert student.get(TODAY).context["lesson"] == lesson
    lesson.held_on = days(-7)
    lesson.save()
    assert student.get(TODAY).context["lesson"] is None
    with pytest.raises(LessonError):
        write_step(student=student.line, what="Late", due_on=days(1), by=None)


def test_a_lesson_taken_back_takes_no_steps(student, school, group):
    lessons.lesson(school, group, withdrawn_at=timezone.now())
    assert student.get(TODAY).context["lesson"] is None


def test_the_job_that_was_picked_is_in_the_form(student, school, group):
    lessons.lesson(school, group)
    page = student.get(TODAY, {"job": "baker"})
    assert page.context["form"].initial["what"] == "Find out more about this job: Baker"
    assert student.get(TODAY, {"job": "no-such-job"}).context["picked"] is None


def test_picks_are_of_sectors_the_student_has_not_saved():
    base, saved = load(), ["nurse", "chef"]
    labels = {label: name for name, label in _labels().items()}
    known = {name for slug in saved for name in sectors_of(base, base.by_slug[slug])}
    for turn in range(15):
        found = picks(saved, "EN", turn)
        assert not {labels[one.label] for one in found} & known
        assert [len(one.examples) for one in found] == [2, 2, 2]


def test_over_students_every_sector_comes_first_equally_often():
    first = [picks([], "EN", turn)[0].label for turn in range(15)]
    assert sorted(first) == sorted(_labels().values())


def _labels():
    from fingerpost.lessons.presenters.entries import sector_labels

    return sector_labels(for_students=True)


def test_the_start_page_asks_until_a_step_is_written(student, school, group):
    lessons.lesson(school, group)
    assert "write one step" in student.get("/").content.decode()
    student.post(TODAY, typed())
    assert "write one step" not in student.get("/").content.decode()


def test_a_student_sees_only_what_holds_today(student, school, group):
    lessons.lesson(school, group)
    lessons.entry(school)
    lessons.entry(school, title="Long over", from_on=days(-9), until_on=days(-1))
    lessons.entry(school, title="Not yet", from_on=days(2), until_on=days(9))
    lessons.entry(school, title="Withdrawn", withdrawn_at=timezone.now())
    assert [one.title for one in student.get(TODAY).context["news"]] == ["Six bakers wanted"]
