"""The demonstration's staff, and the students and families on its roll. All made up."""

import datetime as dt
import math
import random
import string
from dataclasses import dataclass

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.common.academic_year import AcademicYear
from fingerpost.common.identifiers import upn_check_letter
from fingerpost.interviews.enums import ProfessionalRegister
from fingerpost.interviews.models import Adviser
from fingerpost.schools import models as schools
from fingerpost.students.enums import Characteristic
from fingerpost.students.models import CharacteristicValue, Scope, Student, TutorGroup

from .names import FAMILY, GIVEN, STAFF_GIVEN

PASSWORD = "which way next?"
DOMAIN = "demo.example"
GROUP_SIZE = 28
# One adviser for so many students, and never fewer than two.
STUDENTS_PER_ADVISER = 600
# How many of 1,150 students are in each year group: fewer stay on for the sixth form.
YEAR_SHARES = {7: 190, 8: 190, 9: 190, 10: 190, 11: 190, 12: 110, 13: 90}
SOURCE = "Made for the demonstration"

SIGN_INS: list[tuple[str, Role]] = [
    ("student", Role.STUDENT),
    ("parent", Role.PARENT),
    ("tutor", Role.TUTOR),
    ("adviser", Role.ADVISER),
    ("leader", Role.CAREERS_LEADER),
    ("senco", Role.SENCO),
    ("head", Role.SENIOR_LEADER),
    ("governor", Role.GOVERNOR),
    ("admin", Role.ADMINISTRATOR),
]


@dataclass
class Cast:
    """Everyone the later steps need."""

    school: schools.School
    people: dict[str, Person]
    advisers: list[Adviser]
    rooms: list[schools.Room]
    groups: list[TutorGroup]
    students: list[Student]
    # How well each tutor group is looked after, 0 to 1: coverage in schools is uneven.
    care: dict[int, float]
    # Students with an EHC plan or other SEN, a disability, in care, or caring for someone.
    vulnerable: set[int]


def make_school(today: dt.date) -> schools.School:
    """The school with its year, terms, periods and rooms."""
    school = schools.School.objects.create(
        urn="999990",
        name="Millbrook Demonstration School",
        has_sixth_form=True,
        staff_second_factor=False,
        is_demonstration=True,
    )
    starts = AcademicYear.of(today).starts_on
    year = schools.AcademicYear.objects.create(
        school=school,
        name=AcademicYear.of(today).name,
        starts_on=starts + dt.timedelta(days=2),
        ends_on=dt.date(starts.year + 1, 7, 21),
    )
    for name, first, last in [
        ("Autumn term", year.starts_on, dt.date(starts.year, 12, 18)),
        ("Spring term", dt.date(starts.year + 1, 1, 5), dt.date(starts.year + 1, 3, 27)),
        ("Summer term", dt.date(starts.year + 1, 4, 13), year.ends_on),
    ]:
        schools.Term.objects.create(academic_year=year, name=name, starts_on=first, ends_on=last)
    hours = [("1", 8, 50), ("2", 9, 50), ("3", 11, 10), ("4", 12, 10), ("5", 14, 0)]
    schools.Period.objects.bulk_create(
        schools.Period(
            school=school,
            name=f"Period {name}",
            weekday=weekday,
            starts_at=dt.time(hour, minute),
            ends_at=dt.time(hour + 1, minute),
        )
        for weekday in range(1, 6)
        for name, hour, minute in hours
    )
    return school


def _person(local: str, name: str, password_hash: str) -> Person:
    return Person(email=f"{local}@{DOMAIN}", name=name, password=password_hash)


