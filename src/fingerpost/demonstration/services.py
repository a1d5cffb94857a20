"""Building the demonstration school: made up, and the same for the same number, seed and day."""

import datetime as dt
import random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.schools.models import School
from fingerpost.schools.services import roll_changed

from . import people
from .adults import enter_costs, make_adult_feedback
from .applications import make_applications
from .calendar import make_events
from .choices import make_ideas, make_intentions
from .decisions import make_decisions
from .families import begin_in_year_9, give_sign_ins, make_families
from .feedback import make_feedback
from .guidance import make_guidance
from .history import make_history
from .lessons import make_lesson
from .nearby import make_given, make_opportunities
from .places import make_places
from .programme import make_programme


class AlreadyThere(Exception):
    """The installation holds a school already."""


@transaction.atomic
def build(*, number: int = 1150, seed: int = 1, today: dt.date | None = None) -> School:
    """Fill the installation with one made-up school of about `number` students.

    Raises AlreadyThere when the demonstration school exists; then nothing is written.
    """
    today = today or timezone.localdate()
    if School.objects.filter(is_demonstration=True).exists():
        raise AlreadyThere("The demonstration school is already here.")
    rng = random.Random(f"{seed}/{number}")
    hashed = make_password(people.PASSWORD)
    school = people.make_school(today)
    groups = people.make_groups(school, number)
    advisers = max(2, round(number / people.STUDENTS_PER_ADVISER))
    staff = people.make_staff(school, groups, advisers, hashed, today)
    students = people.make_students(school, groups, number, rng, today)
    known = people.make_characteristics(students, rng, today)
    cast = people.Cast(
        school=school,
        people=staff,
        advisers=people.make_advisers(school, staff, today),
        rooms=people.make_rooms(school, advisers),
        groups=groups,
        students=students,
        care=people.how_well_looked_after(groups, rng),
        vulnerable=people.vulnerable(known),
    )
    make_history(cast, rng, today)
    make_ideas(cast, rng, today)
    make_intentions(cast, rng, today)
    make_guidance(cast, rng, today)
    make_feedback(cast, rng, today)
    make_decisions(cast, rng, today)
    make_families(cast, rng, today)
    give_sign_ins(cast, hashed, today)
    begin_in_year_9(cast, hashed, today)
    make_programme(cast, today, f"{seed}/{number}")
    enter_costs(cast, f"{seed}/{number}")
    make_adult_feedback(cast, today, f"{seed}/{number}")
    make_events(school, today)
    make_opportunities(school, today)
    make_given(school, today)
    make_applications(cast, today, f"{seed}/{number}")
    roll_changed(school.pk)
    make_places(cast, today, f"{seed}/{number}")
    make_lesson(cast, today, f"{seed}/{number}")
    audit.record(
        by=None,
        deed=Deed.ADDED,
        subject=school,
        school=school,
        label=f"Demonstration “{school}”",
        details={"students": len(students), "seed": seed},
    )
    return school
