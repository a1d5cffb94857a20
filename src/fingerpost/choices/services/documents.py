"""Writing a CV or a personal statement from pieces of a student's own record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..enums import DocumentKind
from ..models import Document, Responsibility

# The parts of each kind of document, in order, with their headings.
PARTS: Mapping[str, Sequence[tuple[str, str]]] = {
    DocumentKind.CV: (
        ("about", "About me"),
        ("school", "School"),
        ("work", "Places of work"),
        ("experience", "What I have done"),
        ("skills", "What I can do well"),
        ("responsibilities", "What I am in charge of"),
    ),
    DocumentKind.STATEMENT: (
        ("why", "What I want to do, and why"),
        ("work", "What I saw at work"),
        ("experience", "What I have done"),
        ("skills", "What I can do well"),
        ("responsibilities", "What I am in charge of"),
        ("about", "More about me"),
    ),
}
LONGEST_PART = 3000
MOST_DOCUMENTS = 20
MOST_RESPONSIBILITIES = 20


class DocumentRefused(ValueError):
    """What is to be kept cannot be; says why in one sentence."""


class StaleDocument(ValueError):
    """The document was changed since the page was opened."""


@transaction.atomic
def add_responsibilities(*, student: Any, words: Iterable[str], by: Any) -> list[Responsibility]:
    """Keep what a student is in charge of, each once; returns what is new."""
    new: list[Responsibility] = []
    room = MOST_RESPONSIBILITIES - Responsibility.objects.filter(student=student).count()
    for said in words:
        tidy = " ".join(said.split())[:160]
        if not tidy or len(new) >= room:
            continue
        try:
            with transaction.atomic():
                new.append(
                    Responsibility.objects.create(
                        school_id=student.school_id, student=student, words=tidy
                    )
                )
        except IntegrityError:
            continue
    for one in new:
        audit.record(by=by, deed=Deed.ADDED, subject=one, student=student)
    return new


@transaction.atomic
def begin_document(*, student: Any, kind: str, pieces: Iterable[Any], by: Any) -> Document:
    """Begin a CV or a statement of these pieces. Raises DocumentRefused when there are too many."""
    if Document.objects.filter(student=student).count() >= MOST_DOCUMENTS:
        raise DocumentRefused("You have 20 of them. Delete one that you do not need.")
    made = Document.objects.create(
        school_id=student.school_id,
        student=student,
        kind=kind,
        title=f"My {DocumentKind(kind).label}"[:80],
        parts=_with({}, kind, pieces),
    )
    audit.record(by=by, deed=Deed.ADDED, subject=made, student=student)
    return made


def add_pieces(*, document: Document, pieces: Iterable[Any], by: Any) -> Document:
    """Add pieces to the end of their parts; one that is there already is not added again."""
    parts = _with(document.parts, document.kind, pieces)
    return save_document(
        document=document, title=document.title, parts=parts, version=document.version, by=by
    )


@transaction.atomic
def save_document(
    *, document: Document, title: str, parts: Mapping[str, str], version: int, by: Any
) -> Document:
    """Keep what the student has written. Raises StaleDocument, DocumentRefused."""
    title = " ".join(title.split())[:80]
    if not title:
        raise DocumentRefused("Give it a name.")
    kept = {key: parts.get(key, "").strip()[:LONGEST_PART] for key, _ in PARTS[document.kind]}
    done = Document.objects.filter(pk=document.pk, version=version).update(
        title=title, parts=kept, version=version + 1, changed_at=timezone.now()
    )
    if not done:
        raise StaleDocument("You changed this in another window. Check it, then save again.")
    document.refresh_from_db()
    audit.record(by=by, deed=Deed.CHANGED, subject=document, student=document.student)
    return document


@transaction.atomic
def delete_document(*, document: Document, by: Any) -> None:
    """Delete a document for good."""
    audit.record(by=by, deed=Deed.REMOVED, subject=document, student=document.student)
    document.delete()


def _with(parts: Mapping[str, str], kind: str, pieces: Iterable[Any]) -> dict[str, str]:
    """Parts with each piece on a line of its own at the end of its part."""
    keys = [key for key, _ in PARTS[kind]]
    lines = {key: parts.get(key, "").splitlines() for key in keys}
    for piece in pieces:
        if piece.part in lines and piece.text not in lines[piece.part]:
            lines[piece.part].append(piece.text)
    return {key: "\n".join(said)[:LONGEST_PART] for key, said in lines.items()}
