"""A whole search at the server, on SQLite and then on PostgreSQL.

    python -m bench.search [COURSES]

An installation of its own for each, with the made courses of `bench.pathways` loaded as they would
be; a student who lives nowhere in particular types every query of the collection that the search is
judged by. What is timed is all that the server does for one page: who asks, where from, the search
over occupations, their titles and the courses, reading what was found, and the page. The peer is
the search alone, by the same process: what is more is the database and the page.
"""

import csv
import json
import statistics
import sys
import tempfile
from pathlib import Path

from bench import Result
from bench.databases import on_both
from bench.pathways import COURSES, QUERIES, TOWNS, write_courses

GOAL = 0.05
SCHOOLS = (
    *("URN", "EstablishmentName", "EstablishmentStatusName", "PhaseOfEducationName"),
    *("OfficialSixthFormName", "UKPRN", "Town", "Postcode", "Easting", "Northing"),
)

SEARCH = """
import datetime as dt, json, sys, time
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.utils import timezone
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.installation.gunicorn import on_starting
from fingerpost.pathways import bridge
from fingerpost.pathways.models import Course
from fingerpost.pathways.presenters.opportunities import route_labels
from fingerpost.pathways.selectors.here import here_of_school
from fingerpost.schools.models import Establishment, School
from fingerpost.students.models import Student
settings.ALLOWED_HOSTS = ["*"]
queries = json.loads(sys.stdin.read())
on_starting(None)  # as the process is that serves
today = timezone.localdate()
school = School.objects.create(urn="999999", name="Made School", staff_second_factor=False)
Establishment.objects.create(urn="999999", name="Made School", easting=416000, northing=433000)
person = Person.objects.create_user(email="student@example.org", name="Made Up")
RoleHolding.objects.create(person=person, school=school, role="student", starts_on=today)
Student.objects.create(school=school, person=person, given_name="Made", family_name="Up",
                       year_group=10, joined_on=today - dt.timedelta(days=400))
here, routes = here_of_school(school), tuple(route_labels())
client = Client()
client.force_login(person)

def page(words):
    answer = client.get("/occupations/", {"q": words})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()

def alone(words):
    bridge.search(words, 60)
    if not bridge.find_courses(words, here=here, miles=25, routes=routes, limit=12):
        bridge.find_courses(words, here=here, miles=None, routes=routes, limit=12)

def timed(work):
    seconds = []
    for words in queries:
        began = time.perf_counter()
        work(words)
        seconds.append(time.perf_counter() - began)
    return seconds

assert "/occupations/nurse/" in page("nurse") and "Made-up place" in page("plumber")
print(json.dumps([timed(page), timed(alone), Course.objects.count()]))
"""


def _lists(folder: Path, many: int) -> None:
    """The made courses, and schools by which it is known where their postcodes are."""
    write_courses(folder / "our-courses.csv", many)
    with (folder / "gias_establishments_made.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(SCHOOLS)
        for number, (postcode, (east, north)) in enumerate(TOWNS.items()):
            writer.writerow(
                (800000 + number, f"Made-up School {number}", "Open", "Secondary",
                 "Does not have a sixth form", 10800000 + number, "", postcode, east, north)
            )  # fmt: skip


def _searched(many: int) -> tuple[list[float], list[float]]:
    """Seconds of whole pages and of the search alone, a query each."""
    from tests.installations import Installation

    queries = [row["query"] for row in csv.DictReader(QUERIES.open(encoding="utf-8"))]
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder) / "home")
        lists = Path(folder) / "lists"
        lists.mkdir()
        _lists(lists, many)
        installation.run("-m", "django", "collectstatic", "--no-input", "--verbosity=0")
        installation.run("-m", "django", "load_courses", str(lists))
        told = installation.run("-c", SEARCH, sent=json.dumps(queries))
    pages, alone, kept = json.loads(told.splitlines()[-1])
    # A few made courses are the same by chance, and kept once.
    if kept < many * 0.999:
        raise SystemExit(f"{kept} courses were kept, of {many} loaded.")
    return pages, alone


def _result(many: int, database: str) -> Result:
    pages, alone = _searched(many)
    half, slowest = statistics.median(pages), statistics.quantiles(pages, n=100)[98]
    bare = statistics.quantiles(alone, n=100)[98]
    print(
        f"{database}: half of {len(pages)} searches within {half * 1000:.1f} ms, 99 of 100 within "
        f"{slowest * 1000:.1f} ms; the search alone {statistics.median(alone) * 1000:.1f} and "
        f"{bare * 1000:.1f} ms"
    )
    return Result(
        f"A whole search at the server over 829 occupations, their titles and {many:,} courses, "
        f"{database}: 99 of 100 within (half of them within {half * 1000:.1f} ms)",
        slowest,
        "the search alone",
        bare,
        slowest / bare,
        "under 50 ms",
        slowest < GOAL,
    )


def main() -> list[Result]:
    """Both databases, one after the other."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else COURSES
    return on_both(lambda database: _result(many, database))


if __name__ == "__main__":
    sys.exit(int(not all(one.holds for one in main())))
