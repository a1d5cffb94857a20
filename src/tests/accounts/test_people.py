"""An administrator gives roles and ends them; every step is in the audit log."""

import re

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.audit.models import Event
from tests.factories import people

NEW = {"name": "Nina New", "email": "nina@example.org", "role": Role.GOVERNOR}


def test_an_administrator_adds_a_person_who_is_invited_and_chooses_a_password(
    client_of, school, mailoutbox
):
    client = client_of(Role.ADMINISTRATOR)
    client.post("/account/people/", NEW)
    holding = RoleHolding.objects.get(person__email="nina@example.org")
    assert (holding.school, holding.role) == (school, Role.GOVERNOR)
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1]
    client.logout()
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": "signposts and maps", "password2": "signposts and maps"})
    assert Person.objects.get(email="nina@example.org").check_password("signposts and maps")


def test_adding_the_same_role_twice_gives_it_once(client_of):
    client = client_of(Role.ADMINISTRATOR)
    client.post("/account/people/", NEW)
    client.post("/account/people/", {**NEW, "email": "NINA@example.org"})
    assert RoleHolding.objects.filter(role=Role.GOVERNOR).count() == 1


def test_the_only_administrator_cannot_be_taken_away(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    holding = RoleHolding.objects.get(role=Role.ADMINISTRATOR)
    answer = client.post(f"/account/people/{holding.pk}/end/", follow=True)
    assert "only administrator" in answer.content.decode()
    assert RoleHolding.objects.get(pk=holding.pk).ends_on is None


def test_an_ended_role_lets_nobody_in_from_that_moment(client_of, client, school):
    tutor = people.person_with(Role.TUTOR, school=school)
    holding = tutor.holdings.get()
    client_of(Role.ADMINISTRATOR).post(f"/account/people/{holding.pk}/end/")
    client.force_login(tutor)
    assert client.get("/account/").wsgi_request.viewer is None


def test_a_role_goes_on_until_somebody_says_yes(client_of, school):
    holding = people.person_with(Role.TUTOR, school=school).holdings.get()
    page = client_of(Role.ADMINISTRATOR).get(f"/account/people/{holding.pk}/end/")
    assert "end this role?" in page.content.decode()
    assert RoleHolding.objects.get(pk=holding.pk).ends_on is None


def test_only_those_who_have_not_come_are_offered_another_invitation(client_of, school):
    come = people.person_with(Role.TUTOR, school=school)
    come.set_password("which way next?")
    come.save()
    new = people.person_with(Role.GOVERNOR, school=school)
    new.set_unusable_password()
    new.save()
    page = client_of(Role.ADMINISTRATOR).get("/account/people/").content.decode()
    assert f"/account/people/{new.holdings.get().pk}/invite/" in page
    assert f"/account/people/{come.holdings.get().pk}/invite/" not in page


def test_another_schools_roles_cannot_be_ended(client_of):
    elsewhere = people.school()
    tutor = people.person_with(Role.TUTOR, school=elsewhere)
    answer = client_of(Role.ADMINISTRATOR).post(f"/account/people/{tutor.holdings.get().pk}/end/")
    assert answer.status_code == 404
    assert tutor.holdings.get().ends_on is None


def test_every_change_of_roles_is_in_the_audit_log(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    client.post("/account/people/", NEW)
    labels = list(Event.objects.filter(school=school).values_list("subject_label", flat=True))
    assert "Nina New, Governor" in labels


def test_many_people_are_shown_page_by_page_and_found_by_name_address_and_role(client_of, school):
    for number in range(30):
        people.person_with(Role.TUTOR, school=school, name=f"Tess Tutor{number:02}")
    governor = people.person_with(Role.GOVERNOR, school=school, name="Gita Governor")
    client = client_of(Role.ADMINISTRATOR)
    first = client.get("/account/people/")
    assert len(first.context["holdings"]) == 25
    assert "of 32 roles" in first.content.decode()
    assert len(client.get("/account/people/?page=2").context["holdings"]) == 7

    def found(**query):
        page = client.get("/account/people/", query)
        return [holding.person.name for holding, _ in page.context["holdings"]]

    assert found(words="gita") == found(words=governor.email) == ["Gita Governor"]
    assert found(role="governor") == ["Gita Governor"]
    assert found(words="tutor07 tess") == ["Tess Tutor07"]
    assert found(words="nobody at all") == []


def test_passwords_are_asked_for_in_our_words(client_of, client, school, mailoutbox):
    page = client_of(Role.TUTOR)
    page.person.set_password("signposts and maps")
    page.person.save()
    page.force_login(page.person)
    change = page.get("/sign-in/password/change/").content.decode()
    page.post("/sign-in/logout/")
    page.post("/sign-in/password/reset/", {"email": page.person.email})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1]
    reset = page.get(link, follow=True).content.decode()
    for form in (change, reset):
        assert "New password again" in form
        assert "New Password" not in form
        assert "(again)" not in form
    assert "Current Password" not in change
