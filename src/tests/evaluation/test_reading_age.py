"""Students' pages of ideas, choices and feedback read at about age 11."""

import datetime as dt
import html
import re

import pytest
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.common.readability import AGE_11_GRADE, reading
from fingerpost.pathways.services.ideas import Words, save_idea
from tests.factories import people, programme

pytestmark = pytest.mark.django_db


def visible_text(page):
    """What is read in the main part of a page, one block a sentence."""
    main = re.search(r"<main.*?</main>", page.content.decode(), re.S)[0]
    main = re.sub(r"<(script|style|svg).*?</\1>", "", main, flags=re.S)
    main = re.sub(r"</(p|h\d|li|label|legend|button|a|div|option|span|summary)>", ".\n\n", main)
    text = html.unescape(re.sub(r"<[^>]+>", " ", main))
    lines = (re.sub(r"\s+", " ", line).strip(" .") for line in text.split("\n\n"))
    return ".\n\n".join(line for line in lines if re.search("[A-Za-z]", line))


@pytest.mark.parametrize("year_group", [7, 9, 11, 13])
def test_a_students_pages_read_at_age_11(client_of, school, year_group):
    client = client_of(Role.STUDENT, tutor_group=people.tutor_group(school, year_group=year_group))
    student = client.person.student
    save_idea(student=student, words=Words("Vet nurse", note="I like dogs."), by=None)
    day = timezone.localdate() - dt.timedelta(days=1)
    session = programme.session(school, [student], on=day, title="Jobs at sea")
    for address in (
        "/ideas/",
        "/ideas/?show=dropped",
        "/ideas/add/",
        "/choices/",
        "/feedback/",
        f"/feedback/session/{session.pk}/",
    ):
        page = client.get(address)
        assert page.status_code == 200
        found = reading(visible_text(page))
        assert found.words > 5
        assert found.grade <= AGE_11_GRADE, (address, found, visible_text(page))
