"""Reading students' ideas."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.ledger.services import standing_about

from .. import bridge
from ..models import Idea, IdeaKind
from ..permissions import own_ideas, shared_with
from ..services.ideas import RESEARCHED, about


def ideas_of(student: Any, *, dropped: bool = False) -> QuerySet[Idea]:
    """A student's kept (or dropped) ideas, newest first. The caller has checked who asks."""
    return Idea.objects.filter(student=student, dropped_at__isnull=not dropped).order_by(
        "-saved_at", "-id"
    )


def my_ideas(viewer: Viewer, *, dropped: bool = False) -> QuerySet[Idea]:
    """The viewer's own kept (or dropped) ideas, newest first."""
    return own_ideas(viewer).filter(dropped_at__isnull=not dropped).order_by("-saved_at", "-id")


def all_my_ideas(viewer: Viewer) -> QuerySet[Idea]:
    """Everything a student takes along: their ideas from the first, dropped ones too."""
    return own_ideas(viewer).order_by("saved_at", "id")


def is_job_in_own_words(idea: Idea) -> bool:
    """Whether an idea is a job of which nobody has said yet which occupation it is."""
    return idea.kind == IdeaKind.JOB and not idea.occupation


def ideas_shared_with(viewer: Viewer) -> QuerySet[Idea]:
    """What a parent's or carer's children share, newest first, students loaded."""
    return shared_with(viewer).select_related("student").order_by("-saved_at", "-id")


@dataclass(frozen=True)
class Saved:
    """What a viewer keeps among their ideas. occupations: slugs, the newest first. names: of all,
    in small letters.
    """

    occupations: list[str]
    names: set[str]


def saved_by(viewer: Viewer) -> Saved:
    """What the viewer keeps, in one query."""
    kept = own_ideas(viewer).filter(dropped_at__isnull=True).order_by("-saved_at", "-id")
    rows = list(kept.values_list("occupation", "title"))
    return Saved([slug for slug, _ in rows if slug], {title.casefold() for _, title in rows})


def is_read(viewer: Viewer, slug: str) -> bool:
    """Whether the ledger says already that the viewer looked into an occupation they keep."""
    kept = own_ideas(viewer).filter(occupation=slug, dropped_at__isnull=True)
    return any(standing_about(about(idea), kind=RESEARCHED) for idea in kept)


def sectors_in_ideas(students: QuerySet[Any]) -> dict[str, set[int]]:
    """Sector to who of these students keeps an occupation of it among their ideas."""
    kept = Idea.objects.filter(
        student__in=students.order_by().values("pk"), dropped_at__isnull=True
    ).exclude(occupation="")
    by_slug = bridge.base().by_slug
    found: defaultdict[str, set[int]] = defaultdict(set)
    for slug, student in kept.order_by().values_list("occupation", "student").distinct():
        if slug in by_slug:
            for sector in bridge.sectors_of(by_slug[slug]):
                found[sector].add(student)
    return dict(found)
