"""Every page declares one access rule, and every role meets it as declared."""

from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from fingerpost.accounts.enums import Role
from tests.factories import people

# Pages of the sign-in library guard themselves; its addresses all lie here.
LIBRARY_PREFIX = "sign-in/"


def _patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern


PAGES = [
    (route, pattern)
    for route, pattern in _patterns(get_resolver())
    if not route.startswith(LIBRARY_PREFIX)
]
PLAIN_PAGES = [(route, pattern) for route, pattern in PAGES if "<" not in route]


@pytest.mark.parametrize(("route", "pattern"), PAGES, ids=[route for route, _ in PAGES])
def test_every_page_declares_an_access_rule(route, pattern):
    assert getattr(pattern.callback, "access_rule", None), f"/{route} declares no access rule"


@pytest.fixture(scope="module")
def role_cookies(django_db_setup, django_db_blocker):
    """The cookies of somebody in each role who has just signed in."""
    with django_db_blocker.unblock(), transaction.atomic():
        school = people.school()
        cookies = {}
        for role in Role:
            client = Client()
            client.force_login(people.person_with(role, school=school))
            cookies[role] = client.cookies
        yield cookies
        transaction.set_rollback(True)


@pytest.fixture
def role_clients(role_cookies, db):
    """What one page does to them is undone before the next is opened."""
    clients = {role: Client() for role in Role}
    for role, client in clients.items():
        client.cookies = deepcopy(role_cookies[role])
    return clients


@pytest.mark.parametrize(("route", "pattern"), PAGES, ids=[route for route, _ in PAGES])
def test_each_role_is_let_in_or_turned_away_as_declared(route, pattern, role_clients):
    rule = pattern.callback.access_rule
    address = "/" + _filled(route)
    for role, client in role_clients.items():
        answer = client.get(address)
        if rule.public or role in rule.roles:
            assert answer.status_code not in {401, 403}, (role, address)
            assert answer.status_code < 500, (role, address)
        else:
            assert answer.status_code == 403, (role, address, answer.status_code)


@pytest.mark.parametrize(("route", "pattern"), PAGES, ids=[route for route, _ in PAGES])
def test_a_stranger_is_sent_to_sign_in(route, pattern, db):
    rule = pattern.callback.access_rule
    answer = Client().get("/" + _filled(route))
    if rule.public:
        assert answer.status_code < 500
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


def _filled(route: str) -> str:
    """A route with every parameter filled by something that exists nowhere."""
    filled = []
    for part in route.replace("<", "\0<").split("\0"):
        if part.startswith("<"):
            converter, rest = part[1:].split(">", 1)
            kind = converter.split(":")[0] if ":" in converter else "str"
            value = {
                "int": "987654321",
                "uuid": "00000000-0000-4000-8000-000000000000",
            }.get(kind, "nothing-of-this-name")
            filled.append(value + rest)
        else:
            filled.append(part)
    return "".join(filled)
