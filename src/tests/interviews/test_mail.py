"""E-mails about interviews: to whom, once, with a calendar file, and no more than they need."""

import datetime as dt
import time
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar

from fingerpost.accounts.enums import Role
from fingerpost.accounts.names import DOMAIN
from fingerpost.accounts.services import mail as mail_choices
from fingerpost.interviews.duties import remind_of_interviews, tell_of_late_actions
from fingerpost.interviews.models import Notice
from fingerpost.interviews.services import actions, booking, notices
from fingerpost.interviews.tasks import TRY_AGAIN
from fingerpost.jobs.models import Job
from fingerpost.jobs.tasks import run_job
from fingerpost.schools.models import School
from tests.factories import interviews as make
from tests.factories import people
from tests.interviews.smtp_server import mail_server

TODAY = timezone.localdate()


@pytest.fixture
def adviser(school):
    return make.adviser(school)


@pytest.fixture
def student(school):
    return people.student(
        school,
        given_name="Josephine",
        preferred_name="Jo",
        family_name="Private",
        person=people.person(),
    )


@pytest.fixture
def leader():
    return people.person()


def _book(student, adviser, by, starts_at=None):
    return booking.book(
        student=student,
        appointment=booking.Appointment(adviser, starts_at or make.at()),
        by=by,
        particulars=booking.Particulars(reason="Trouble at home"),
    )


def _send():
    """Send what waits at every school; how many letters went."""
    schools = School.objects.values_list("pk", flat=True)
    return sum(notices.send_waiting(school_id=pk, seconds=60).sent for pk in schools)


def _told():
    """Who has been written to."""
    return sorted(to for letter in mail.outbox for to in letter.to)


def _event(letter):
    name, content, kind = letter.attachments[0]
    assert (name, kind) == ("interview.ics", "text/calendar")
    return Calendar.from_ical(content).walk("VEVENT")[0]


def test_student_and_adviser_hear_of_a_booking_with_a_calendar_file(student, adviser, leader):
    interview = _book(student, adviser, leader)
    assert _send() == 2
    assert _told() == sorted([student.person.email, adviser.person.email])
    event = _event(mail.outbox[0])
    assert event.decoded("dtstart") == interview.starts_at
    assert event.decoded("dtend") == interview.ends_at
    assert event["status"] == "CONFIRMED"


def test_a_letter_says_no_more_than_a_first_name(student, adviser, leader):
    interview = _book(student, adviser, leader)
    booking.cancel(interview=interview, because="Moved in with her aunt", by=leader)
    later = _book(student, adviser, leader, make.at(9))
    booking.move(interview=later, appointment=booking.Appointment(adviser, make.at(10)), by=leader)
    _send()
    whole = "".join(letter.message().as_string() for letter in mail.outbox)
    content = "".join(
        letter.body + str(letter.attachments[0][1]) + letter.subject for letter in mail.outbox
    )
    for word in ("Private", "Josephine", "Trouble", "aunt", "http"):
        assert word not in whole
        assert word not in content
    assert "Jo" in content


def test_nothing_is_sent_twice(student, adviser, leader):
    _book(student, adviser, leader)
    _send()
    _book(student, adviser, leader)
    assert _send() == 0
    assert len(mail.outbox) == 2


def test_an_adviser_who_books_is_not_written_to(student, adviser):
    _book(student, adviser, adviser.person)
    _send()
    assert _told() == [student.person.email]


def test_a_move_counts_the_event_up_and_keeps_its_name(student, adviser, leader):
    interview = _book(student, adviser, adviser.person)
    _send()
    booking.move(
        interview=interview,
        appointment=booking.Appointment(adviser, make.at(8)),
        by=adviser.person,
    )
    _send()
    first, second = (_event(letter) for letter in mail.outbox)
    assert first["uid"] == second["uid"]
    assert second["sequence"] > first["sequence"]
    assert second.decoded("dtstart") == make.at(8)


