"""No page asks the database more often because a school has more students."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fingerpost.accounts.models import Person
from fingerpost.demonstration import people
from fingerpost.demonstration.services import build
from tests.architecture.test_access import PLAIN_PAGES
from tests.factories.statistics import learn

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
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code < 500, address
    return len(queries)


def _client(role):
    client = Client()
    client.force_login(Person.objects.get(email=ROLES[role]))
    return client


def _counts_for_few():
    clients = {role: _client(role) for role in ROLES}
    counts = {}
    for address, role in _pages():
        clients[role].get(address)  # whatever is kept between requests is there the second time
        counts[address, role] = _count(clients[role], address)
    _assert_nobody_was_signed_out(clients)
    return counts


def _grown_for_many(few):
    """Pages that ask more often than they did for few students.

    One that asks no more often when nothing is kept yet need not be opened a second time.
    """
    clients = {role: _client(role) for role in ROLES}
    grown = {}
    for (address, role), before in few.items():
        if _count(clients[role], address) <= before + SLACK:
            continue
        if (now := _count(clients[role], address)) > before + SLACK:
            grown[address, role] = before, now
    _assert_nobody_was_signed_out(clients)
    return grown


def _assert_nobody_was_signed_out(clients):
    assert all(client.get("/").status_code == 200 for client in clients.values())


@pytest.mark.django_db
def test_pages_take_as_many_queries_for_many_students_as_for_few():
    with transaction.atomic():
        build(number=FEW, seed=3)
        learn()
        few = _counts_for_few()
        transaction.set_rollback(True)
    build(number=MANY, seed=3)
    learn()
    assert not _grown_for_many(few)
