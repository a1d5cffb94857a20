"""A student in Year 11 with a client, as most tests of choices need one."""

import pytest

from fingerpost.accounts.enums import Role
from tests.factories import people


@pytest.fixture
def group(school):
    return people.tutor_group(school, year_group=11)


@pytest.fixture
def me(client_of, group):
    client = client_of(Role.STUDENT, tutor_group=group)
    client.student = client.person.student
    return client