def test_an_adviser_who_no_longer_holds_it_hears_so(school, student, adviser, leader):
    interview = _book(student, adviser, leader)
    _send()
    mail.outbox.clear()
    other = make.adviser(school)
    booking.move(interview=interview, appointment=booking.Appointment(other, make.at(8)), by=leader)
    _send()
    by_address = {letter.to[0]: letter for letter in mail.outbox}
    assert set(by_address) == {p.email for p in (student.person, adviser.person, other.person)}
    assert _event(by_address[adviser.person.email])["status"] == "CANCELLED"
    assert _event(by_address[other.person.email])["status"] == "CONFIRMED"


def test_a_cancelled_interview_leaves_the_calendar(student, adviser, leader):
    interview = _book(student, adviser, leader)
    _send()
    mail.outbox.clear()
    booking.cancel(interview=interview, because="", by=leader)
    _send()
    assert {_event(letter)["status"] for letter in mail.outbox} == {"CANCELLED"}


def test_many_bookings_are_one_letter_to_the_adviser(school, adviser, leader):
    students = [people.student(school, person=people.person()) for _ in range(3)]
    for number, student in enumerate(students):
        _book(student, adviser, leader, make.at(7, 9 + number))
    assert _send() == 4
    letter = next(letter for letter in mail.outbox if letter.to == [adviser.person.email])
    assert len(Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")) == 3


def test_the_day_before_both_are_reminded_once(student, adviser, leader):
    interview = _book(student, adviser, leader, make.at(1))
    _send()
    mail.outbox.clear()
    remind_of_interviews(today=TODAY - dt.timedelta(days=1))
    assert not mail.outbox
    remind_of_interviews(today=TODAY)
    remind_of_interviews(today=TODAY)
    assert _told() == sorted([student.person.email, adviser.person.email])
    booking.cancel(interview=interview, because="", by=leader)


def test_a_cancelled_interview_is_not_reminded_of(student, adviser, leader):
    interview = _book(student, adviser, leader, make.at(1))
    booking.cancel(interview=interview, because="", by=leader)
    _send()
    mail.outbox.clear()
    remind_of_interviews(today=TODAY)
    assert mail.outbox == []


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TUTOR, Role.ADVISER])
def test_a_person_chooses_which_letters_to_get(client_of, role):
    client = client_of(role)
    address = reverse("interviews:mail")
    assert "checked" in client.get(address).content.decode()
    client.post(address, {})
    assert "checked" not in client.get(address).content.decode()
    assert not mail_choices.wants(client.person)


def test_who_wants_no_letters_gets_none(student, adviser, leader):
    mail_choices.choose_mail(about_interviews=False, about_late_actions=True, by=student.person)
    _book(student, adviser, leader)
    _send()
    assert _told() == [adviser.person.email]


def test_the_made_up_people_of_a_demonstration_get_no_letters(adviser, leader):
    adviser.school.is_demonstration = True
    adviser.school.save()
    _book(people.student(adviser.school, person=people.person()), adviser, leader)
    assert not Notice.objects.exists()


# Never in the request ----------------------------------------------------------------------------