def make_staff(
    school: schools.School, groups: list[TutorGroup], advisers: int, hashed: str, today: dt.date
) -> dict[str, Person]:
    """One person per role, more advisers, and a tutor for every group who cannot sign in."""
    surnames = random.Random(3).sample(FAMILY, 100)
    people = {
        local: _person(local, f"{STAFF_GIVEN[number]} {surnames[number]}", hashed)
        for number, (local, _) in enumerate(SIGN_INS)
        if local != "student"
    }
    more = [f"adviser{number}" for number in range(2, advisers + 1)]
    for number, local in enumerate(more):
        given = STAFF_GIVEN[-1 - number % len(STAFF_GIVEN)]
        people[local] = _person(local, f"{given} {surnames[20 + number]}", hashed)
    people["admin"].runs_installation = True
    Person.objects.bulk_create(people.values())
    since = today - dt.timedelta(days=800)
    for local, role in [*SIGN_INS, *((local, Role.ADVISER) for local in more)]:
        if local == "student":
            continue
        RoleHolding.objects.create(
            person=people[local],
            school=school,
            role=role,
            starts_on=since,
            all_students=role == Role.ADVISER,
        )
    others = Person.objects.bulk_create(
        Person(
            email=f"tutor.{group.name.lower()}@{DOMAIN}",
            name=f"{random.Random(group.name).choice(STAFF_GIVEN)} {surnames[40 + number % 60]}",
            password="!",
        )
        for number, group in enumerate(groups)
    )
    for group, tutor in zip(groups, others, strict=True):
        held = RoleHolding.objects.create(
            person=tutor, school=school, role=Role.TUTOR, starts_on=since
        )
        Scope.objects.create(holding=held, tutor_group=group)
    holding = people["tutor"].holdings.get()
    Scope.objects.create(holding=holding, tutor_group=own_group(groups))
    return people


def make_advisers(
    school: schools.School, people: dict[str, Person], today: dt.date
) -> list[Adviser]:
    """An independent adviser who comes in, one on the staff whose qualification is thin, others."""
    first = [
        Adviser.objects.create(
            school=school,
            person=people["adviser"],
            organisation="Moorland Guidance Partnership",
            qualification="Diploma in Career Guidance and Development",
            qualification_level=7,
            register=ProfessionalRegister.CDI,
            register_number="made-up 2041",
            checked_on=today - dt.timedelta(days=90),
        ),
        Adviser.objects.create(
            school=school,
            person=people["adviser2"],
            is_internal=True,
            is_independent=False,
            qualification="Certificate in Advice and Guidance",
            qualification_level=4,
        ),
    ]
    return first + [
        Adviser.objects.create(
            school=school,
            person=person,
            organisation="Moorland Guidance Partnership",
            qualification="Diploma in Career Guidance and Development",
            qualification_level=6,
        )
        for local, person in people.items()
        if local.startswith("adviser") and local not in ("adviser", "adviser2")
    ]


def make_rooms(school: schools.School, advisers: int) -> list[schools.Room]:
    """A confidential room and a corner of the library, and more where more advisers come."""
    names = ["Careers room", "Library corner"] + [f"Room {number}" for number in range(3, 99)]
    return [
        schools.Room.objects.create(school=school, name=name, is_confidential=number != 1)
        for number, name in enumerate(names[:advisers])
    ]


def make_groups(school: schools.School, number: int) -> list[TutorGroup]:
    """Tutor groups 7A, 7B and so on, as many as a school of this size has."""
    return TutorGroup.objects.bulk_create(
        TutorGroup(school=school, name=f"{year}{_letter(index)}", year_group=year)
        for year in YEAR_SHARES
        for index in range(math.ceil(in_year(year, number) / GROUP_SIZE))
    )


def own_group(groups: list[TutorGroup]) -> TutorGroup:
    """The group of the tutor who signs in: the first of Year 11."""
    return next(group for group in groups if group.year_group == 11)


def in_year(year: int, number: int) -> int:
    """How many of the school's students are in a year group."""
    return max(1, round(number * YEAR_SHARES[year] / sum(YEAR_SHARES.values())))


def _letter(index: int) -> str:
    letter = string.ascii_uppercase[index % 26]
    return letter if index < 26 else f"{letter}{index // 26 + 1}"


def how_well_looked_after(groups: list[TutorGroup], rng: random.Random) -> dict[int, float]:
    """Most tutor groups fairly well, two of them hardly; that of the tutor who signs in, best.

    One of the two is in Year 11, where it matters most, when that year has several groups.
    """
    care = {group.pk: rng.uniform(0.65, 1.0) for group in groups}
    care[own_group(groups).pk] = 1.0
    for year in (11, 9):
        others = [group for group in groups if group.year_group == year][1:]
        if others:
            care[rng.choice(others).pk] = 0.15
    return care


