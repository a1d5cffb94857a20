"""Single sign-on with OpenID Connect, against a provider on this machine."""

import urllib.parse
import urllib.request

import pytest
from django.core.management import call_command

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person
from tests.accounts.openid_provider import Provider
from tests.factories import people


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@pytest.fixture
def provider(settings, db):
    call_command("createcachetable", verbosity=0)
    provider = Provider({})
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "School account",
                    "client_id": "fingerpost",
                    "secret": "secret",
                    "settings": {"server_url": provider.address},
                }
            ],
        }
    }
    yield provider
    provider.stop()


def sign_in(client):
    """Go to the provider and come back, as a browser would."""
    start = client.post("/sign-in/with/oidc/oidc/login/")
    assert start.status_code == 302
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        opener.open(start["Location"])
    except urllib.error.HTTPError as answer:
        back = urllib.parse.urlparse(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}", follow=True)


def claims(person, **more):
    return {"sub": "abc", "email": person.email, "email_verified": True, "name": "X", **more}


def test_a_person_the_school_knows_signs_in_with_the_school_account(client, provider, school):
    tutor = people.person_with(Role.TUTOR, school=school)
    provider.claims = claims(tutor)
    sign_in(client)
    assert client.get("/account/").wsgi_request.user == tutor


def test_signing_in_a_second_time_reaches_the_same_person(client, provider, school):
    tutor = people.person_with(Role.TUTOR, school=school)
    provider.claims = claims(tutor)
    sign_in(client)
    client.logout()
    sign_in(client)
    assert client.get("/account/").wsgi_request.user == tutor
    assert Person.objects.count() == 1


def test_a_stranger_with_an_account_elsewhere_is_not_let_in(client, provider, school):
    provider.claims = claims(Person(email="stranger@example.org"))
    sign_in(client)
    assert not client.session.get("_auth_user_id")
    assert not Person.objects.filter(email="stranger@example.org").exists()


def test_an_address_the_provider_has_not_verified_lets_nobody_in(client, provider, school):
    tutor = people.person_with(Role.TUTOR, school=school)
    provider.claims = claims(tutor, email_verified=False)
    sign_in(client)
    assert not client.session.get("_auth_user_id")


def test_the_sign_in_page_offers_the_school_account(client, provider):
    assert "School account" in client.get("/sign-in/login/").content.decode()