@pytest.fixture
def server_down(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


@pytest.fixture
def only_queued(settings):
    """What is left to the worker is queued and not done, as in a request."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def _book_on_the_page(client, student):
    address = f"{reverse('interviews:book')}?students={student.pk}"
    key = client.get(address).context["slots"][0].key
    return client.post(address, {"slot": key, "channel": "in_person"})


def test_a_booking_sends_nothing_in_the_request_but_leaves_a_job(
    client_of, adviser, student, only_queued, django_capture_on_commit_callbacks
):
    make.availability(adviser)
    client = client_of(Role.CAREERS_LEADER)
    with django_capture_on_commit_callbacks(execute=True):
        assert _book_on_the_page(client, student).status_code == 302
    assert mail.outbox == []
    job = Job.objects.get()
    assert (job.function, job.begun_by, job.state) == (notices.LETTERS, client.person, "waiting")
    run_job.func(str(job.pk))
    assert len(mail.outbox) == 2
    assert "2 e-mails sent." in client.get(reverse("jobs:jobs")).content.decode()


def test_moving_and_cancelling_leave_their_letters_to_a_job_too(
    client_of, adviser, student, leader, only_queued, django_capture_on_commit_callbacks
):
    make.availability(adviser)
    interview = _book(student, adviser, leader)
    client = client_of(Role.CAREERS_LEADER)
    address = reverse("interviews:move", args=[interview.pk])
    key = client.get(address).context["slots"][0].key
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"slot": key, "channel": "in_person"})
    run_job.func(str(Job.objects.get().pk))
    assert len(mail.outbox) == 2
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("interviews:cancel", args=[interview.pk]), {"because": "Ill"})
    run_job.func(str(Job.objects.get(state="waiting").pk))
    assert len(mail.outbox) == 4


def test_many_bookings_at_once_leave_one_job(
    school, adviser, leader, only_queued, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            student = people.student(school, person=people.person())
            _book(student, adviser, leader, make.at(7, 9 + number))
    assert Job.objects.count() == 1


def test_a_booking_that_is_taken_back_sends_nothing(
    student, adviser, leader, only_queued, django_capture_on_commit_callbacks
):
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(RuntimeError),
        transaction.atomic(),
    ):
        _book(student, adviser, leader)
        raise RuntimeError
    assert not Job.objects.exists()


def test_while_the_mail_server_is_down_it_is_tried_again_and_then_left_to_the_next_day(
    client_of, adviser, student, server_down, only_queued, settings
):
    client = client_of(Role.CAREERS_LEADER)
    _book(student, adviser, client.person)
    notices.leave_letters(school_id=student.school_id, by=client.person)
    waits = []
    for _ in range(len(TRY_AGAIN) + 1):
        job = Job.objects.get(state="waiting")
        waits.append(job.not_before)
        run_job.func(str(job.pk))
    assert not Job.objects.filter(state="waiting").exists()
    assert waits[0] is None
    assert waits[1:] == sorted(waits[1:])
    shown = client.get(reverse("jobs:jobs")).content.decode()
    assert shown.count("The mail server did not answer") == len(TRY_AGAIN) + 1
    assert "once more with the work of the next day" in shown
    # The booking stood all along, and its letters go when the server is up again.
    assert student.interviews.get().state == "booked"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert _send() == 2


def test_a_try_is_not_begun_before_its_time_and_there_is_one_for_all(
    client_of, adviser, school, server_down, only_queued
):
    client = client_of(Role.CAREERS_LEADER)
    for number in range(2):
        student = people.student(school, person=people.person())
        _book(student, adviser, client.person, make.at(7, 9 + number))
        notices.leave_letters(school_id=school.pk, by=client.person)
        first = Job.objects.get(state="waiting", not_before=None)
        run_job.func(str(first.pk))
    again = Job.objects.get(state="waiting")
    assert again.not_before > timezone.now()
    task = DBTaskResult.objects.get(args_kwargs__args=[str(again.pk)])
    assert task.run_after == again.not_before
    assert "Tried again at" in client.get(reverse("jobs:jobs")).content.decode()


def test_a_refused_address_is_told_of_on_the_page_of_jobs(client_of, student, adviser, monkeypatch):
    client = client_of(Role.CAREERS_LEADER)
    _book(student, adviser, client.person)

    def refuse(message):
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    notices.leave_letters(school_id=student.school_id, by=client.person)
    shown = client.get(reverse("jobs:jobs")).content.decode()
    assert "2 could not be sent: check the addresses" in shown


def test_sending_that_takes_long_goes_on_as_another_job(school, adviser, leader, monkeypatch):
    monkeypatch.setattr("fingerpost.interviews.tasks.SENDING_SECONDS", 0.05)
    send = mail.EmailMessage.send

    def slowly(message):
        time.sleep(0.06)
        return send(message)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", slowly)
    for number in range(2):
        student = people.student(school, person=people.person())
        _book(student, adviser, leader, make.at(7, 9 + number))
    notices.leave_letters(school_id=school.pk, by=leader)
    assert len(mail.outbox) == 3
    assert Job.objects.filter(function=notices.LETTERS).count() > 1


def test_a_letter_reaches_a_mail_server(student, adviser, leader, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS = False
    interview = _book(student, adviser, leader, make.at(1))
    with mail_server() as (letters, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        remind_of_interviews(today=TODAY)
    letter = next(one for one in letters if one["To"] == student.person.email)
    assert "careers adviser" in letter["Subject"]
    assert "Do not forget" in letter.get_body().get_content()
    calendar = next(letter.iter_attachments())
    assert calendar.get_content_type() == "text/calendar"
    event = Calendar.from_ical(calendar.get_payload(decode=True)).walk("VEVENT")[0]
    assert event.decoded("dtstart") == interview.starts_at


def test_a_server_that_is_down_is_asked_once(school, adviser, leader, monkeypatch):
    for number in range(3):
        student = people.student(school, person=people.person())
        _book(student, adviser, leader, make.at(7, 9 + number))
    tries = []

    def refuse(message):
        tries.append(message.to)
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert _send() == 0
    assert len(tries) == 1


def test_one_refused_address_holds_nobody_up(student, adviser, leader, monkeypatch):
    _book(student, adviser, leader)
    send = mail.EmailMessage.send

    def refuse(message):
        if message.to == [student.person.email]:
            raise SMTPRecipientsRefused({})
        return send(message)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert _send() == 1
    assert _told() == [adviser.person.email]


def test_the_daily_duties_are_named_in_the_settings(settings, db):
    wanted = {"remind_of_interviews", "tell_of_late_actions"}
    named = {duty for duty in settings.DAILY_DUTIES if duty.startswith("fingerpost.interviews.")}
    assert {duty.rpartition(".")[2] for duty in named} == wanted
    for duty in named:
        assert import_string(duty)(today=TODAY)
        assert not mail.outbox


# Late actions ----------------------------------------------------------------------------------


def _late_action(student):
    details = actions.ActionDetails("Secret plan", due_on=TODAY - dt.timedelta(days=2))
    return actions.add_action(student=student, details=details, source="tutor", by=people.person())


@pytest.fixture
def tutor(school):
    group = people.tutor_group(school)
    person = people.person_with(Role.TUTOR, school=school, tutor_group=group)
    for _ in range(2):
        _late_action(people.student(school, tutor_group=group, family_name="Private"))
    return person


def test_a_tutor_hears_of_late_actions_once_a_week(tutor, school):
    _late_action(people.student(school))
    tell_of_late_actions(today=TODAY)
    letter = mail.outbox[0]
    assert (letter.to, len(mail.outbox)) == ([tutor.email], 1)
    assert "2 agreed actions are past the date, in the plans of 2 students" in letter.body
    assert "Private" not in letter.body
    assert "Secret" not in letter.body
    tell_of_late_actions(today=TODAY)
    tell_of_late_actions(today=TODAY + dt.timedelta(days=6))
    assert len(mail.outbox) == 1
    tell_of_late_actions(today=TODAY + dt.timedelta(days=7))
    assert len(mail.outbox) == 2


def test_a_tutor_with_nothing_late_or_who_wants_no_letter_gets_none(tutor, school):
    people.person_with(Role.TUTOR, school=school, tutor_group=people.tutor_group(school))
    mail_choices.choose_mail(about_interviews=True, about_late_actions=False, by=tutor)
    tell_of_late_actions(today=TODAY)
    assert mail.outbox == []


def test_nobody_writes_to_a_sign_in_name_that_is_no_address(school, adviser, leader):
    person = people.person(email=f"jo.private@{DOMAIN}")
    student = people.student(school, person=person)
    _book(student, adviser, leader)
    _send()
    assert _told() == [adviser.person.email]
    assert not Notice.objects.filter(person=person).exists()
