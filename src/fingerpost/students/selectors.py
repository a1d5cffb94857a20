"""Reading the roll, for this app and those above it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Invitation, RoleHolding
from fingerpost.accounts.selectors import not_over
from fingerpost.accounts.viewer import Viewer
from fingerpost.common.months import months_after

from .enums import Characteristic, typed_value
from .leaving import record_months
from .models import (
    CharacteristicValue,
    FamilyLink,
    RollImport,
    Student,
    TutorGroup,
)
from .permissions import roll_students, visible_characteristics

# The extract calls what is kept of a postcode by its name: the district.
_EXTRACT_NAMES = {Characteristic.POSTCODE.value: "postcode_district"}
_IDENTITY = {
    "student_id": "pk",
    "school_id": "school_id",
    "school_urn": "school__urn",
    "school_has_sixth_form": "school__has_sixth_form",
    "year_group": "year_group",
    "tutor_group": "tutor_group__name",
    "sex": "sex",
    "born_on": "born_on",
    "joined_on": "joined_on",
    "left_on": "left_on",
}


def students_on_roll(students: QuerySet[Student], on: dt.date) -> QuerySet[Student]:
    """Those of `students` on the roll on a day: joined by then, and not yet left.

    `left_on` is the first day a student is no longer on the roll.
    """
    return students.filter(joined_on__lte=on).filter(Q(left_on__isnull=True) | Q(left_on__gt=on))


def leavers(school: Any, on: dt.date) -> QuerySet[Student]:
    """Students of a school who have left and whose records are still there, latest first."""
    return (
        Student.objects.filter(school=school, left_on__lte=on, anonymous_since__isnull=True)
        .select_related("tutor_group", "person", "school")
        .order_by("-left_on", "family_name", "given_name", "pk")
    )


def leavers_due(school: Any, on: dt.date) -> list[Student]:
    """The leavers whose records are due to be erased, longest gone first."""
    months = record_months(school, on)
    gone = leavers(school, on).order_by("left_on", "family_name", "given_name", "pk")
    return [
        student
        for student in gone
        if student.left_on is not None and months_after(student.left_on, months) <= on
    ]


def sign_in_students(school: Any, on: dt.date, within: Mapping[str, Any]) -> QuerySet[Student]:
    """The students on a school's roll, of one `year` or tutor `group` where `within` has it."""
    students = students_on_roll(Student.objects.filter(school=school), on)
    if within.get("year"):
        students = students.filter(year_group=within["year"])
    if within.get("group"):
        students = students.filter(tutor_group=within["group"])
    return students.select_related("tutor_group", "person").order_by(
        "year_group", "tutor_group__name", "family_name", "given_name", "pk"
    )


def student_holdings(students: QuerySet[Student]) -> QuerySet[RoleHolding]:
    """The student roles of these students at their school, in the order of tutor groups."""
    return (
        RoleHolding.objects.filter(
            person__student__in=students.order_by().values("pk"),
            role=Role.STUDENT,
            school=F("person__student__school"),
        )
        .filter(not_over(timezone.localdate()))
        .select_related("person", "person__student__tutor_group")
        .order_by(
            "person__student__year_group",
            "person__student__tutor_group__name",
            "person__student__family_name",
            "person__student__given_name",
            "pk",
        )
    )


def sign_in_states(students: Iterable[Student]) -> dict[int, str]:
    """How far each of these students is, by key: `none`, `in` (a password is chosen), or an
    invitation's state; `made` where there is a sign-in that nobody was told of."""
    students = list(students)
    told = dict(
        Invitation.objects.filter(
            holding__person__in=[s.person_id for s in students if s.person_id],
            holding__role=Role.STUDENT,
        ).values_list("holding__person", "state")
    )
    states = {}
    for student in students:
        if student.person is None:
            states[student.pk] = "none"
        elif student.person.has_come:
            states[student.pk] = "in"
        else:
            states[student.pk] = told.get(student.person.pk, "made")
    return states


def search_roll(viewer: Viewer, on: dt.date, search: Mapping[str, Any]) -> QuerySet[Student]:
    """The roll lines the viewer may see, narrowed, by family name.

    `search` may hold `q` (words of a name, or a whole UPN or student number), `year`, `group` (a
    tutor group's key) and `status` ("left", "all", or on the roll).
    """
    students = roll_students(viewer).select_related("tutor_group")
    if search.get("status") == "left":
        students = students.filter(left_on__lte=on)
    elif search.get("status") != "all":
        students = students_on_roll(students, on)
    if search.get("year"):
        students = students.filter(year_group=search["year"])
    if search.get("group"):
        students = students.filter(tutor_group=search["group"])
    words = str(search.get("q") or "").split()
    if len(words) == 1 and any(letter.isdigit() for letter in words[0]):
        return students.filter(Q(upn__iexact=words[0]) | Q(source_id__iexact=words[0]))
    for word in words:
        students = students.filter(
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(preferred_name__icontains=word)
        )
    return students


