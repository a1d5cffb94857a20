"""Signing in: password, second factor, rate limits, expiry, and nobody registering themselves."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command

from fingerpost.accounts.enums import Role
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from tests.factories import people

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def shared_cache(db):
    call_command("createcachetable", verbosity=0)
    cache.clear()


@pytest.fixture
def tutor(school):
    person = people.person_with(Role.TUTOR, school=school)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, person, password=PASSWORD):
    return client.post("/sign-in/login/", {"login": person.email, "password": password})


def test_a_person_signs_in_with_email_and_password(client, tutor):
    assert sign_in(client, tutor).status_code == 302
    assert client.get("/").wsgi_request.viewer.person == tutor


def test_email_addresses_are_compared_without_regard_to_case(client, tutor):
    answer = client.post("/sign-in/login/", {"login": tutor.email.upper(), "password": PASSWORD})
    assert answer.status_code == 302


def test_a_sign_in_is_in_the_audit_log(client, tutor, school):
    sign_in(client, tutor)
    assert Event.objects.filter(school=school, deed=Deed.SIGNED_IN, actor=tutor).count() == 1


def test_passwords_are_kept_with_argon2():
    from django.contrib.auth.hashers import Argon2PasswordHasher

    assert settings.PASSWORD_HASHERS[-1].endswith("Argon2PasswordHasher")
    assert Argon2PasswordHasher().encode("secret", "saltsaltsalt").startswith("argon2$argon2id")


def test_guessing_a_password_is_cut_off(client, tutor):
    for _ in range(6):
        sign_in(client, tutor, "wrong password")
    answer = sign_in(client, tutor)
    assert answer.status_code in {200, 429}
    assert not client.session.get("_auth_user_id")


def test_nobody_can_register_themselves(client, db):
    answer = client.post(
        "/sign-in/signup/", {"email": "stranger@example.org", "password1": PASSWORD}
    )
    assert answer.status_code in {200, 404}
    assert not people.Person.objects.filter(email="stranger@example.org").exists()


def test_the_session_ends_with_the_browser_and_after_a_school_day():
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.SESSION_COOKIE_AGE <= 12 * 3600


def test_staff_of_a_school_that_asks_for_it_must_set_up_a_second_factor(client, school, tutor):
    school.staff_second_factor = True
    school.save()
    sign_in(client, tutor)
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/second-factor/totp/activate/"


def test_a_student_needs_no_second_factor(client, school):
    school.staff_second_factor = True
    school.save()
    client.force_login(people.person_with(Role.STUDENT, school=school))
    assert client.get("/").status_code == 200


def test_a_second_factor_that_is_set_up_is_asked_for(client, school, tutor):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(tutor, generate_totp_secret())
    answer = sign_in(client, tutor)
    assert answer["Location"].startswith("/sign-in/second-factor/authenticate/")
    assert client.get("/").wsgi_request.viewer is None


@pytest.mark.parametrize("address", ["/account/people/", "/roll/", "/audit/"])
def test_without_a_second_factor_an_administrator_reaches_no_page_about_people(
    client, school, address
):
    school.staff_second_factor = True
    school.save()
    client.force_login(people.person_with(Role.ADMINISTRATOR, school=school))
    assert client.get(address)["Location"] == "/sign-in/second-factor/totp/activate/"
    assert client.get("/account/").status_code == 200


def test_without_a_second_factor_nobody_is_given_a_role(client, school):
    school.staff_second_factor = True
    school.save()
    client.force_login(people.person_with(Role.ADMINISTRATOR, school=school))
    client.post(
        "/account/people/",
        {"name": "A Friend", "email": "friend@example.org", "role": Role.CAREERS_LEADER},
    )
    assert not people.Person.objects.filter(email="friend@example.org").exists()


@pytest.mark.parametrize("wanted", ["new.teacher@example.org", "taken@example.org"])
def test_nobody_takes_another_address_for_themselves(client, school, wanted):
    from allauth.account.models import EmailAddress

    people.person(email="taken@example.org")
    student = people.person_with(Role.STUDENT, school=school)
    client.force_login(student)
    client.post("/sign-in/email/", {"action_add": "", "email": wanted})
    client.post("/sign-in/email/", {"action_primary": "", "email": wanted})
    student.refresh_from_db()
    assert student.email != wanted
    assert not EmailAddress.objects.filter(email=wanted).exists()


def test_pages_are_not_kept_by_a_shared_computer(client_of):
    assert "no-store" in client_of(Role.TUTOR).get("/account/")["Cache-Control"]
