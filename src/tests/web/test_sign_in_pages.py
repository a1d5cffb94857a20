"""Signing in looks and speaks like the rest of Fingerpost."""

import pytest
from lxml import html

PAGES = [
    "/sign-in/login/",
    "/sign-in/logout/",
    "/sign-in/password/reset/",
    "/sign-in/password/reset/done/",
    "/sign-in/password/reset/key/done/",
    "/sign-in/inactive/",
    "/sign-in/signup/",
]
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


def test_a_wrong_password_is_said_at_the_top(client):
    answer = client.post("/sign-in/login/", {"login": "nobody@example.org", "password": "wrong"})
    tree = html.fromstring(answer.content)
    assert tree.xpath("//*[@role='alert']")
    assert tree.xpath("string(//title)").startswith("Error: ")


def test_the_second_step_can_be_turned_on(client_of):
    from fingerpost.accounts.enums import Role

    client = client_of(Role.TUTOR)
    tree = _follow(client, "/sign-in/second-factor/totp/activate/")
    assert tree.xpath("//h1")
    assert tree.xpath("//*[contains(@class,'govuk-button')]")
