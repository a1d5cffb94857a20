"""What is planned, held and cancelled is told apart; the briefing; what counts for nobody yet."""

import pytest
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.ledger.models import Entry
from fingerpost.programme.services import participants, planning
from fingerpost.programme.services import recording as recording
from tests.factories import people, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def test_the_list_tells_coming_held_and_cancelled_apart(leader, school):
    address = reverse("programme:sessions")
    held = programme.session(school, [people.student(school)])
    assert list(leader.get(address).context["page_of"]) == [held]
    coming = programme.planned(school)
    cancelled = programme.planned(school)
    planning.cancel_sessions(session=cancelled, because="Ill", by=None)
    assert list(leader.get(address).context["page_of"]) == [coming]
    assert list(leader.get(address, {"state": "held"}).context["page_of"]) == [held]
    assert list(leader.get(address, {"state": "cancelled"}).context["page_of"]) == [cancelled]


def test_a_planned_session_counts_for_nobody_and_is_not_offered_for_feedback(school):
    from fingerpost.evaluation.selectors import feedback_waiting

    student = people.student(school)
    session = programme.planned(school, students=[student], on=programme.LAST_WEEK)
    assert not Entry.objects.exists()
    assert feedback_waiting(student) == []
    session.attendance.update(was_present=True)
    assert feedback_waiting(student) == []


@pytest.mark.parametrize("name", ["change", "judge", "withdraw"])
def test_what_is_for_held_sessions_is_not_there_for_planned_ones(leader, school, name):
    session = programme.planned(school, students=[people.student(school)])
    assert leader.get(reverse(f"programme:{name}", args=[session.pk])).status_code == 404
    summary = reverse("evaluation:session_summary", args=[session.pk])
    assert leader.get(summary).status_code == 404


def test_a_planned_session_cannot_be_put_right_as_if_it_had_been_held(school):
    session = programme.planned(school)
    with pytest.raises(recording.NotHeld):
        recording.judge(session=session, answers={}, by=None)
    assert not recording.withdraw(session=session, by=None)


def test_a_tutor_sees_what_is_planned_but_not_who_else_is_down(client_of, school):
    group = people.tutor_group(school, "9A", 9)
    tutor = client_of(Role.TUTOR, tutor_group=group)
    mine = people.student(school, tutor_group=group)
    other = people.student(school, given_name="Hidden", family_name="Elsewhere")
    session = programme.planned(school, students=[mine, other])
    for name in ("session", "briefing", "consent_list"):
        words = tutor.get(reverse(f"programme:{name}", args=[session.pk])).content.decode()
        assert "Hidden Elsewhere" not in words
    page = tutor.get(reverse("programme:session", args=[session.pk])).content.decode()
    assert "1 more student of other groups is down for it too" in page


@pytest.mark.parametrize("name", ["session", "briefing", "consent_list", "put_down", "move"])
def test_a_planned_session_of_another_school_is_not_found(leader, name):
    far = programme.planned(people.school())
    assert leader.get(reverse(f"programme:{name}", args=[far.pk])).status_code == 404


def test_the_briefing_says_what_to_do_and_who_must_not_go_yet(leader, school):
    agreed, waiting = people.student(school), people.student(school)
    activity = programme.activity(
        school, briefing="Meet at the gate.", outcomes=["Name a job"], needs_consent=True
    )
    session = programme.planned(school, activity_of=activity, students=[agreed, waiting])
    participants.set_consent(session=session, students=[agreed], consent="given", by=None)
    participants.note_needs(session=session, student=agreed, needs="A quiet place", by=None)
    words = leader.get(reverse("programme:briefing", args=[session.pk])).content.decode()
    assert "Meet at the gate." in words
    assert f"{agreed.name}: A quiet place" in words
    assert f"{waiting.name}: not asked" in words
    assert f"{agreed.name}: given" not in words


def test_the_start_page_names_sessions_to_lead_in_the_next_seven_days(client_of, school):
    tutor = client_of(Role.TUTOR, tutor_group=people.tutor_group(school))
    staff = frozenset({tutor.person.pk})
    soon = programme.planned(school, staff=staff, title="Soon", on=programme.soon(2))
    programme.planned(school, staff=staff, title="Later", on=programme.soon(12))
    programme.planned(school, title="Somebody else’s", on=programme.soon(2))
    words = tutor.get("/").content.decode()
    assert reverse("programme:briefing", args=[soon.pk]) in words
    assert "Later" not in words
    assert "Somebody else’s" not in words


def test_clearing_the_filter_stays_on_the_list_of_held_sessions(leader, school):
    programme.planned(school)
    page = leader.get(reverse("programme:sessions"), {"state": "held", "words": "sea"})
    assert 'href="/sessions/?state=held">Clear' in page.content.decode()
    page = leader.get(reverse("programme:sessions"), {"state": "held"})
    assert ">Clear<" not in page.content.decode()


@pytest.mark.parametrize(
    "query", ["activity=99999999999999999999", "line=x", "state=none", "page=x"]
)
def test_nonsense_in_the_address_of_the_list_is_passed_over(leader, school, query):
    session = programme.planned(school)
    page = leader.get(f"{reverse('programme:sessions')}?{query}")
    assert list(page.context["page_of"]) == [session]
