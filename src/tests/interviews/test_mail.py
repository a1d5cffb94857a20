"""E-mails about interviews: to whom, once, with a calendar file, and no more than they need."""

import datetime as dt
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from icalendar import Calendar

from fingerpost.accounts.enums import Role
from fingerpost.accounts.names import DOMAIN
from fingerpost.interviews.duties import remind_of_interviews, tell_of_late_actions
from fingerpost.interviews.models import Notice
from fingerpost.interviews.services import actions, booking, notices
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


def _told():
    """Who has been written to."""
    return sorted(to for letter in mail.outbox for to in letter.to)


def _event(letter):
    name, content, kind = letter.attachments[0]
    assert (name, kind) == ("interview.ics", "text/calendar")
    return Calendar.from_ical(content).walk("VEVENT")[0]


def test_student_and_adviser_hear_of_a_booking_with_a_calendar_file(student, adviser, leader):
    interview = _book(student, adviser, leader)
    assert notices.send_waiting(interviews=[interview]) == 2
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
    notices.send_waiting()
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
    notices.send_waiting()
    _book(student, adviser, leader)
    assert notices.send_waiting() == 0
    assert len(mail.outbox) == 2


def test_an_adviser_who_books_is_not_written_to(student, adviser):
    _book(student, adviser, adviser.person)
    notices.send_waiting()
    assert _told() == [student.person.email]


def test_a_move_counts_the_event_up_and_keeps_its_name(student, adviser, leader):
    interview = _book(student, adviser, adviser.person)
    notices.send_waiting()
    booking.move(
        interview=interview,
        appointment=booking.Appointment(adviser, make.at(8)),
        by=adviser.person,
    )
    notices.send_waiting()
    first, second = (_event(letter) for letter in mail.outbox)
    assert first["uid"] == second["uid"]
    assert second["sequence"] > first["sequence"]
    assert second.decoded("dtstart") == make.at(8)


def test_an_adviser_who_no_longer_holds_it_hears_so(school, student, adviser, leader):
    interview = _book(student, adviser, leader)
    notices.send_waiting()
    mail.outbox.clear()
    other = make.adviser(school)
    booking.move(interview=interview, appointment=booking.Appointment(other, make.at(8)), by=leader)
    notices.send_waiting()
    by_address = {letter.to[0]: letter for letter in mail.outbox}
    assert set(by_address) == {p.email for p in (student.person, adviser.person, other.person)}
    assert _event(by_address[adviser.person.email])["status"] == "CANCELLED"
    assert _event(by_address[other.person.email])["status"] == "CONFIRMED"


def test_a_cancelled_interview_leaves_the_calendar(student, adviser, leader):
    interview = _book(student, adviser, leader)
    notices.send_waiting()
    mail.outbox.clear()
    booking.cancel(interview=interview, because="", by=leader)
    notices.send_waiting()
    assert {_event(letter)["status"] for letter in mail.outbox} == {"CANCELLED"}


def test_many_bookings_are_one_letter_to_the_adviser(school, adviser, leader):
    students = [people.student(school, person=people.person()) for _ in range(3)]
    for number, student in enumerate(students):
        _book(student, adviser, leader, make.at(7, 9 + number))
    assert notices.send_waiting() == 4
    letter = next(letter for letter in mail.outbox if letter.to == [adviser.person.email])
    assert len(Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")) == 3


def test_the_day_before_both_are_reminded_once(student, adviser, leader):
    interview = _book(student, adviser, leader, make.at(1))
    notices.send_waiting()
    mail.outbox.clear()
    assert remind_of_interviews(today=TODAY - dt.timedelta(days=1)).startswith("0 ")
    assert remind_of_interviews(today=TODAY).startswith("2 ")
    assert remind_of_interviews(today=TODAY).startswith("0 ")
    assert _told() == sorted([student.person.email, adviser.person.email])
    booking.cancel(interview=interview, because="", by=leader)


def test_a_cancelled_interview_is_not_reminded_of(student, adviser, leader):
    interview = _book(student, adviser, leader, make.at(1))
    booking.cancel(interview=interview, because="", by=leader)
    notices.send_waiting()
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
    assert not notices.wants(client.person, "booked")


def test_who_wants_no_letters_gets_none(student, adviser, leader):
    notices.choose_mail(about_interviews=False, about_late_actions=True, by=student.person)
    _book(student, adviser, leader)
    notices.send_waiting()
    assert _told() == [adviser.person.email]


def test_the_made_up_people_of_a_demonstration_get_no_letters(adviser, leader):
    adviser.school.is_demonstration = True
    adviser.school.save()
    _book(people.student(adviser.school, person=people.person()), adviser, leader)
    assert not Notice.objects.exists()


def test_a_booking_stands_although_the_mail_server_is_down(client_of, adviser, student, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    make.availability(adviser)
    client = client_of(Role.CAREERS_LEADER)
    address = f"{reverse('interviews:book')}?students={student.pk}"
    key = client.get(address).context["slots"][0].key
    answer = client.post(address, {"slot": key, "channel": "in_person"})
    assert answer.status_code == 302
    assert Notice.objects.filter(sent_at__isnull=True).count() == 2
    # It is sent when the server is up again.
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert notices.send_waiting() == 2


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
    assert notices.send_waiting() == 0
    assert len(tries) == 1


def test_one_refused_address_holds_nobody_up(student, adviser, leader, monkeypatch):
    _book(student, adviser, leader)
    send = mail.EmailMessage.send

    def refuse(message):
        if message.to == [student.person.email]:
            raise SMTPRecipientsRefused({})
        return send(message)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert notices.send_waiting() == 1
    assert _told() == [adviser.person.email]


def test_the_daily_duties_are_named_in_the_settings(settings, db):
    wanted = {"remind_of_interviews", "tell_of_late_actions"}
    named = {duty for duty in settings.DAILY_DUTIES if duty.startswith("fingerpost.interviews.")}
    assert {duty.rpartition(".")[2] for duty in named} == wanted
    for duty in named:
        assert import_string(duty)(today=TODAY).startswith("0 e-mails")


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
    notices.choose_mail(about_interviews=True, about_late_actions=False, by=tutor)
    tell_of_late_actions(today=TODAY)
    assert mail.outbox == []


def test_nobody_writes_to_a_sign_in_name_that_is_no_address(school, adviser, leader):
    person = people.person(email=f"jo.private@{DOMAIN}")
    student = people.student(school, person=person)
    interview = _book(student, adviser, leader)
    notices.send_waiting(interviews=[interview])
    assert _told() == [adviser.person.email]
    assert not Notice.objects.filter(person=person).exists()
