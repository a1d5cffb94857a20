"""Signing in looks and speaks like the rest of Fingerpost."""

import pytest
from django.template.loader import get_template
from lxml import html

from fingerpost.accounts.enums import Role

PAGES = [
    "/sign-in/login/",
    "/sign-in/logout/",
    "/sign-in/password/reset/",
    "/sign-in/password/reset/done/",
    "/sign-in/password/reset/key/done/",
    "/sign-in/inactive/",
    "/sign-in/signup/",
    "/sign-in/confirm-email/",
    "/sign-in/confirm-email/spoilt/",
]
SIGNED_IN = [
    "/sign-in/email/",
    "/sign-in/with/",
    "/sign-in/password/change/",
    "/sign-in/second-factor/",
]
# How the sign-in library itself puts things.
NOT_OURS = ("Email Address", "Third-Party", "third-party", "Verify", "sign up", "Connections")
pytestmark = pytest.mark.django_db


def _follow(client, address: str) -> html.HtmlElement:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


@pytest.mark.parametrize("address", PAGES)
def test_pages_before_signing_in_use_our_frame_and_nothing_inline(client, address):
    tree = _follow(client, address)
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//*[@class='fp-brand']")
    assert tree.xpath("string(//title)").endswith("– Fingerpost")
    assert not tree.xpath("//@style|//style|//script[not(@src)]")


@pytest.mark.parametrize("address", PAGES)
def test_pages_before_signing_in_speak_our_words(client, address):
    said = _follow(client, address).get_element_by_id("main-content").text_content()
    assert not [words for words in NOT_OURS if words in said]


@pytest.mark.parametrize("address", SIGNED_IN)
def test_pages_of_ones_own_account_speak_our_words(client_of, address):
    said = _follow(client_of(Role.TUTOR), address).get_element_by_id("main-content").text_content()
    assert not [words for words in NOT_OURS if words in said]


def test_every_template_of_the_sign_in_pages_in_use_is_our_own():
    for name in (
        "account/email_change.html",
        "account/verified_email_required.html",
        "account/confirm_login_code.html",
        "socialaccount/signup.html",
        "socialaccount/login_redirect.html",
    ):
        assert "fingerpost" in get_template(name).origin.name


def test_looking_at_ones_address_does_not_keep_one_from_the_second_step(client_of):
    client = client_of(Role.TUTOR)
    _follow(client, "/sign-in/email/")
    tree = _follow(client, "/sign-in/second-factor/totp/activate/")
    assert tree.xpath("//input[@id='authenticator_secret']")


def test_a_wrong_password_is_said_at_the_top(client):
    answer = client.post("/sign-in/login/", {"login": "nobody@example.org", "password": "wrong"})
    tree = html.fromstring(answer.content)
    assert tree.xpath("//*[@role='alert']")
    assert tree.xpath("string(//title)").startswith("Error: ")


def test_the_second_step_can_be_turned_on(client_of):
    client = client_of(Role.TUTOR)
    tree = _follow(client, "/sign-in/second-factor/totp/activate/")
    assert tree.xpath("//h1")
    assert tree.xpath("//*[contains(@class,'govuk-button')]")
