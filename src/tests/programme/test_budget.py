"""Budget lines: what is kept, spent and planned, and what is over."""

import pytest
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.programme.models import BudgetLine, GroupSession
from fingerpost.programme.selectors import budget as selectors
from fingerpost.programme.services import budget as services
from fingerpost.programme.services import planning
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
BUDGET = reverse("programme:budget")


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


@pytest.fixture
def line(school):
    return programme.budget_line(school, pence=10_000)


def held(session):
    GroupSession.objects.filter(pk=session.pk).update(state="held")


def test_sessions_cost_what_was_entered_else_what_the_activity_says(school, line):
    activity = programme.activity(school, budget_line=line, pence_a_session=3_000)
    held(programme.planned(school, activity_of=activity))
    held(programme.planned(school, activity_of=activity, pence=1_000))
    held(programme.planned(school, activity_of=activity, pence=0))
    programme.planned(school, activity_of=activity)
    cancelled = programme.planned(school, activity_of=activity)
    planning.cancel_sessions(session=cancelled, because="Ill", by=None)
    found = selectors.spending_by_line([line])[line.pk]
    assert found == selectors.Spending(held_pence=4_000, held=2, planned_pence=3_000, planned=1)


def test_what_was_taken_back_is_not_spent(school, line):
    activity = programme.activity(school, budget_line=line, pence_a_session=3_000)
    session = programme.planned(school, activity_of=activity)
    held(session)
    from fingerpost.programme.services import recording

    recording.withdraw(session=session, by=None)
    assert selectors.spending_by_line([line])[line.pk].pence == 0


def test_a_line_with_more_planned_than_kept_is_marked(leader, school, line):
    activity = programme.activity(school, budget_line=line, pence_a_session=6_000)
    for _ in range(2):
        programme.planned(school, activity_of=activity)
    words = leader.get(BUDGET).content.decode()
    assert "£20 too much" in words
    assert "£20 more than is kept" in words


def test_a_sum_opens_the_sessions_it_adds_up(leader, school, line):
    activity = programme.activity(school, budget_line=line, pence_a_session=3_000)
    for _ in range(2):
        programme.planned(school, activity_of=activity)
    programme.planned(school, activity_of=activity, pence=0)
    page = leader.get(reverse("programme:sessions"), {"line": line.pk, "state": "planned"})
    assert page.context["page_of"].paginator.count == 2
    assert "Paid from “Transport”" in page.content.decode()


def test_what_is_paid_from_no_line_is_said(leader, school, line):
    programme.planned(school, pence=2_500)
    assert "£25 planned are paid from no line" in leader.get(BUDGET).content.decode()


def test_lines_are_added_changed_and_removed(leader, school):
    year = programme.academic_year(school)
    data = {"name": "Transport", "pence": "1,200", "year": year.pk}
    leader.post(reverse("programme:budget_add"), data)
    again = leader.post(reverse("programme:budget_add"), data)
    assert "already" in again.content.decode()
    line = BudgetLine.objects.get()
    assert line.pence == 120_000
    address = reverse("programme:budget_line", args=[line.pk])
    assert 'value="1200.00"' in leader.get(address).content.decode()
    leader.post(address, {"name": "Coaches", "pence": "12.34"})
    line.refresh_from_db()
    assert (line.name, line.pence) == ("Coaches", 1_234)
    leader.post(reverse("programme:budget_remove", args=[line.pk]))
    assert not BudgetLine.objects.exists()


def test_a_line_that_pays_for_something_stays(leader, school, line):
    programme.activity(school, budget_line=line)
    with pytest.raises(services.LineUsed):
        services.remove_line(line=line, by=None)
    leader.post(reverse("programme:budget_remove", args=[line.pk]))
    assert BudgetLine.objects.filter(pk=line.pk).exists()


def test_a_senior_leader_reads_and_a_tutor_does_not(client_of, school, line):
    head = client_of(Role.SENIOR_LEADER)
    assert "Add a line" not in head.get(BUDGET).content.decode()
    assert head.get(reverse("programme:budget_line", args=[line.pk])).status_code == 403
    session = programme.planned(school, pence=2_500)
    address = reverse("programme:session", args=[session.pk])
    assert "£25" in head.get(address).content.decode()
    tutor = client_of(Role.TUTOR, tutor_group=people.tutor_group(school))
    assert tutor.get(BUDGET).status_code == 403
    assert "£25" not in tutor.get(address).content.decode()


def test_a_line_of_another_school_is_not_found(leader):
    far = programme.budget_line(people.school())
    assert leader.get(reverse("programme:budget_line", args=[far.pk])).status_code == 404


def test_a_school_without_years_is_told_what_to_do(leader):
    assert "no academic year yet" in leader.get(BUDGET).content.decode()
