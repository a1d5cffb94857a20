"""Many students who answer one round at once, for tests and benches: a real server, cookies."""

import http.client
import json
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from fingerpost.installation.serve import server_command

PATIENCE = 60
SESSIONS = 5
# A made-up token: whoever has the cookie may send the form.
TOKEN = "c" * 32

PREPARE = """
import datetime as dt, json, sys, uuid
import django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.places.services import rounds
from fingerpost.programme.enums import PlacesBy, SessionState
from fingerpost.programme.models import GroupSession
from fingerpost.programme.selectors.audience import Audience
from fingerpost.schools.models import School
from fingerpost.students.models import Student
number, places = int(sys.argv[1]), int(sys.argv[2])
now, today = timezone.now(), timezone.localdate()
with transaction.atomic():
    school = School.objects.create(urn="999999", name="Made School")
    sessions = [
        GroupSession.objects.create(
            school=school, state=SessionState.PLANNED, kind="employer_talk", title=f"Visit {n}",
            on=today + dt.timedelta(days=20 + n), starts_at=dt.time(9), ends_at=dt.time(12),
            capacity=20, form_key=uuid.uuid4(),
        )
        for n in range(places)
    ]
    leader = Person.objects.create_user(email="leader@example.org", name="Made Up")
    of = rounds.make_round(
        school=school, form_key=uuid.uuid4(), by=leader,
        terms=rounds.Terms(
            title="Spring visits", opens_at=now - dt.timedelta(hours=1),
            closes_at=now + dt.timedelta(hours=5), audience=Audience(years=(10,)),
            criteria=[{"name": "need", "weight": 1, "level": 1}],
            sessions=frozenset(one.pk for one in sessions),
        ),
    )
    rounds.open_round(of=of, by=leader)
    people = Person.objects.bulk_create(
        Person(email=f"s{n}@example.org", name=f"Student {n}", password="!") for n in range(number)
    )
    RoleHolding.objects.bulk_create(
        RoleHolding(person=one, school=school, role="student", starts_on=today) for one in people
    )
    students = Student.objects.bulk_create(
        Student(
            school=school, person=one, given_name="Made", family_name=f"Up{n}", year_group=10,
            joined_on=today - dt.timedelta(days=400),
        )
        for n, one in enumerate(people)
    )
    cookies = []
    for one in people:
        store = SessionStore()
        store[SESSION_KEY] = str(one.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = one.get_session_auth_hash()
        store.create()
        cookies.append(store.session_key)
print(json.dumps({
    "of": of.pk, "sessions": [one.pk for one in sessions], "cookies": cookies,
    "students": [one.pk for one in students],
}))
"""


@dataclass(frozen=True)
class Crowd:
    """Students who are signed in, by their cookies, and the round they are to answer."""

    of: int
    sessions: list[int]
    cookies: list[str]
    students: list[int]

    def choices(self, number):
        """What one of them wants, first choice first: not all the same."""
        turned = self.sessions[number % SESSIONS :] + self.sessions[: number % SESSIONS]
        return turned[: 1 + number % 3]


@dataclass(frozen=True)
class Answer:
    """What the server said to one form, and how long that took."""

    status: int
    location: str
    seconds: float


def prepare(installation, number):
    """A school of so many students in an installation, with a round that is open to them."""
    told = installation.run("-c", PREPARE, str(number), str(SESSIONS))
    return Crowd(**json.loads(told))


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(installation):
    """A server of the installation, as it is run: two processes on this machine alone."""
    installation.run("-m", "django", "collectstatic", "--no-input", "--verbosity=0")
    address = f"127.0.0.1:{_free_port()}"
    process = installation.begin(server_command(address))
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(address, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(address.split(":"), timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not start")


def send(address, crowd, number):
    """One student's choices, as their form sends them."""
    ranks = {f"rank{n}": key for n, key in enumerate(crowd.choices(number), start=1)}
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "version": 0, **ranks})
    return _ask(address, crowd, number, "POST", body)


def look(address, crowd, number):
    """One student opens the form."""
    return _ask(address, crowd, number, "GET", None)


def _ask(address, crowd, number, method, body):
    headers = {
        "Cookie": f"fingerpost_session={crowd.cookies[number]}; fingerpost_csrf={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    began = time.perf_counter()
    connection = http.client.HTTPConnection(address, timeout=PATIENCE)
    try:
        connection.request(method, f"/places/mine/{crowd.of}/", body, headers)
        said = connection.getresponse()
        said.read()
        location = said.getheader("Location", "")
    finally:
        connection.close()
    return Answer(said.status, location, time.perf_counter() - began)
