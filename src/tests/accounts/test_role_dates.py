"""Roles dated in advance, and names that stay with the school that knows them."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.accounts.selectors import viewer_for
from fingerpost.audit.models import Event
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NEW = {"name": "Nina New", "email": "nina@example.org", "role": Role.GOVERNOR}


@pytest.fixture
def today():
    return timezone.localdate()


def test_a_role_is_given_for_later_and_the_page_says_from_when(client_of, mailoutbox):
    client = client_of(Role.ADMINISTRATOR)
    page = client.post("/account/people/", {**NEW, "starts_on": "2099-01-04"}, follow=True)
    assert "Starts on 4 January 2099" in page.content.decode()
    assert RoleHolding.objects.get(role=Role.GOVERNOR).starts_on == dt.date(2099, 1, 4)


@pytest.mark.parametrize(
    ("starts", "ends", "is_in"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False), (0, 0, True)],
)
def test_both_edges_of_a_role_count_as_days_on_which_it_is_held(
    client_of, school, today, starts, ends, is_in
):
    client = client_of(Role.ADMINISTRATOR)
    tutor = people.person_with(Role.TUTOR, school=school)
    dates = {"starts_on": (today + starts * DAY).isoformat(), "ends_on": ""}
    if ends is not None:
        dates["ends_on"] = (today + ends * DAY).isoformat()
    answer = client.post(f"/account/people/{tutor.holdings.get().pk}/dates/", dates)
    assert answer.status_code == 302
    assert (viewer_for(tutor) is not None) == is_in


def test_dates_can_be_changed_again_and_each_change_is_in_the_audit_log(client_of, school, today):
    client = client_of(Role.ADMINISTRATOR)
    holding = people.person_with(Role.TUTOR, school=school).holdings.get()
    address = f"/account/people/{holding.pk}/dates/"
    client.post(address, {"starts_on": "2020-09-01", "ends_on": (today + DAY).isoformat()})
    assert "Last day" in client.get("/account/people/").content.decode()
    client.post(address, {"starts_on": "2020-09-01", "ends_on": ""})
    holding.refresh_from_db()
    assert holding.ends_on is None
    assert Event.objects.filter(subject_type="accounts.roleholding", deed="changed").count() == 2


def test_a_last_day_before_the_first_is_refused(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    holding = people.person_with(Role.TUTOR, school=school).holdings.get()
    answer = client.post(
        f"/account/people/{holding.pk}/dates/",
        {"starts_on": "2026-09-02", "ends_on": "2026-09-01"},
    )
    assert "cannot be before the first" in answer.content.decode()


def test_the_only_administrators_role_gets_no_end(client_of, today):
    client = client_of(Role.ADMINISTRATOR)
    holding = RoleHolding.objects.get(role=Role.ADMINISTRATOR)
    answer = client.post(
        f"/account/people/{holding.pk}/dates/",
        {"starts_on": "2020-09-01", "ends_on": (today + DAY).isoformat()},
    )
    assert "only administrator" in answer.content.decode()


def test_a_role_that_ends_later_is_not_given_a_second_time(client_of, school, today):
    client = client_of(Role.ADMINISTRATOR)
    person = people.person(email="nina@example.org")
    people.holding(person, school, Role.GOVERNOR, ends_on=today + DAY)
    client.post("/account/people/", NEW)
    assert person.holdings.count() == 1


def test_a_session_ends_with_the_last_role(client, school, today):
    tutor = people.person_with(Role.TUTOR, school=school)
    client.force_login(tutor)
    assert client.get("/").context["title"].startswith("Hello")
    tutor.holdings.update(ends_on=today - DAY)
    page = client.get("/roll/", follow=True)
    assert "Your sign-in has ended" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_somebody_whose_role_begins_later_stays_signed_in_and_is_told_when(client, school):
    tutor = people.person_with(Role.TUTOR, school=school)
    tutor.holdings.update(starts_on="2099-01-04")
    client.force_login(tutor)
    assert "starts on 4 January 2099" in client.get("/account/").content.decode()


def test_the_name_another_school_knows_is_shown_nowhere(client_of, school, mailoutbox):
    elsewhere = people.school()
    people.person_with(
        Role.TUTOR, school=elsewhere, email="nina@example.org", name="Nina Secret-Surname"
    )
    client = client_of(Role.ADMINISTRATOR)
    for data in (NEW, {**NEW, "role": Role.ADVISER}):
        shown = client.post("/account/people/", data, follow=True).content.decode()
        assert "Secret-Surname" not in shown
    child = people.student(school)
    client.post(
        f"/roll/students/{child.pk}/parents/add/",
        {"name": "Nina New", "email": "nina@example.org", "relationship": "Mother"},
    )
    for address in ("/account/people/", "/audit/", f"/roll/students/{child.pk}/"):
        assert "Nina New" in client.get(address).content.decode(), address
        assert "Secret-Surname" not in client.get(address).content.decode(), address


def test_an_adviser_of_another_school_is_offered_for_the_register_once_they_came(school):
    from fingerpost.accounts.services.roles import give_role
    from fingerpost.interviews.selectors.advisers import people_for_the_register

    person = people.person_with(Role.ADVISER, school=people.school(), last_login=timezone.now())
    give_role(email=person.email, name="N", role=Role.ADVISER, school=school, by=None)
    assert person not in people_for_the_register(school)
    Person.objects.filter(pk=person.pk).update(last_login=timezone.now())
    assert person in people_for_the_register(school)


def test_whoever_has_a_password_already_is_not_asked_to_choose_one(client_of, mailoutbox):
    people.person(email="nina@example.org", password="signposts and maps")
    client_of(Role.ADMINISTRATOR).post("/account/people/", NEW)
    assert "Choose your password" not in mailoutbox[0].body
    assert "/sign-in/login/" in mailoutbox[0].body


def test_whoever_runs_the_installation_needs_a_second_factor(client, school):
    runner = people.person(runs_installation=True)
    client.force_login(runner)
    for address in ("/", "/schools/add/"):
        assert client.get(address)["Location"] == "/sign-in/second-factor/totp/activate/"
    TOTP.activate(runner, generate_totp_secret())
    assert client.get("/schools/add/").status_code == 200


def test_an_installation_of_made_up_schools_only_needs_no_second_factor(client):
    people.school(is_demonstration=True)
    client.force_login(people.person(runs_installation=True))
    assert client.get("/schools/add/").status_code == 200
