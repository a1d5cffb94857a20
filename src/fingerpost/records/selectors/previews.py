"""What a record file would add to a student, before anybody has decided."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.exchange.record import record as made
from fingerpost.exchange.record.comparing import differences, keyed, new_pieces
from fingerpost.exchange.record.reader import read_record

from ..models import RecordImport
from ..permissions import imports_run_by
from .whole import holder_of, keys_of


@dataclass(frozen=True)
class Preview:
    """What is new in a file, how much the student has already, and in what the two differ."""

    record: made.Record
    new: tuple[made.Piece, ...]
    doubles: int
    differs: list[str]


def imports_seen_by(viewer: Viewer) -> QuerySet[RecordImport]:
    """The record files of the viewer's students, newest first."""
    return imports_run_by(viewer)


def record_in(record_import: RecordImport) -> made.Record:
    """The record of a file that waits to be decided on."""
    return read_record(record_import.document.encode(), today=timezone.localdate())[1]


def preview_of(record_import: RecordImport) -> Preview:
    """What a waiting file would add now."""
    record = record_in(record_import)
    new = new_pieces(record, keys_of(record_import.student))
    return Preview(
        record,
        tuple(piece for _, piece in new),
        len(keyed(record)) - len(new),
        differs_from(record, record_import.student),
    )


def differs_from(record: made.Record, student: Any) -> list[str]:
    """In what a record's holder and a student differ; a former UPN and the name that the student
    goes by are theirs too.
    """
    said, known = record.holder, holder_of(student, with_upn=True)
    upns = {former.upn for former in student.former_upns.all()}
    if said.upn in upns:
        known = made.Holder(known.given_name, known.family_name, known.born_on, None, said.upn)
    if student.preferred_name and said.given_name == student.preferred_name:
        known = made.Holder(said.given_name, known.family_name, known.born_on, None, known.upn)
    return differences(said, known)
