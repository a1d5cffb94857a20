"""The queries for facts say the same of every student as a plain reading of their meaning."""

import datetime as dt
import random
from calendar import isleap

import pytest
from django.utils import timezone

from fingerpost import rules
from fingerpost.common.academic_year import AcademicYear
from fingerpost.common.elsewhere import ELSEWHERE
from fingerpost.demonstration.services import build
from fingerpost.engines.needs import assess, facts_needed
from fingerpost.engines.needs.checker import problems
from fingerpost.ledger import bridge, services
from fingerpost.ledger.models import Channel, Entry
from fingerpost.schools.services import roll_changed
from fingerpost.students.models import Student
from tests.measures.plain_facts import facts_of, is_on_roll

YEAR = AcademicYear.of(timezone.localdate()).start
# Just after the end of February of this school year, where a legal window closes.
ON = dt.date(YEAR + 1, 3, 2)
ROUTES = [route.name for route in rules.routes(ON)]
SECTORS = [sector.name for sector in rules.sectors(ON)]
KINDS = [kind.name for kind in rules.kinds(ON)]
LEAP = next(year for year in range(YEAR, 0, -1) if isleap(year))
DAYS = [
    ON - dt.timedelta(days=2),
    ON,
    ON + dt.timedelta(days=1),
    dt.date(YEAR, 9, 1),
    dt.date(YEAR, 8, 31),
    dt.date(YEAR, 2, 28),
    dt.date(YEAR, 3, 1),
    dt.date(LEAP, 2, 28),
    dt.date(LEAP, 2, 29),
    dt.date(YEAR - 2, 10, 10),
]


def _made_line(student, rng):
    """A line of any kind with anything in it: much of it odd, all of it possible."""
    kind = rng.choice(KINDS)
    what = kind.split("_")[0]
    named = what in ("interview", "record", "action", "idea", "application") and rng.random() < 0.9
    if kind == "guidance_interview":
        what, named = "interview", True
    about = f"{what}:{student.pk}{rng.randrange(3)}" if named else ""
    if kind == "intention_recorded" and rng.random() < 0.3:
        about = "fallback"
    elif rng.random() < 0.1:
        about = f"{ELSEWHERE}{rng.randrange(10**6)}"
    return services.Line(
        student,
        kind,
        rng.choice(DAYS) if rng.random() < 0.5 else ON - dt.timedelta(days=rng.randrange(1600)),
        channel=rng.choice(Channel.values),
        minutes=rng.choice([None, 20, 50, 300, 400]),
        organisation=rng.choice(["", "Made Mills", "Made Motors"]),
        is_independent=rng.choice([None, True, False]),
        subject=rng.choice(["", "maths", "art"]),
        in_school_hours=rng.choice([None, True, False]),
        is_meaningful=rng.choice([None, True, False]),
        routes=rng.sample(ROUTES, rng.randrange(3)),
        sectors=rng.sample(SECTORS, rng.randrange(3)),
        about=about,
        due_on=rng.choice([None, ON, *(ON + dt.timedelta(days=n) for n in (-30, -1, 1, 30))]),
        point=rng.choice(["", "options", "post_16", "post_18"]),
        strength=rng.choice([None, 1, 2, 3, 5]),
    )


def _lines_of_appliers(students, rng):
    """Every fifth student applies for something, with or without good grades; some have a place."""
    for place, student in enumerate(students[::5]):
        grades, level = rng.choice([None, 4, 5, 9]), rng.choice([None, 1, 2, 2, 3])
        yield services.Line(student, "grades_predicted", ON, strength=grades)
        yield services.Line(
            student,
            "application_planned",
            ON,
            point="post_16",
            strength=level,
            about=f"application:{student.pk}",
            due_on=rng.choice([None, ON + dt.timedelta(days=9)]),
            routes=["t_level"],
        )
        if place % 4 == 0:
            about = f"application:{student.pk}"
            yield services.Line(student, "application_accepted", ON, point="post_16", about=about)


def _correct_some(rng):
    """Some lines corrected, some withdrawn, and some corrections withdrawn again."""
    for _ in range(2):
        standing = Entry.objects.filter(superseded_by__isnull=True, is_void=False)
        some = rng.sample(list(standing.select_related("student").order_by("pk")), 90)
        services.correct_many(
            [
                (entry, _made_line(entry.student, rng) if rng.random() < 0.6 else None)
                for entry in some
            ],
            by=None,
        )


def _come_and_go(students):
    """Students who left before, on and after the day, and who join on it and after."""
    edges = [ON - dt.timedelta(days=9), ON, ON + dt.timedelta(days=1)]
    for student, day in zip(students, edges, strict=False):
        student.left_on = day
        student.save()
    for student, day in zip(students[3:], edges[1:], strict=False):
        student.joined_on = day
        student.save()


def _made_school(seed):
    rng = random.Random(seed)
    school = build(number=120, seed=seed, today=ON)
    students = list(Student.objects.filter(school=school).order_by("pk"))
    services.record(
        [_made_line(student, rng) for student in students for _ in range(rng.randrange(20))],
        by=None,
    )
    services.record(_lines_of_appliers(students, random.Random(seed)), by=None)
    _correct_some(rng)
    _come_and_go(rng.sample(students, 5))
    roll_changed(school.pk)
    return school


def _plainly(school):
    students = school.students.select_related("school").prefetch_related(
        "ledger", "characteristics"
    )
    return {one.pk: facts_of(one, ON) for one in students if is_on_roll(one, ON)}


def _differences(found, plain):
    return [
        f"student {student}: {name} is {found[student][name]!r}, plainly {value!r}"
        for student, facts in plain.items()
        for name, value in facts.items()
        if found[student][name] != pytest.approx(value)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_every_fact_of_every_student_is_what_its_meaning_says(seed):
    school = _made_school(seed)
    found = {row["student_id"]: row for row in bridge.facts_for(school, ON).to_pylist()}
    plain = _plainly(school)
    assert set(found) == set(plain)
    assert _differences(found, plain) == []
    assert _that_never_vary(plain) == {"school_has_sixth_form"}


def _that_never_vary(plain):
    """Facts that are the same for everybody here, whose agreement proves little."""
    names = next(iter(plain.values()))
    return {name for name in names if len({one[name] for one in plain.values()}) == 1}


@pytest.mark.django_db
def test_next_steps_are_those_of_the_plain_reading_from_the_ledger_on():
    school = _made_school(3)
    in_force = rules.next_step_rules(ON)
    made = assess(bridge.facts_for(school, ON), in_force, ON)
    assert problems(made, _plainly(school).values(), in_force) == ()


@pytest.mark.django_db
def test_new_lines_change_the_kept_facts_as_they_change_the_plain_reading():
    school = _made_school(4)
    rng = random.Random(4)
    bridge.facts_for(school, ON)
    students = list(school.students.order_by("pk"))
    for student in rng.sample(students, 3):
        services.record([_made_line(student, rng)], by=None)
        found = {row["student_id"]: row for row in bridge.facts_for(school, ON).to_pylist()}
        assert _differences(found, _plainly(school)) == []


def test_the_plain_reading_knows_every_fact_that_rules_read(school):
    from tests.factories import people

    assert facts_needed(rules.next_step_rules(ON)) <= set(facts_of(people.student(school), ON))