def make_students(
    school: schools.School,
    groups: list[TutorGroup],
    number: int,
    rng: random.Random,
    today: dt.date,
) -> list[Student]:
    """Students spread over the groups as in a school of this size; one in four is a sibling."""
    start_year = AcademicYear.of(today).starts_on.year
    # A few names are common and many rare, as anywhere.
    ranked = rng.sample(FAMILY, len(FAMILY))
    weights = [1 / (rank + 8) for rank in range(len(ranked))]
    students: list[Student] = []
    older: list[str] = []
    for year in sorted(YEAR_SHARES, reverse=True):
        mine = [group for group in groups if group.year_group == year]
        families = rng.sample(older, min(len(older), round(in_year(year, number) * 0.3)))
        for index in range(in_year(year, number)):
            family = families.pop() if families else rng.choices(ranked, weights)[0]
            serial = len(students)
            rest = f"2010000{(start_year - year + 7) % 100:02d}{serial % 1000:03d}"
            sex = rng.choice("FM")
            student = Student(
                school=school,
                source_id=f"made-{serial:05d}",
                # Serial numbers run over at 1,000 in a year of entry; then there is none.
                upn=upn_check_letter(rest) + rest if index < 1000 else "",
                given_name=rng.choice(GIVEN[sex]),
                family_name=family,
                sex=sex,
                born_on=dt.date(start_year - year - 5, 9, 1)
                + dt.timedelta(days=rng.randrange(365)),
                email=f"s{serial:05d}@{DOMAIN}",
                year_group=year,
                tutor_group=mine[index % len(mine)],
                joined_on=dt.date(start_year - year + 7, 9, 4)
                if rng.random() < 0.93
                else dt.date(start_year, 9, 4),
            )
            students.append(student)
        older = [student.family_name for student in students]
    return Student.objects.bulk_create(students, batch_size=500)


def make_characteristics(
    students: list[Student], rng: random.Random, today: dt.date
) -> dict[int, dict[str, str]]:
    """What is known about each student; returns it by student id. Shares are near England's."""
    known: dict[int, dict[str, str]] = {}
    rows: list[CharacteristicValue] = []
    for student in students:
        known[student.pk] = values = _characteristics_of(rng)
        rows += [
            CharacteristicValue(
                student=student,
                kind=kind,
                value=value,
                source=SOURCE,
                from_on=max(student.joined_on, today - dt.timedelta(days=400)),
            )
            for kind, value in values.items()
        ]
    CharacteristicValue.objects.bulk_create(rows, batch_size=2000)
    return known


def _characteristics_of(rng: random.Random) -> dict[str, str]:
    free_meals = rng.random() < 0.24
    sen = rng.choices("NKE", [82, 13, 5])[0]
    in_care = rng.random() < 0.012
    attendance = min(100.0, rng.gauss(92 - 4 * free_meals - 3 * (sen != "N"), 6))
    values = {
        Characteristic.SEN_PROVISION: sen,
        Characteristic.EHC_PLAN: "yes" if sen == "E" else "no",
        Characteristic.DISABILITY: "yes" if sen == "E" or rng.random() < 0.03 else "no",
        Characteristic.FREE_SCHOOL_MEALS: "yes" if free_meals else "no",
        Characteristic.PUPIL_PREMIUM: "yes"
        if free_meals or in_care or rng.random() < 0.06
        else "no",
        Characteristic.EAL: "yes" if rng.random() < 0.17 else "no",
        Characteristic.ETHNICITY: rng.choices(
            ["WBRI", "WOTH", "MWBC", "AIND", "APKN", "ABAN", "BCRB", "BAFR", "CHNE", "OOTH"],
            [62, 7, 3, 5, 8, 3, 2, 6, 1, 3],
        )[0],
        Characteristic.IN_CARE: "yes" if in_care else "no",
        Characteristic.YOUNG_CARER: "yes" if rng.random() < 0.025 else "no",
        Characteristic.ATTENDANCE: f"{max(attendance, 38.0):.1f}",
        Characteristic.ATTAINMENT: f"{min(max(rng.gauss(46 - 8 * free_meals, 14), 4), 86):.1f}",
    }
    if sen != "N":
        values[Characteristic.SEN_TYPE] = rng.choice(["SPLD", "MLD", "SEMH", "SLCN", "ASD", "HI"])
    return {str(kind): value for kind, value in values.items()}


def vulnerable(known: dict[int, dict[str, str]]) -> set[int]:
    """The students whose circumstances call for more support, by id."""
    yes = [Characteristic.EHC_PLAN, Characteristic.DISABILITY, Characteristic.IN_CARE]
    yes.append(Characteristic.YOUNG_CARER)
    return {
        student
        for student, values in known.items()
        if values[Characteristic.SEN_PROVISION] != "N" or any(values[k] == "yes" for k in yes)
    }
