"""Numbers of records in forms and addresses: whatever is none is passed over."""

import pytest
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.web.keys import key_in, keys_in
from tests.factories import people, programme

LONG = "9" * 5_000


@pytest.mark.parametrize(
    ("text", "key"), [("7", 7), (" 7 ", 7), ("", 0), ("x", 0), ("-7", 0), ("²", 0), (LONG, 0)]
)
def test_a_number_is_read_or_passed_over(text, key):
    assert key_in(text) == key


def test_numbers_come_ticked_or_with_commas_between():
    assert keys_in("1,2", "x", f"3, {LONG}") == [1, 2, 3]


@pytest.mark.django_db
def test_no_number_is_too_long_for_a_page(client_of, school):
    leader = client_of(Role.CAREERS_LEADER)
    session = programme.planned(school, students=[people.student(school)])
    sent = [
        leader.post(reverse("opportunities:decide"), {"given": LONG, "deed": "accept"}),
        leader.post(reverse("programme:walk_in", args=[session.pk]), {"student": LONG}),
        leader.get(reverse("reports:impartiality_students"), {"list": "adviser", "of": LONG}),
        leader.get(reverse("evaluation:worth"), {"year": "0000"}),
        leader.get(reverse("evaluation:worth_of"), {"year": "9999"}),
        leader.get(reverse("programme:planner"), {"year": "9999"}),
        leader.post(reverse("schools:choose"), {"school": LONG}),
    ]
    assert [answer.status_code for answer in sent if answer.status_code >= 500] == []
