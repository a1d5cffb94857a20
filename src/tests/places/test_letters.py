"""E-mails about rounds: to whom, once, and without a word about choices or places."""

import pytest
from django.core import mail

from fingerpost.accounts.enums import Role
from fingerpost.accounts.services.mail import MailServerDown, choose_mail
from fingerpost.accounts.viewer import Viewer
from fingerpost.jobs.models import Job
from fingerpost.jobs.tasks import run_job
from fingerpost.places.models import PlaceNotice
from fingerpost.places.services import letters, offers, reminders
from fingerpost.places.services.errors import NotNow
from tests.factories import people
from tests.factories import places as make


@pytest.fixture
def leader(school):
    person = people.person_with(Role.CAREERS_LEADER, school=school)
    return Viewer(person, school, tuple(person.holdings.all()))


def _student(school):
    return people.person_with(Role.STUDENT, school=school).student


def _remind(of, leader, capture):
    with capture(execute=True):
        return reminders.leave_reminders(of=of, viewer=leader, by=leader.person)


def test_those_without_an_answer_are_reminded_once_a_day(
    school, leader, django_capture_on_commit_callbacks
):
    [session] = make.sessions(school, 1)
    of = make.round_of(school, [session])
    late, done = _student(school), _student(school)
    people.student(school)  # without a sign-in
    make.rank(of, done, session)
    assert _remind(of, leader, django_capture_on_commit_callbacks) == 1
    assert _remind(of, leader, django_capture_on_commit_callbacks) == 1
    [letter] = mail.outbox
    assert letter.to == [late.person.email]
    assert "You have not sent your choices for “Spring visits” yet." in letter.body
    assert session.title not in letter.body


def test_who_wants_no_e_mails_gets_none(school, leader, django_capture_on_commit_callbacks):
    of = make.round_of(school, make.sessions(school, 1))
    late = _student(school)
    choose_mail(about_interviews=False, about_late_actions=True, by=late.person)
    assert _remind(of, leader, django_capture_on_commit_callbacks) == 0
    assert mail.outbox == []


def test_the_demonstration_writes_to_nobody(school, leader, django_capture_on_commit_callbacks):
    school.is_demonstration = True
    school.save()
    of = make.round_of(school, make.sessions(school, 1))
    _student(school)
    assert _remind(of, leader, django_capture_on_commit_callbacks) == 0


def test_only_an_open_round_reminds(school, leader):
    of = make.closed(make.round_of(school, make.sessions(school, 1)))
    with pytest.raises(NotNow):
        reminders.leave_reminders(of=of, viewer=leader, by=leader.person)


def test_everybody_who_asked_hears_that_places_are_shared_out_and_of_a_freed_one(
    school, django_capture_on_commit_callbacks
):
    [session] = make.sessions(school, 1, capacity=1)
    of = make.round_of(school, [session])
    asked = [_student(school), _student(school)]
    idle = _student(school)
    for student in asked:
        make.rank(of, student, session)
    make.rank(of, idle)
    with django_capture_on_commit_callbacks(execute=True):
        of = make.published(of)
    assert {letter.to[0] for letter in mail.outbox} == {one.person.email for one in asked}
    assert not any(session.title in letter.body for letter in mail.outbox)
    mail.outbox.clear()
    offer = of.offers.get()
    with django_capture_on_commit_callbacks(execute=True):
        offers.refuse_offer(offer=offer, by=None)
    [letter] = mail.outbox
    other = next(one for one in asked if one != offer.student)
    assert letter.to == [other.person.email]
    assert "has come free" in letter.body


def test_a_mail_server_that_is_down_leaves_the_letters_for_later(
    school, leader, monkeypatch, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    of = make.round_of(school, make.sessions(school, 1))
    _student(school)

    def down(person, letter):
        raise MailServerDown

    monkeypatch.setattr(letters, "post", down)
    _remind(of, leader, django_capture_on_commit_callbacks)
    run_job.func(str(Job.objects.get().pk))
    assert PlaceNotice.objects.get().sent_at is None
    assert Job.objects.get(not_before__isnull=False).arguments["tries"] == 1
