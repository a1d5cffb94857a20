"""How long the coverage page of a large school takes, as a multiple of a nearly empty page.

Run with `python -m bench.coverage`. Makes a school of 2,000 students and 100,000 ledger lines in
a database of its own, warms both pages and prints the median times and their ratio.
"""

import datetime as dt
import os
import random
import statistics
import tempfile
import time

from bench import Result

os.environ["FINGERPOST_HOME"] = tempfile.mkdtemp(prefix="fingerpost-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.config.settings"
os.environ["FINGERPOST_HOSTS"] = "testserver"
os.environ.pop("DATABASE_URL", None)

STUDENTS, LINES, TIMES = 2000, 50, 60
LIMIT = 10.0
KINDS = [
    "careers_lesson",
    "tutorial",
    "subject_lesson",
    "employer_talk",
    "workplace_visit",
    "provider_talk",
    "guidance_interview",
    "idea_saved",
]


def _fill():
    """A school with students in 70 tutor groups, each with 50 lines; its careers leader."""
    from django.utils import timezone

    from fingerpost.accounts.enums import Role
    from fingerpost.accounts.models import Person, RoleHolding
    from fingerpost.ledger.models import Entry
    from fingerpost.schools.models import School
    from fingerpost.students.models import Student, TutorGroup

    chance, today = random.Random(1), timezone.localdate()
    school = School.objects.create(urn="900001", name="Bench School", staff_second_factor=False)
    groups = [
        TutorGroup.objects.create(school=school, name=f"{year}{letter}", year_group=year)
        for year in range(7, 14)
        for letter in "ABCDEFGHIJ"
    ]
    students = Student.objects.bulk_create(
        Student(
            school=school,
            given_name="Made",
            family_name=f"Up{number}",
            year_group=group.year_group,
            tutor_group=group,
            joined_on=dt.date(2020, 9, 1),
        )
        for number in range(STUDENTS)
        for group in [groups[number % len(groups)]]
    )
    Entry.objects.bulk_create(
        (
            Entry(
                student=student,
                school=school,
                happened_on=today - dt.timedelta(days=chance.randrange(700)),
                kind=chance.choice(KINDS),
                organisation="A firm",
                routes=["apprenticeship"],
            )
            for student in students
            for _ in range(LINES)
        ),
        batch_size=2000,
    )
    person = Person.objects.create_user(email="bench@example.org", name="Bench")
    RoleHolding.objects.create(
        person=person, school=school, role=Role.CAREERS_LEADER, starts_on=dt.date(2020, 9, 1)
    )
    return school, person


def _median(client, address):
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        answer = client.get(address)
        times.append(time.perf_counter() - start)
        assert answer.status_code == 200, (address, answer.status_code)
    return statistics.median(times)


def main() -> list[Result]:
    """Run the comparison and print it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    school, person = _fill()
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    from django.utils import timezone

    from fingerpost.ledger import bridge
    from fingerpost.ledger.services import Line, record

    today = timezone.localdate()
    start = time.perf_counter()
    bridge.engine_for(school, today)
    print(f"first reading, rules compiled: {time.perf_counter() - start:.2f} s")
    bridge.forget()
    start = time.perf_counter()
    bridge.engine_for(school, today)
    print(f"reading everything again:      {time.perf_counter() - start:.2f} s")
    record([Line(school.students.first(), "guidance_interview", today)], by=None)
    start = time.perf_counter()
    bridge.engine_for(school, today)
    print(f"after one new line:            {(time.perf_counter() - start) * 1000:.0f} ms")
    start = time.perf_counter()
    bridge.engine_for(school, today)
    print(f"unchanged:                     {(time.perf_counter() - start) * 1000:.2f} ms")

    # An address for which the catalogue finds nothing: frame, navigation, one filter, no rows.
    empty_page, page = "/measures/?words=nothingatall", "/measures/coverage/"
    groups_page = page + "?by=tutor_group"
    for address in (empty_page, page, groups_page):
        client.get(address)
    empty, full, long = (_median(client, one) for one in (empty_page, page, groups_page))
    print(f"nearly empty page:             {empty * 1000:.1f} ms")
    print(f"coverage by year group:        {full * 1000:.1f} ms, {full / empty:.1f} times as long")
    print(f"coverage by 70 tutor groups:   {long * 1000:.1f} ms, {long / empty:.1f} times as long")
    what = f"{STUDENTS:,} students, {STUDENTS * LINES:,} ledger lines, SQLite"
    return [
        Result(
            f"Coverage page by {split} ({what})",
            seconds,
            "a nearly empty page of the same site",
            empty,
            seconds / empty,
            f"at most {LIMIT:g} times as long",
            seconds / empty <= LIMIT,
        )
        for split, seconds in (("year group", full), ("70 tutor groups", long))
    ]


if __name__ == "__main__":
    main()
