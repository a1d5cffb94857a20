"""No page asks the database more often because a school has more students."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fingerpost.accounts.models import Person
from fingerpost.demonstration import people
from fingerpost.demonstration.services import build
from tests.architecture.test_access import PLAIN_PAGES

FEW, MANY = 60, 240
# The same page may need a query less where a list happens to be empty.
SLACK = 3
ROLES = {role: f"{local}@{people.DOMAIN}" for local, role in people.SIGN_INS}


def _pages():
    for route, pattern in PLAIN_PAGES:
        rule = pattern.callback.access_rule
        for role in sorted(rule.roles & set(ROLES)):
            yield "/" + route, role


def _count(client, address):
    client.get(address)  # whatever is kept between requests is there the second time
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code < 500, address
    return len(queries)


def _counts(number):
    with transaction.atomic():
        build(number=number, seed=3)
        counts = {}
        for address, role in _pages():
            client = Client()
            client.force_login(Person.objects.get(email=ROLES[role]))
            counts[address, role] = _count(client, address)
        transaction.set_rollback(True)
    return counts


@pytest.mark.django_db
def test_pages_take_as_many_queries_for_many_students_as_for_few():
    few, many = _counts(FEW), _counts(MANY)
    grown = {page: (few[page], many[page]) for page in few if many[page] > few[page] + SLACK}
    assert not grown
