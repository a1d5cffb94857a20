"""What staff ask of advisers and students when the next step is theirs to take."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.accounts.selectors import viewer_for
from fingerpost.interviews.models import Ask
from fingerpost.interviews.services import actions, booking, records
from fingerpost.interviews.services.asks import ask_for
from fingerpost.signposting.presenters import staff_way
from fingerpost.students.models import Student
from tests.factories import interviews as make
from tests.factories import people


@pytest.fixture
def group(school):
    return people.tutor_group(school)


@pytest.fixture
def tutor(client_of, group):
    return client_of(Role.TUTOR, tutor_group=group)


def _finished(student, adviser):
    interview = make.interview(student, adviser, make.at(-1))
    text = records.RecordText(
        "Wants to bake.", [], [], [(None, actions.ActionDetails("Ring a bakery"))]
    )
    return records.save_record(
        interview=interview, text=text, version=0, by=people.person(), finish=True
    )


@pytest.mark.parametrize("role", [Role.TUTOR, Role.SENCO, Role.SENIOR_LEADER])
@pytest.mark.parametrize("step", ["book_interview", "book_follow_up", "acknowledge_record"])
def test_whoever_cannot_take_the_step_may_ask_for_it(school, role, step):
    way = staff_way(step, viewer_for(people.person_with(role, school=school)))
    assert way.posts
    assert way.url([3]).endswith("?students=3")


@pytest.mark.parametrize("role", [Role.ADVISER, Role.CAREERS_LEADER])
def test_whoever_books_interviews_books(school, role):
    way = staff_way("book_follow_up", viewer_for(people.person_with(role, school=school)))
    assert (way.page, way.posts) == ("interviews:book", False)


def test_a_tutor_asks_and_the_adviser_sees_it_until_it_is_booked(tutor, client, school, group):
    student = people.student(school, tutor_group=group)
    asked = f"{reverse('interviews:ask')}?students={student.pk}"
    tutor.post(asked)
    page = tutor.post(asked, follow=True).content.decode()
    assert "asked already" in page
    assert Ask.objects.count() == 1
    adviser = make.adviser(school)
    client.force_login(adviser.person)
    for address in ("/", reverse("interviews:list")):
        page = client.get(address).content.decode()
        assert f"students={student.pk}" in page
        assert str(student) in page
    booking.book(
        student=student, appointment=booking.Appointment(adviser, make.at()), by=adviser.person
    )
    page = client.get(reverse("interviews:list")).content.decode()
    assert "Asked for" not in page


def test_a_link_asks_before_it_acts(tutor, school, group):
    student = people.student(school, tutor_group=group)
    page = tutor.get(f"{reverse('interviews:ask')}?students={student.pk}")
    assert str(student) in page.content.decode()
    assert not Ask.objects.exists()


def test_a_tutor_does_not_ask_for_another_tutors_student(tutor, school):
    student = people.student(school)
    tutor.post(f"{reverse('interviews:ask')}?students={student.pk}")
    assert not Ask.objects.exists()


def test_the_adviser_takes_off_the_list_what_is_not_needed(client, school):
    student = people.student(school)
    ask_for(students=[student], kind="interview", by=people.person())
    client.force_login(make.adviser(school).person)
    ask = Ask.objects.get()
    client.post(reverse("interviews:ask_settled", args=[ask.pk]))
    ask.refresh_from_db()
    assert ask.met_at


def test_a_student_who_is_asked_to_read_sees_it_until_they_have(client_of, school):
    client = client_of(Role.STUDENT)
    student = Student.objects.get(person=client.person)
    written = _finished(student, make.adviser(school))
    assert "Please read your notes" not in client.get("/").content.decode()
    ask_for(students=[student], kind="read_record", by=people.person())
    page = client.get("/").content.decode()
    assert "Please read your notes" in page
    assert reverse("interviews:own_record", args=[written.pk]) in page
    client.post(reverse("interviews:own_record", args=[written.pk]), {"comment": ""})
    assert "Please read your notes" not in client.get("/").content.decode()
    assert Ask.objects.get().met_at


def test_nobody_is_asked_to_read_what_they_have_read(tutor, school, group):
    student = people.student(school, tutor_group=group)
    written = _finished(student, make.adviser(school))
    records.acknowledge(written=written, comment="", by=people.person())
    tutor.post(f"{reverse('interviews:ask_to_read')}?students={student.pk}")
    assert not Ask.objects.exists()


def test_the_step_on_the_page_is_one_button(tutor, school, group):
    student = people.student(school, tutor_group=group, year_group=7)
    _finished(student, make.adviser(school))
    page = tutor.get(reverse("signposting:for_student", args=[student.pk])).content.decode()
    assert f'action="{reverse("interviews:ask_to_read")}?students={student.pk}"' in page


def test_the_list_of_interviews_takes_no_more_queries_for_many_asks(
    client, school, django_assert_max_num_queries
):
    client.force_login(make.adviser(school).person)
    by = people.person()
    ask_for(students=[people.student(school) for _ in range(2)], kind="interview", by=by)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("interviews:list"))
    ask_for(students=[people.student(school) for _ in range(10)], kind="interview", by=by)
    with django_assert_max_num_queries(len(few)):
        page = client.get(reverse("interviews:list")).content.decode()
    assert page.count("Not needed") == 12
