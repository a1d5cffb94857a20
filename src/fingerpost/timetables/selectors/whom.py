"""Whom a timetable is for."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Interview
from fingerpost.programme.bridge import students_for
from fingerpost.programme.selectors.audience import Audience
from fingerpost.students.models import Student

from ..models import Companion, Timetable


@dataclass(frozen=True)
class Whom:
    """Those of an audience; only the named students where any are named."""

    audience: Audience = field(default_factory=Audience)
    students: tuple[int, ...] = ()

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> "Whom":
        """As `Timetable.audience` holds it."""
        return cls(Audience.stored(kept), tuple(kept.get("students", ())))

    def to_store(self) -> dict[str, Any]:
        """As `Timetable.audience` holds it: what is not said is left out."""
        kept = self.audience.to_store()
        return kept | {"students": list(self.students)} if self.students else kept


def students_of(viewer: Viewer, whom: Whom, on: dt.date | None = None) -> list[Student]:
    """The viewer's students on the roll for whom a timetable is, by name."""
    found = students_for(viewer, whom.audience, on or timezone.localdate())
    if not whom.students:
        return found
    named = set(whom.students)
    return [student for student in found if student.pk in named]


def known_advisers(students: Collection[int]) -> dict[int, int]:
    """Student to the adviser who held their last interview."""
    rows = Interview.objects.filter(student__in=students, state=InterviewState.HELD)
    return dict(rows.order_by("starts_at", "id").values_list("student", "adviser"))


def companions_of(timetable: Timetable) -> dict[int, str]:
    """Student to the adult who comes along."""
    found = Companion.objects.filter(timetable=timetable).order_by("id")
    return dict(found.values_list("student", "name"))


def companions_before(students: Iterable[int]) -> dict[int, str]:
    """Student to the adult who came along last."""
    rows = Interview.objects.filter(student__in=list(students)).exclude(accompanying_adult="")
    return dict(rows.order_by("starts_at", "id").values_list("student", "accompanying_adult"))