def named_students(
    viewer: Viewer, on: dt.date, names: Iterable[str]
) -> tuple[list[Student], dict[str, int]]:
    """The students on the roll that the viewer may see and that these whole names are of.

    A name is a first name, given or preferred, and a surname. Also tells of each name that is not
    exactly one student's of how many it is.
    """
    called: dict[str, set[Student]] = {}
    wanted = {name.casefold(): name for name in names}
    for student in search_roll(viewer, on, {}) if wanted else ():
        for first in (student.given_name, student.preferred_name):
            name = f"{first} {student.family_name}".casefold()
            if first and name in wanted:
                called.setdefault(name, set()).add(student)
    found = [of for key in wanted if len(of := called.get(key, set())) == 1]
    unclear = {
        name: len(called.get(key, ()))
        for key, name in wanted.items()
        if len(called.get(key, ())) != 1
    }
    return [student for of in found for student in of], unclear


def family_links(student: Student) -> QuerySet[FamilyLink]:
    """The parents and carers joined to a student now."""
    return (
        FamilyLink.objects.filter(student=student, ended_on__isnull=True)
        .select_related("person")
        .order_by("person__name", "pk")
    )


def visible_values(viewer: Viewer, student: Student) -> dict[str, CharacteristicValue]:
    """What is known now of one student, as far as the viewer's roles may see it."""
    kinds = [kind.value for kind in visible_characteristics(viewer)]
    return current_characteristics([student.pk], kinds).get(student.pk, {})


def students_by_key(keys: Iterable[int]) -> dict[int, Student]:
    """Students with their tutor groups, by key, for the few that one page shows."""
    students = Student.objects.filter(pk__in=list(keys)).select_related("tutor_group")
    return {student.pk: student for student in students}


def groups_with_sizes(school: Any, on: dt.date) -> QuerySet[TutorGroup]:
    """A school's tutor groups, each with `size`: the students in it who are on the roll."""
    on_roll = Q(students__joined_on__lte=on) & (
        Q(students__left_on__isnull=True) | Q(students__left_on__gt=on)
    )
    return tutor_groups(school).annotate(size=Count("students", filter=on_roll))


def roll_imports(school: Any) -> QuerySet[RollImport]:
    """A school's roll imports, newest first."""
    return (
        RollImport.objects.filter(school=school)
        .select_related("made_by", "school")
        .order_by("-made_at", "-pk")
    )


def tutor_groups(school: Any) -> QuerySet[TutorGroup]:
    """A school's tutor groups, by year group and name."""
    return TutorGroup.objects.filter(school=school).order_by("year_group", "name", "id")


def groups_of(students: QuerySet[Student]) -> QuerySet[TutorGroup]:
    """The tutor groups that these students are in, by year group and name."""
    inside = students.order_by().values("tutor_group")
    return TutorGroup.objects.filter(pk__in=inside).order_by("year_group", "name", "id")


def current_characteristics(
    student_ids: Iterable[int], kinds: Iterable[str] | None = None
) -> dict[int, dict[str, CharacteristicValue]]:
    """What is known now of each student, by kind, in one query.

    A student of whom nothing is known is not in the result. `kinds` narrows it, as
    `permissions.visible_characteristics` asks.
    """
    values = CharacteristicValue.objects.filter(
        student_id__in=list(student_ids), until_on__isnull=True
    )
    if kinds is not None:
        values = values.filter(kind__in=list(kinds))
    found: dict[int, dict[str, CharacteristicValue]] = defaultdict(dict)
    for value in values:
        found[value.student_id][value.kind] = value
    return dict(found)


def roll_columns(school_ids: Sequence[int]) -> dict[str, list[Any]]:
    """The extract table `roll`, as columns of one length: one row per student ever on the roll.

    Rows are ordered by student. Values are int, bool, float, date or str, and None where not
    known. Takes two queries, whatever the number of students.
    """
    rows = list(
        Student.objects.filter(school_id__in=school_ids)
        .order_by("pk")
        .values_list(*_IDENTITY.values())
    )
    columns: dict[str, list[Any]] = {
        name: [row[at] for row in rows] for at, name in enumerate(_IDENTITY)
    }
    position = {student_id: at for at, student_id in enumerate(columns["student_id"])}
    by_kind: dict[str, list[Any]] = {kind.value: [None] * len(rows) for kind in Characteristic}
    current = CharacteristicValue.objects.filter(
        student__school_id__in=school_ids, until_on__isnull=True
    )
    for student_id, kind, text in current.order_by().values_list("student_id", "kind", "value"):
        at = position.get(student_id)  # None for a student who joined between the two queries
        if at is not None:
            by_kind[kind][at] = typed_value(kind, text)
    for kind, values in by_kind.items():
        columns[_EXTRACT_NAMES.get(kind, kind)] = values
    return columns
