"""Saving, changing, sharing and dropping ideas."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.ledger import services as ledger

from .. import bridge
from ..models import Idea, IdeaKind

SAVED, DROPPED = "idea_saved", "idea_dropped"
RESEARCHED = "own_research"


class NoTitle(ValueError):
    """An idea without a word to know it by."""


class AlreadyHave(ValueError):
    """The student keeps an idea of that kind and title already."""


@dataclass(frozen=True)
class Words:
    """What a student says about an idea; fields as in `Idea`. routes, sectors: of the course or
    other next place that it is, by name, for the ledger. is_read: whether the student had the page
    of the occupation open, not just a card in a list.
    """

    title: str
    kind: str = IdeaKind.JOB
    note: str = ""
    source: str = ""
    source_url: str = ""
    occupation: str = ""
    routes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    is_read: bool = False


def about(idea: Idea) -> str:
    """How the ledger names an idea."""
    return f"idea:{idea.pk}"


def _tidy(words: Words) -> dict[str, str]:
    title = " ".join(words.title.split())[:120]
    if not title:
        raise NoTitle("Give your idea a name.")
    return {
        "title": title,
        "kind": words.kind,
        "note": words.note.strip(),
        "source": words.source.strip(),
        "source_url": words.source_url,
        "occupation": words.occupation,
    }


def _record_research(idea: Idea, words: Words, by: Any) -> None:
    """Whoever saves an occupation on its own page has read about it, and about the routes into it;
    whoever saves a course or other next place, about its route. Once for each: what a line says
    already of the idea needs no other.
    """
    routes, sectors = list(words.routes), list(words.sectors)
    has_read = bool(words.occupation and words.is_read)
    if has_read:
        occupation = bridge.base().by_slug[words.occupation]
        routes, sectors = bridge.routes_of(occupation), bridge.sectors_of(occupation)
    if not (routes or has_read):
        return
    said = ledger.standing_about(about(idea), kind=RESEARCHED)
    if said and set(routes) <= {route for line in said for route in line.routes}:
        return
    line = ledger.Line(
        student=idea.student,
        kind=RESEARCHED,
        happened_on=timezone.localdate(),
        about=about(idea),
        summary=idea.title,
        routes=routes,
        sectors=sectors,
    )
    ledger.record([line], by=by)


def _record(idea: Idea, kind: str, by: Any) -> None:
    ledger.record(
        [
            ledger.Line(
                student=idea.student,
                kind=kind,
                happened_on=timezone.localdate(),
                about=about(idea),
                summary=idea.title,
            )
        ],
        by=by,
    )


def save_idea(*, student: Any, words: Words, by: Any) -> tuple[Idea, bool]:
    """Save an idea of a student; returns it, and whether it is new.

    An idea of that kind and title that the student already keeps is returned as it is; a route
    that it was not yet known to be of is told to the ledger all the same. Raises NoTitle.
    """
    values = _tidy(words)
    try:
        with transaction.atomic():
            idea = Idea.objects.create(school_id=student.school_id, student=student, **values)
            _record(idea, SAVED, by)
            _record_research(idea, words, by)
            audit.record(by=by, deed=Deed.ADDED, subject=idea, student=student)
            return idea, True
    except IntegrityError:
        kept = Idea.objects.filter(
            student=student,
            kind=values["kind"],
            title__iexact=values["title"],
            dropped_at__isnull=True,
        ).first()
        if kept is None:
            raise
        _record_research(kept, words, by)
        return kept, False


def change_idea(*, idea: Idea, words: Words, by: Any) -> Idea:
    """Change what is said about an idea. Raises NoTitle, AlreadyHave."""
    values = _tidy(words)
    changed = sorted(name for name, value in values.items() if getattr(idea, name) != value)
    if not changed:
        return idea
    for name, value in values.items():
        setattr(idea, name, value)
    try:
        with transaction.atomic():
            idea.save(update_fields=changed)
            audit.record(
                by=by,
                deed=Deed.CHANGED,
                subject=idea,
                student=idea.student,
                details={"changed": changed},
            )
    except IntegrityError:
        raise AlreadyHave("You have another idea with that name.") from None
    return idea


@transaction.atomic
def name_occupation(*, idea: Idea, slug: str, by: Any) -> bool:
    """Say which occupation of the base an idea in own words is; False when it was said before."""
    done = Idea.objects.filter(pk=idea.pk, occupation="").update(occupation=slug)
    if done:
        audit.record(
            by=by,
            deed=Deed.CHANGED,
            subject=idea,
            student=idea.student,
            details={"changed": ["occupation"]},
        )
    return bool(done)


@transaction.atomic
def share(*, idea: Idea, by: Any) -> bool:
    """Let the student's family see an idea; False when they could already."""
    done = Idea.objects.filter(
        pk=idea.pk, shared_with_family_at__isnull=True, dropped_at__isnull=True
    ).update(shared_with_family_at=timezone.now())
    if done:
        audit.record(by=by, deed=Deed.SHARED, subject=idea, student=idea.student)
    return bool(done)


@transaction.atomic
def stop_sharing(*, idea: Idea, by: Any) -> bool:
    """Undo `share`; False when it was not shared."""
    done = Idea.objects.filter(pk=idea.pk, shared_with_family_at__isnull=False).update(
        shared_with_family_at=None
    )
    if done:
        audit.record(by=by, deed=Deed.UNDID, subject=idea, student=idea.student)
    return bool(done)


@transaction.atomic
def drop(*, idea: Idea, by: Any) -> bool:
    """Put an idea away; False when that was done before."""
    done = Idea.objects.filter(pk=idea.pk, dropped_at__isnull=True).update(
        dropped_at=timezone.now()
    )
    if not done:
        return False
    _record(idea, DROPPED, by)
    audit.record(by=by, deed=Deed.REMOVED, subject=idea, student=idea.student)
    return True


def pick_up(*, idea: Idea, by: Any) -> bool:
    """Undo `drop`; False when the idea was not dropped. Raises AlreadyHave."""
    try:
        with transaction.atomic():
            done = Idea.objects.filter(pk=idea.pk, dropped_at__isnull=False).update(dropped_at=None)
            if not done:
                return False
            ledger.withdraw_about(about(idea), kind=DROPPED, by=by)
            audit.record(by=by, deed=Deed.UNDID, subject=idea, student=idea.student)
            return True
    except IntegrityError:
        raise AlreadyHave("You have a newer idea with that name.") from None
