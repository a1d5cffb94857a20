"""Short feedback: asked once of those who were there, read without names."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.selectors import viewer_for
from fingerpost.evaluation import selectors
from fingerpost.evaluation.models import FeedbackResponse
from fingerpost.evaluation.services import students as services
from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Adviser, Interview
from fingerpost.ledger.models import Entry
from fingerpost.programme.selectors.recording import kind_label
from fingerpost.programme.services import recording as sessions
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
WAITING = reverse("evaluation:waiting")
RESULTS = reverse("evaluation:results")
GROUP = {"learnt": "Yes", "took_part": "A bit", "made_think": "No"}
TALK = {"listened": "Yes", "next_step": "No", "new_ideas": "A bit"}


def days_ago(days):
    return timezone.localdate() - dt.timedelta(days=days)


def interview(student, adviser, *, days=3, state=InterviewState.HELD):
    return Interview.objects.create(
        school=student.school,
        student=student,
        adviser=adviser,
        starts_at=timezone.now() - dt.timedelta(days=days),
        state=state,
    )


@pytest.fixture
def adviser(school):
    person = people.person_with(Role.ADVISER, school=school, name="Ash Adviser")
    return Adviser.objects.create(school=school, person=person)


@pytest.fixture
def me(client_of):
    client = client_of(Role.STUDENT)
    client.student = client.person.student
    return client


def said(student, what, pk, answers, comment=""):
    return services.give_feedback(
        student=student,
        what=what,
        pk=pk,
        questions=selectors.question_set_after(what, timezone.localdate()),
        answers={**answers, "in_own_words": comment},
        by=None,
    )


def group_session(school, number, comment="", **fields):
    students = [people.student(school) for _ in range(number)]
    session = programme.session(school, students, on=days_ago(2), **fields)
    for student in students:
        assert said(student, "session", session.pk, GROUP, comment)
    return session


def viewer(school, *roles, **options):
    return viewer_for(people.person_with(*roles, school=school, **options))


def test_what_was_held_or_attended_lately_waits(me, school, adviser):
    talk = interview(me.student, adviser)
    session = programme.session(school, [me.student], on=days_ago(1))
    waiting = [one.about for one in selectors.feedback_waiting(me.student)]
    assert waiting == [f"session:{session.pk}", f"interview:{talk.pk}"]


def test_what_was_missed_withdrawn_or_long_ago_does_not_wait(me, school, adviser):
    other = people.student(school)
    interview(me.student, adviser, state=InterviewState.MISSED)
    interview(me.student, adviser, days=70)
    programme.session(school, [me.student, other], absent=[me.student], on=days_ago(1))
    programme.session(school, [me.student], on=days_ago(70))
    gone = programme.session(school, [me.student], on=days_ago(1))
    sessions.withdraw(session=gone, by=None)
    assert selectors.feedback_waiting(me.student) == []


def test_answers_are_kept_once_and_told_to_the_ledger(me, school):
    session = programme.session(school, [me.student], on=days_ago(1))
    address = reverse("evaluation:session", args=[session.pk])
    assert me.get(address).status_code == 200
    for _ in range(2):
        assert me.post(address, {**GROUP, "in_own_words": "More time"}).url == WAITING
    response = FeedbackResponse.objects.get()
    assert (response.answers, response.comment) == (GROUP, "More time")
    assert Entry.objects.filter(kind="feedback_given", student=me.student).count() == 1
    assert selectors.feedback_waiting(me.student) == []


def test_feedback_stays_when_the_session_is_taken_back(me, school):
    session = programme.session(school, [me.student], on=days_ago(1))
    said(me.student, "session", session.pk, GROUP)
    sessions.withdraw(session=session, by=None)
    assert Entry.objects.get(kind="feedback_given").is_void is False
    assert not Entry.objects.filter(kind="feedback_given", superseded_by__isnull=False).exists()


def test_a_question_left_out_is_asked_again(me, school, adviser):
    talk = interview(me.student, adviser)
    page = me.post(reverse("evaluation:interview", args=[talk.pk]), {"listened": "Yes"})
    assert "Do you know what to do next?" in page.content.decode()
    assert not FeedbackResponse.objects.exists()


def test_a_student_answers_only_for_where_they_were(me, school, adviser):
    other = people.student(school)
    talk = interview(other, adviser)
    session = programme.session(school, [other], on=days_ago(1))
    for name, pk in (("interview", talk.pk), ("session", session.pk)):
        assert me.get(reverse(f"evaluation:{name}", args=[pk])).status_code == 404
        assert me.post(reverse(f"evaluation:{name}", args=[pk]), GROUP).status_code == 404
    with pytest.raises(services.NothingToAnswer):
        said(me.student, "session", session.pk, GROUP)


def test_enough_answers_are_counted(school):
    session = group_session(school, 6)
    tally = selectors.session_results(viewer(school, Role.CAREERS_LEADER), session.pk)
    assert tally.responses == 6
    assert tally.counts["after_group", "learnt"] == {"Yes": 6}
    assert tally.counts["after_group", "made_think"] == {"No": 6}


def test_too_few_answers_are_not_broken_down(school):
    session = group_session(school, 4, "I was bored")
    tally = selectors.session_results(viewer(school, Role.CAREERS_LEADER), session.pk)
    assert tally.too_few
    assert (tally.counts, tally.comments) == ({}, [])


def test_a_small_group_cannot_be_worked_out_from_the_others(school):
    group_session(school, 7, kind="assembly")
    group_session(school, 8, kind="employer_talk")
    group_session(school, 2, kind="careers_fair")
    tallies = selectors.results(viewer(school, Role.CAREERS_LEADER), "kind").groups
    shown = {tally.label for tally in tallies if not tally.too_few}
    assert shown == {"Employer talk"}


def test_comments_are_for_the_careers_leader_and_the_adviser_concerned(school, adviser):
    other = Adviser.objects.create(
        school=school, person=people.person_with(Role.ADVISER, school=school)
    )
    for _ in range(6):
        student = people.student(school)
        said(student, "interview", interview(student, adviser).pk, TALK, "Slower please")
    for someone, expected in [
        (viewer(school, Role.CAREERS_LEADER), 6),
        (viewer_for(adviser.person), 6),
        (viewer_for(other.person), 0),
        (viewer(school, Role.SENIOR_LEADER), 0),
    ]:
        (tally,) = selectors.results(someone, "adviser").groups
        assert tally.label == "Ash Adviser"
        assert tally.counts["after_interview", "listened"]["Yes"] == 6
        assert len(tally.comments) == expected


def test_no_student_is_named_in_the_results(client_of, school):
    session = group_session(school, 6, "More time")
    leader = client_of(Role.CAREERS_LEADER)
    summary = reverse("evaluation:session_summary", args=[session.pk])
    for address in (RESULTS, f"{RESULTS}?by=session", summary, f"{summary}?part=1"):
        words = leader.get(address).content.decode()
        assert "show=comments" in words
        assert not any(row.student.family_name in words for row in session.attendance.all())


def test_a_tutor_reads_only_what_their_own_students_said(school):
    group = people.tutor_group(school)
    session = group_session(school, 6)
    tutor = viewer(school, Role.TUTOR, tutor_group=group)
    assert selectors.session_results(tutor, session.pk).responses == 0


def test_another_schools_session_is_not_found(client_of, school):
    elsewhere = people.school()
    session = programme.session(elsewhere, [people.student(elsewhere)], on=days_ago(1))
    leader = client_of(Role.CAREERS_LEADER)
    address = reverse("evaluation:session_summary", args=[session.pk])
    assert leader.get(address).status_code == 404


@pytest.mark.parametrize("role", sorted(Role))
def test_who_may_open_the_pages(client_of, role):
    client = client_of(role)
    guides = {Role.TUTOR, Role.ADVISER, Role.CAREERS_LEADER, Role.SENCO, Role.SENIOR_LEADER}
    assert client.get(RESULTS).status_code == (200 if role in guides else 403)
    assert client.get(WAITING).status_code == (200 if role == Role.STUDENT else 403)


def test_results_take_no_more_queries_for_many_answers(school, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    leader = viewer(school, Role.CAREERS_LEADER)
    group_session(school, 6)
    with CaptureQueriesContext(connection) as few:
        selectors.results(leader, "session")
    group_session(school, 20)
    with django_assert_num_queries(len(few)):
        selectors.results(leader, "session")


def test_a_kind_is_called_what_it_is_called_everywhere(school):
    session = group_session(school, 6, kind="provider_talk")
    (tally,) = selectors.results(viewer(school, Role.CAREERS_LEADER), "kind").groups
    assert tally.label == kind_label(session)
    assert tally.label == "Talk by a college, university or training provider"
