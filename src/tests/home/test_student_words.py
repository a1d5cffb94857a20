"""Everything a student reads is in words for an eleven-year-old."""

import pytest
from django.test import Client
from lxml import html

from fingerpost.accounts.models import Person
from fingerpost.common.readability import AGE_11_GRADE, grade
from fingerpost.demonstration import people
from fingerpost.demonstration.services import build
from tests.factories.statistics import learn

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/my-record/",
    "/interviews/plan/",
    "/interviews/plan/book/",
    "/interviews/plan/actions/add/",
    "/interviews/e-mails/",
    "/ideas/",
    "/ideas/add/",
    "/lessons/today/",
    "/choices/",
    "/choices/mine/",
    "/choices/mine/why/",
    "/choices/mine/applications/add/",
    "/choices/mine/applications/near/",
    "/choices/cv/",
    "/choices/cv/new/cv/",
    "/choices/cv/new/statement/",
    "/places/mine/",
    "/feedback/",
    "/calendar/",
    "/sessions/coming-up/",
    "/occupations/near/",
    "/occupations/what-could-i-do/",
    "/occupations/plumber/",
]
# Names of places and what adults typed are not the page's own words.
NOT_OURS = ".fp-timeline__text, .fp-quiet, table, option, [data-not-ours]"


@pytest.fixture(scope="module")
def student(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            build(number=150, seed=4)
            learn()
            client = Client()
            client.force_login(Person.objects.get(email=f"student@{people.DOMAIN}"))
            yield client
            transaction.set_rollback(True)


def _sentences(page):
    """The text of the page's own content, each block ended like a sentence."""
    main = html.fromstring(page).get_element_by_id("main-content")
    for unwanted in main.cssselect(NOT_OURS):
        unwanted.drop_tree()
    blocks = main.cssselect("h1, h2, h3, p, li, label, legend, button, .govuk-hint, dt, dd")
    texts = {
        " ".join(block.text_content().split()) for block in blocks if not block.cssselect("p, li")
    }
    return [text.rstrip(".:?!") + "." for text in sorted(texts) if len(text.split()) > 3]


@pytest.mark.parametrize("path", PAGES)
def test_a_students_page_reads_at_age_eleven(student, path):
    answer = student.get(path)
    assert answer.status_code == 200
    text = " ".join(_sentences(answer.content.decode()))
    assert grade(text) <= AGE_11_GRADE, (round(grade(text), 1), text)
