"""What staff and guests say of a session, and what was worth it."""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.evaluation.enums import Side
from fingerpost.evaluation.models import AdultFeedback, FeedbackResponse
from fingerpost.evaluation.selectors import adults as selectors
from fingerpost.evaluation.selectors.worth import worth
from fingerpost.evaluation.services import adults as services
from fingerpost.programme.services.registers import take_register
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
STAFF = {"reached_purpose": "Yes", "took_part": "In part", "again": "Yes", "in_own_words": "Longer"}
GUEST = {"knew_purpose": "Yes", "two_way": "Yes", "again": "Yes", "guest_name": "Ada"}


@pytest.fixture
def students(school):
    return [people.student(school) for _ in range(6)]


@pytest.fixture
def session(school, students):
    return programme.session(
        school, students, kind="employer_talk", on=TODAY, minutes=60, organisation="Mill Works"
    )


def answered(session, students, best, worst=0):
    """`best` students give only best answers, `worst` only worst ones."""
    for place, student in enumerate(students[: best + worst]):
        said = "Yes" if place < best else "No"
        FeedbackResponse.objects.create(
            school=session.school,
            student=student,
            question_set="after_group",
            about=f"session:{session.pk}",
            answers=dict.fromkeys(("learnt", "took_part", "made_think"), said),
        )


def guest_address(session):
    return reverse("evaluation:guest", args=[services.guest_token(session)])


def test_whoever_led_a_session_is_asked_until_they_have_answered(client_of, school, students):
    leader = client_of(Role.TUTOR)
    session = programme.awaiting_register(school, students, led_by=[leader.person], on=TODAY)
    page = leader.get(reverse("evaluation:to_say"))
    assert list(page.context["sessions"]) == []
    take_register(session=session, marks={students[0].pk: True}, by=leader.person)
    assert list(leader.get(reverse("evaluation:to_say")).context["sessions"]) == [session]
    assert "how did they go?" in leader.get("/").content.decode()
    leader.post(reverse("evaluation:say", args=[session.pk]), STAFF)
    assert list(leader.get(reverse("evaluation:to_say")).context["sessions"]) == []
    kept = AdultFeedback.objects.get()
    assert (kept.person, kept.side, kept.comment) == (leader.person, Side.STAFF, "Longer")


def test_answers_given_again_replace_the_earlier_ones(client_of, school, students):
    leader = client_of(Role.TUTOR)
    session = programme.session(school, students, by=leader.person, on=TODAY)
    address = reverse("evaluation:say", args=[session.pk])
    for again in ("Yes", "No"):
        leader.post(address, STAFF | {"again": again})
    assert AdultFeedback.objects.get().answers["again"] == "No"
    assert leader.get(address).context["form"]["again"].value() == "No"


def test_nobody_else_answers_for_whoever_led_it(client_of, session):
    other = client_of(Role.TUTOR)
    address = reverse("evaluation:say", args=[session.pk])
    assert other.get(address).status_code == 404
    assert other.post(address, STAFF).status_code == 404


def test_a_guest_answers_by_a_signed_link_and_may_change_it(session):
    guest = Client()
    page = guest.get(guest_address(session))
    assert session.school.name in page.content.decode()
    for comment in ("Bring questions", "Bring more questions"):
        guest.post(guest_address(session), GUEST | {"in_own_words": comment})
    kept = AdultFeedback.objects.get()
    assert (kept.side, kept.person, kept.guest_name) == (Side.GUEST, None, "Ada")
    assert kept.comment == "Bring more questions"


def test_the_guests_page_names_no_student(session, students):
    words = Client().get(guest_address(session)).content.decode()
    assert not [one for one in students if one.family_name in words]


def test_a_link_that_was_changed_or_is_for_something_else_is_refused(session):
    token = services.guest_token(session)
    other = signing.dumps({"session": session.pk, "school": session.school_id}, salt="other")
    for wrong in (token[:-2] + "xx", other, "nonsense"):
        assert Client().get(reverse("evaluation:guest", args=[wrong])).status_code == 410


def test_a_link_ends_after_two_months(session, time_machine):
    address = guest_address(session)
    time_machine.move_to(timezone.now() + dt.timedelta(days=services.LINK_DAYS, minutes=1))
    assert Client().get(address).status_code == 410


def test_the_session_page_of_adults_shows_answers_and_the_link(client_of, session):
    leader = client_of(Role.CAREERS_LEADER)
    Client().post(guest_address(session), GUEST)
    words = leader.get(reverse("evaluation:session_adults", args=[session.pk])).content.decode()
    assert "Employer or provider: Ada" in words
    assert "/feedback/guest/" in words


def test_worth_sets_use_against_hours_and_money(client_of, school, students, session):
    session.pence = 5_000
    session.save()
    answered(session, students, best=5, worst=1)
    viewer = client_of(Role.CAREERS_LEADER).get("/").wsgi_request.viewer
    (one,) = worth(viewer, TODAY, TODAY)
    assert (len(one.sessions), one.present, one.hours, one.pence) == (1, 6, 1, 5_000)
    assert one.liked == (15, 18)
    assert one.useful_to == pytest.approx(5)
    assert one.useful_an_hour == pytest.approx(5)
    assert one.useful_a_hundred_pounds == pytest.approx(10)


def test_worth_leaves_out_answers_of_too_few_students(client_of, students, session):
    answered(session, students, best=3)
    viewer = client_of(Role.CAREERS_LEADER).get("/").wsgi_request.viewer
    (one,) = worth(viewer, TODAY, TODAY)
    assert one.share is None
    assert one.useful_an_hour is None


def test_worth_counts_no_session_that_is_planned_or_taken_back(client_of, school, students):
    programme.awaiting_register(school, students, on=TODAY)
    taken_back = programme.session(school, students, on=TODAY)
    taken_back.withdrawn_at = timezone.now()
    taken_back.save()
    leader = client_of(Role.CAREERS_LEADER)
    assert worth(leader.get("/").wsgi_request.viewer, TODAY, TODAY) == []
    page = leader.get(reverse("evaluation:worth"))
    assert "No session was held in this year." in page.content.decode()


def test_best_answers_are_the_first_of_each_question(session):
    questions = selectors.questions_for(Side.GUEST)
    services.give_adult_feedback(
        session=session,
        side=Side.GUEST,
        questions=questions,
        answers=GUEST | {"again": "No", "in_own_words": ""},
        by=None,
    )
    assert selectors.best_answers(selectors.adult_feedback(session)) == (2, 3)


def test_worth_takes_as_many_queries_for_many_sessions_as_for_few(
    client_of, school, students, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    leader = client_of(Role.CAREERS_LEADER)
    programme.session(school, students, on=TODAY, title="One")
    leader.get(reverse("evaluation:worth"))
    with CaptureQueriesContext(connection) as few:
        leader.get(reverse("evaluation:worth"))
    for number in range(8):
        programme.session(school, students, on=TODAY, title=f"More {number}")
    with django_assert_max_num_queries(len(few)):
        leader.get(reverse("evaluation:worth"))


def test_a_guests_page_is_kept_nowhere_and_too_many_answers_wait(session, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"guest": "3/m/ip"}
    address = guest_address(session)
    browser = Client()
    answers = [browser.post(address, GUEST).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert "no-store" in browser.get(address)["Cache-Control"]
