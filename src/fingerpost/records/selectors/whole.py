"""A student's whole record: what this school knows, and what they brought with them."""

import uuid
from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.exchange.record import record as made
from fingerpost.exchange.record.comparing import keyed

from ..enums import Sort
from ..models import BroughtPiece, RecordImport
from ..stored import piece_of
from .pieces import Origin, Ours, in_order

_PAGE = "https://www.get-information-schools.service.gov.uk/Establishments/Establishment/Details/"


def school_source(school: Any) -> made.Source:
    """A school as files name it: its page in the national list, and its name; a made-up one as
    that.
    """
    name = f"{school.name} (made data)" if school.is_demonstration else school.name
    return made.Source(f"{_PAGE}{school.urn}", name)


def holder_of(student: Any, *, with_upn: bool) -> made.Holder:
    """Whose record it is."""
    return made.Holder(
        student.given_name,
        student.family_name,
        student.born_on,
        student.year_group,
        student.upn if with_upn else "",
    )


def brought_by(student: Any) -> QuerySet[BroughtPiece]:
    """Everything a student brought with them, in the order in which it was read in."""
    return BroughtPiece.objects.filter(student=student).order_by("pk")


def imports_for(student: Any) -> QuerySet[RecordImport]:
    """The record files sent for a student, newest first; the caller has checked who asks."""
    return RecordImport.objects.filter(student=student).select_related("made_by")


def origins(student_id: int) -> dict[str, str]:
    """Where lines of the ledger come from: their `about` to the name of the other school."""
    found = BroughtPiece.objects.filter(student=student_id).exclude(about="")
    return dict(found.values_list("about", "source_name"))


def record_of(student: Any, *, own: bool) -> made.Record:
    """A student's record with everything in it that a file may hold.

    own: the student's own file, which also holds what only they may see: their answers about
    themselves, what they write about themselves, and the feedback that is shown to nobody with
    their name; ideas that were put away too. A file that staff make holds the UPN instead, by
    which the next school knows them. The caller has checked who asks.
    """
    here = school_source(student.school)
    brought = list(brought_by(student))
    known = {one.about: _origin(one, here) for one in brought if one.about}
    kept: dict[str, list[Any]] = defaultdict(list)
    for one in brought:
        if not _is_a_row(one):
            kept[one.sort].append(_where_it_is_from(piece_of(one), here))
    ours = Ours(student, known)
    private = _private(ours, kept) if own else {}
    ideas = [*ours.ideas(), *kept[Sort.IDEA]]
    return made.Record(
        id=f"urn:uuid:{uuid.uuid4()}",
        issuer=here,
        made_at=timezone.now().replace(microsecond=0),
        holder=holder_of(student, with_upn=not own),
        stays=in_order([*ours.stays(), *kept[Sort.STAY]], "joined_on"),
        encounters=in_order([*ours.encounters(), *kept[Sort.ENCOUNTER]], "on"),
        plan=in_order([*ours.plan(), *kept[Sort.ACTION]], "agreed_on"),
        ideas=in_order([one for one in ideas if own or one.put_away_on is None], "saved_on"),
        intentions=in_order([*ours.intentions(), *kept[Sort.INTENTION]], "said_on"),
        reasons=in_order([*ours.reasons(), *kept[Sort.REASONS]], "said_on"),
        applications=in_order([*ours.applications(), *kept[Sort.APPLICATION]], "added_on"),
        predicted_grades=in_order(
            [*ours.predicted_grades(), *kept[Sort.PREDICTED_GRADE]], "predicted_on"
        ),
        **private,
    )


def _private(ours: Ours, kept: dict[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    """What the student alone sees."""
    return {
        "self_assessments": in_order(
            [*ours.self_assessments(), *kept[Sort.SELF_ASSESSMENT]], "finished_on"
        ),
        "responsibilities": in_order(
            [*ours.responsibilities(), *kept[Sort.RESPONSIBILITY]], "added_on"
        ),
        "documents": in_order([*ours.documents(), *kept[Sort.DOCUMENT]], "changed_on"),
        "feedback": in_order([*ours.feedback(), *kept[Sort.FEEDBACK]], "given_on"),
    }


def _is_a_row(piece: BroughtPiece) -> bool:
    """Whether a row here tells of it now, which people may have worked on since."""
    return bool(piece.about) and piece.sort != Sort.ENCOUNTER


def _where_it_is_from(piece: Any, here: made.Source) -> Any:
    """A piece of this school itself, which a student brought back, names no school."""
    return replace(piece, source=None) if piece.source == here else piece


def _origin(row: BroughtPiece, here: made.Source) -> Origin:
    source = made.Source(row.source_id, row.source_name)
    return Origin(row.said["id"], source if source != here else None, row.said)


def keys_of(student: Any) -> set[str]:
    """The keys of all that a student has here already, as it is now and as it was read in."""
    ours = {key for key, _ in keyed(record_of(student, own=True))}
    return ours | set(brought_by(student).values_list("key", flat=True))
