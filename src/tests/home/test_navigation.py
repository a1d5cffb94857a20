"""The menu, and the pages under an item of it."""

import pytest
from django.urls import reverse

from fingerpost.accounts.enums import Role
from tests.factories import people

pytestmark = pytest.mark.django_db


def _current(items):
    return [label for label, _, current in items if current]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("programme:activities", "Activities"),
        ("programme:activity_add", "Activities"),
        ("programme:sessions", "Sessions"),
        ("programme:record", "Sessions"),
        ("programme:budget", "Budget"),
    ],
)
def test_pages_of_the_programme_are_under_one_item(client_of, name, label):
    context = client_of(Role.CAREERS_LEADER).get(reverse(name)).context
    assert _current(context["navigation"]) == ["Programme"]
    assert _current(context["sub_navigation"]) == [label]


def test_only_pages_that_let_a_role_in_are_under_the_item(client_of, school):
    tutor = client_of(Role.TUTOR, tutor_group=people.tutor_group(school))
    context = tutor.get(reverse("programme:sessions")).context
    labels = [label for label, _, _ in context["sub_navigation"]]
    assert {"Activities", "Sessions"} <= set(labels)
    assert "Budget" not in labels
    for _, url, _ in context["sub_navigation"]:
        assert tutor.get(url).status_code == 200


def test_other_pages_have_nothing_under_them(client_of):
    context = client_of(Role.CAREERS_LEADER).get("/").context
    assert _current(context["navigation"]) == ["Start"]
    assert context["sub_navigation"] == []


def test_whoever_stands_outside_the_menu_sees_none(client):
    assert client.get("/").context["navigation"] == []
