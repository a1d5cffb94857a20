"""E-mails that a session changed: to whom, once, and not when it was changed back."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core import mail
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.accounts.services.mail import MailServerDown, choose_mail
from fingerpost.jobs.models import Job
from fingerpost.jobs.tasks import run_job
from fingerpost.programme.enums import Reach
from fingerpost.programme.models import SessionNotice
from fingerpost.programme.services import letters, participants, planning
from tests.factories import people, programme

NINE, TEN = dt.time(9), dt.time(10)


@pytest.fixture
def student(school):
    return people.person_with(Role.STUDENT, school=school).student


@pytest.fixture
def session(school, student):
    return programme.planned(school, students=[student], starts_at=NINE, ends_at=TEN, where="Hall")


def _change(session, *, on=None, by=None, reach=Reach.ONE, **terms):
    session.refresh_from_db()
    wanted = replace(planning.Terms.of(session), **terms)
    return planning.change_sessions(
        session=session, on=on or session.on, terms=wanted, reach=reach, by=by
    )


def _send(school):
    mail.outbox.clear()
    letters.send_queued(school_id=school.pk, seconds=10)
    return mail.outbox


def test_who_is_down_for_a_moved_session_is_told_once(school, student, session):
    people.student(school)  # not down for it
    later = session.on + dt.timedelta(days=1)
    _change(session, on=later)
    _change(session, on=later)  # the form sent twice
    [letter] = _send(school)
    assert letter.to == [student.person.email]
    assert letter.subject == "Changed: At sea"
    assert (
        f"“At sea” has a new day.\nIt is now: {later:%A} {later.day} {later:%B %Y}, "
        "09:00 to 10:00, Hall." in letter.body
    )
    assert "It was: " in letter.body
    assert _send(school) == []


def test_what_is_changed_back_before_it_is_sent_is_told_to_nobody(school, session):
    was = session.on
    _change(session, on=was + dt.timedelta(days=1))
    _change(session, on=was)
    assert _send(school) == []
    assert not SessionNotice.objects.exists()


def test_two_changes_before_it_is_sent_are_one_letter(school, session):
    _change(session, where="Library")
    _change(session, starts_at=dt.time(11), ends_at=dt.time(12))
    [letter] = _send(school)
    assert "has a new time and place." in letter.body
    assert "09:00 to 10:00, Hall" in letter.body
    assert "11:00 to 12:00, Library" in letter.body


def test_a_new_title_or_more_places_is_no_news(school, session):
    _change(session, title="In port", capacity=40)
    assert _send(school) == []


def test_a_cancelled_session_is_told_without_the_reason_and_so_is_its_return(school, session):
    planning.cancel_sessions(session=session, because="The speaker is ill", by=None)
    [letter] = _send(school)
    assert letter.subject == "Cancelled: At sea"
    assert "“At sea” will not take place." in letter.body
    assert "ill" not in letter.body.replace("will", "")
    planning.plan_again(session=session, by=None)
    [letter] = _send(school)
    assert "“At sea” will take place after all." in letter.body


def test_a_cancel_undone_before_it_is_sent_is_told_to_nobody(school, session):
    planning.cancel_sessions(session=session, because="", by=None)
    planning.plan_again(session=session, by=None)
    assert _send(school) == []


def test_a_series_that_moves_is_one_letter(school, student):
    sessions = programme.series(school, weeks=3, starts_at=NINE, ends_at=TEN)
    for one in sessions:
        participants.put_down(session=one, students=[student], by=None)
    _change(sessions[0], on=sessions[0].on + dt.timedelta(days=1), reach=Reach.ALL)
    [letter] = _send(school)
    assert letter.subject == "3 sessions have changed"
    assert letter.body.count("has a new day") == 3


def test_staff_are_told_but_not_who_made_the_change(school):
    mover, other = (people.person_with(Role.TUTOR, school=school) for _ in range(2))
    session = programme.planned(school, staff=frozenset({mover.pk, other.pk}))
    _change(session, on=session.on + dt.timedelta(days=1), by=mover)
    assert [letter.to for letter in _send(school)] == [[other.email]]


def test_who_is_taken_off_or_wants_no_e_mails_is_not_told(school, student, session):
    quiet = people.person_with(Role.STUDENT, school=school).student
    choose_mail(about_interviews=False, about_late_actions=True, by=quiet.person)
    participants.put_down(session=session, students=[quiet], by=None)
    _change(session, where="Library")
    participants.take_off(session=session, students=[student], by=None)
    assert _send(school) == []


def test_what_is_over_is_not_told(school, student):
    session = programme.planned(school, students=[student], on=programme.LAST_WEEK)
    _change(session, where="Library")
    assert _send(school) == []


def test_the_demonstration_writes_to_nobody(school, session):
    school.is_demonstration = True
    school.save()
    _change(session, where="Library")
    assert not SessionNotice.objects.exists()


def test_letters_wait_for_second_thoughts_and_for_a_mail_server(
    school, session, monkeypatch, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        _change(session, where="Library")
        _change(session, where="Gym")
    job = Job.objects.get()
    assert job.not_before - job.made_at > dt.timedelta(minutes=4)

    def down(person, letter):
        raise MailServerDown

    monkeypatch.setattr(letters, "post", down)
    run_job.func(str(job.pk))
    assert SessionNotice.objects.get().sent_at is None
    assert Job.objects.exclude(pk=job.pk).get().arguments["tries"] == 1
    monkeypatch.undo()
    assert len(_send(school)) == 1


def test_the_session_says_that_it_was_told(client_of, school, session):
    leader = client_of(Role.CAREERS_LEADER)
    page = reverse("programme:session", args=[session.pk])
    assert "Told by e-mail" not in leader.get(page).content.decode()
    _change(session, where="Library")
    assert "go out within a few minutes" in leader.get(page).content.decode()
    _send(school)
    told = leader.get(page).content.decode()
    assert "Told by e-mail on" in told
    assert "go out within a few minutes" not in told
