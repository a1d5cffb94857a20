"""Erasing the records of students who left long ago.

Who they were goes: names, numbers, everything said and written, what was known of them, their
sign-in, and names in the audit log and in undo data. What stays is a line on the roll without a
name (year group, dates of joining and leaving) with its ledger lines without words, so that
figures about the past go on counting them.
"""

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet, RestrictedError
from django.utils import timezone

from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from fingerpost.schools.models import School
from fingerpost.schools.services import roll_changed

from ..models import FamilyLink, RollImport, Student
from ..selectors import leavers_due
from ..signals import erasing
from .belongings import related_models
from .leavers import settle_sign_ins
from .writing import in_chunks

logger = logging.getLogger(__name__)

_NOBODY = {
    "source_id": "",
    "upn": "",
    "uln": "",
    "given_name": "Former",
    "family_name": "student",
    "preferred_name": "",
    "sex": "U",
    "born_on": None,
    "coming_shared_at": None,
    "email": "",
    "tutor_group": None,
    "person": None,
}


@dataclass(frozen=True)
class Left:
    """A student whose records could not be erased, and why in a sentence."""

    student: Student
    because: str


@dataclass(frozen=True)
class Erased:
    """How many students' records were erased, and whose were left."""

    number: int = 0
    left: tuple[Left, ...] = ()


@transaction.atomic
def erase_leavers(*, school: School, students: Collection[int], by: Any) -> Erased:
    """Erase the records of these students, as far as they are due.

    All of a student's records or none of them: a student whose records cannot be erased is left as
    they are, and stops no other. `by` None is the rule itself, where the school chose so. Safe to
    repeat.
    """
    today = timezone.localdate()
    roll_changed(school.pk)
    settle_sign_ins(school=school, today=today, by=None)
    due = {student.pk: student for student in leavers_due(school, today)}
    leaving = [due[key] for key in sorted(set(students) & due.keys())]
    if not leaving:
        return Erased()
    left = _erase_each(school, leaving, today)
    kept = {one.student.pk for one in left}
    gone = [student.pk for student in leaving if student.pk not in kept]
    if gone:
        audit.record(
            by=by,
            deed=Deed.REMOVED,
            school=school,
            label=f"Records of {len(gone):,} students who left",
            details={"students": gone},
        )
    return Erased(len(gone), tuple(left))


def _erase_each(school: School, leaving: Sequence[Student], today: dt.date) -> list[Left]:
    """Erase all at once; only where that fails one by one, to find out whose cannot be."""
    because = _try_to_erase(school, leaving, today)
    if because is None:
        return []
    if len(leaving) == 1:
        return [Left(leaving[0], because)]
    return [one for student in leaving for one in _erase_each(school, [student], today)]


def _try_to_erase(school: School, leaving: Sequence[Student], today: dt.date) -> str | None:
    """Why nothing was erased; None where all of it was."""
    try:
        _erase_all(school, leaving, today)
    except Exception as error:  # whatever it is, it may be about one of them only
        keys = ", ".join(str(student.pk) for student in leaving)
        logger.exception("Records could not be erased, of students %s", keys)
        return _why_not(error)
    return None


def _why_not(error: Exception) -> str:
    if isinstance(error, ProtectedError):
        found: Iterable[Any] = error.protected_objects
    elif isinstance(error, RestrictedError):
        found = error.restricted_objects
    else:
        return "Something went wrong. What it was is in the log of the server."
    kinds = sorted({str(one._meta.verbose_name) for one in found})
    return f"Something else here still needs what would go: {', '.join(kinds)}."


@transaction.atomic
def _erase_all(school: School, leaving: Sequence[Student], today: dt.date) -> None:
    """The records of these students, every one of them or none."""
    keys = [student.pk for student in leaving]
    _forget_in_imports(school, leaving)
    people = _people_of(keys)
    _erase_rows(keys)
    for chunk in in_chunks(keys):
        Student.objects.filter(pk__in=chunk).update(**_NOBODY, anonymous_since=today)
    _erase_people(people)
    for chunk in in_chunks(keys):
        audit.forget_names(Event.objects.filter(student_id__in=chunk), "subject_label")
    erasing.send(sender=Student, school=school, students=keys)


def _erase_rows(keys: list[int]) -> None:
    """What refers to the students goes, but for what says which of its words to erase."""
    for model, name in related_models():
        words = getattr(model, "words_to_erase", None)
        for chunk in in_chunks(keys):
            # Past the model's own manager, which refuses changes of lines.
            rows: QuerySet[Any] = QuerySet(model).filter(**{f"{name}__in": chunk})
            if words is None:
                rows.delete()
            else:
                rows.update(**dict.fromkeys(words, ""))


def _people_of(keys: list[int]) -> list[int]:
    """The students' own sign-ins and their parents'."""
    people: set[int] = set()
    for chunk in in_chunks(keys):
        own = Student.objects.filter(pk__in=chunk, person__isnull=False)
        people.update(own.values_list("person", flat=True))
        links = FamilyLink.objects.filter(student__in=chunk)
        people.update(links.values_list("person", flat=True))
    return sorted(people)


def _erase_people(people: list[int]) -> None:
    """Those who have nothing else here: no other child, no role that goes on."""
    today = timezone.localdate()
    staying = Q(holdings__ends_on__isnull=True) | Q(holdings__ends_on__gte=today)
    for chunk in in_chunks(people):
        found = Person.objects.filter(pk__in=chunk, runs_installation=False)
        going = found.exclude(
            pk__in=found.filter(
                staying | Q(family_links__isnull=False) | Q(student__isnull=False)
            ).values("pk")
        )
        for person in going.exclude(pk__in=_who_held_staff_roles(chunk)):
            _forget_person(person)
            person.delete()


def _who_held_staff_roles(people: list[int]) -> Iterable[int]:
    """What they did at work stays told with their name."""
    held = RoleHolding.objects.filter(person__in=people).exclude(role__in=["student", "parent"])
    return held.values_list("person", flat=True)


def _forget_person(person: Person) -> None:
    holdings = [str(key) for key in person.holdings.values_list("pk", flat=True)]
    audit.forget_names(Event.objects.filter(actor=person), "actor_label")
    audit.forget_names(
        Event.objects.filter(
            Q(subject_type="accounts.person", subject_id=str(person.pk))
            | Q(subject_type="accounts.roleholding", subject_id__in=holdings)
        ),
        "subject_label",
    )


def _forget_in_imports(school: School, students: Sequence[Student]) -> None:
    """What imports keep to be undone, and rejected rows that name a student."""
    keys = {student.pk for student in students}
    names = {student.name for student in students}
    for done in RollImport.objects.filter(school=school).exclude(plan={}, undo={}):
        rejected = done.plan.get("rejected", [])
        kept = [row for row in rejected if not any(name in str(row) for name in names)]
        fields = done.undo.get("fields", [])
        left = [change for change in fields if change[0] not in keys]
        if (len(kept), len(left)) != (len(rejected), len(fields)):
            if "rejected" in done.plan:
                done.plan["rejected"] = kept
            if "fields" in done.undo:
                done.undo["fields"] = left
            done.save(update_fields=["plan", "undo"])


def erase_where_chosen(*, today: dt.date) -> Erased:
    """Erase what is due at schools that chose to have it done by itself."""
    done = [
        erase_leavers(
            school=school,
            students=[student.pk for student in leavers_due(school, today)],
            by=None,
        )
        for school in School.objects.filter(erases_leavers_itself=True)
    ]
    return Erased(sum(one.number for one in done), tuple(left for one in done for left in one.left))
