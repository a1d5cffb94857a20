"""Reading a record file: whatever is wrong with it is told with its place, and nothing is used."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

from fingerpost.common.shapes import Fault, Faults, Refused
from fingerpost.exchange.containers import Zip
from fingerpost.exchange.roll import UnreadableFile

from .form import MOST, RECORD
from .record import EDITION, Action, Encounter, Piece, Record, Stay

LARGEST = 5 * 1024 * 1024
_LARGER = f"larger than {LARGEST // 1024 // 1024} MB, the most we read."
FILE_NAME = "record.jsonld"
_EARLIEST = dt.date(1990, 1, 1)


class NotARecord(Refused):
    """The file is refused; `faults` are the reasons, each with its place."""

    shown = 10


def read_record(content: bytes, *, today: dt.date) -> tuple[str, Record]:
    """Read a record file, or the zip that holds one: its text, and what it says.

    Raises NotARecord with every reason.
    """
    text = _text(_unpacked(content))
    given = _parsed(text)
    _refuse_strangers(given)
    faults: Faults = []
    record = RECORD.read(given, "", faults)
    if not faults:
        faults = list(_contradictions(record, today))
    if faults:
        raise NotARecord(faults)
    return text, record


def _refuse(sentence: str, place: str = "") -> NotARecord:
    return NotARecord([Fault(place, sentence)])


def _unpacked(content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise _refuse(f"The file is {_LARGER}")
    if not content.startswith(b"PK"):
        return content
    try:
        packed = Zip(io.BytesIO(content), "The zip")
        if FILE_NAME not in packed.names():
            raise _refuse(f"There is no file {FILE_NAME} in it.", "The zip")
        found = packed.read(FILE_NAME)
    except UnreadableFile as refusal:
        raise _refuse(refusal.sentence) from refusal
    if len(found) > LARGEST:
        raise _refuse(f"It is {_LARGER}", FILE_NAME)
    return found


def _text(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        raise _refuse(f"This is a PDF, for people to read. Choose {FILE_NAME}, or the ZIP.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse("The file is not text in UTF-8.", f"byte {error.start + 1}") from error
    if "\0" in text:
        raise _refuse("The file is not text.", f"sign {text.index(chr(0)) + 1}")
    return text


def _parsed(text: str) -> Any:
    if text.lstrip()[:1] not in ("", "{", "["):
        raise _refuse(f"This is not a record. Choose {FILE_NAME}, or the ZIP that it came in.")
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _refuse("The file is not JSON here. Was it changed or cut off?", place) from error
    except (ValueError, RecursionError) as error:
        raise _refuse("The file is not JSON that can be read.") from error


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not a number.")


def _refuse_strangers(given: Any) -> None:
    """Files that are something else, or too new, in a sentence that helps."""
    if not isinstance(given, dict):
        raise _refuse(f"This is not a record. Choose the file {FILE_NAME}.")
    if str(given.get("format", "")).startswith("fingerpost-"):
        raise _refuse(f"This is another download of Fingerpost. Choose {FILE_NAME}.", "format")
    subject = given.get("credentialSubject")
    inside = subject.get("guidanceRecord") if isinstance(subject, dict) else None
    if not isinstance(inside, dict):
        raise _refuse(
            "is missing: this is not a guidance record from Fingerpost.",
            "credentialSubject.guidanceRecord",
        )
    edition = inside.get("edition")
    if type(edition) is int and edition > EDITION:
        raise _refuse(
            f"is {edition}: the file was written by a newer Fingerpost, and this one reads "
            f"editions up to {EDITION}.",
            "credentialSubject.guidanceRecord.edition",
        )


def _contradictions(record: Record, today: dt.date) -> Iterator[Fault]:
    """What each field alone does not show."""
    if record.made_at.date() > today + dt.timedelta(days=1):
        yield Fault("validFrom", "lies in the future.")
    yield from _twice(record)
    lists: tuple[tuple[str, tuple[Piece, ...]], ...] = (
        ("credentialSubject.verifiableCredential", (*record.stays, *record.encounters)),
        ("credentialSubject.guidanceRecord.plan", record.plan),
        ("credentialSubject.guidanceRecord.ideas", record.ideas),
        ("credentialSubject.guidanceRecord.selfAssessments", record.self_assessments),
        ("credentialSubject.guidanceRecord.intentions", record.intentions),
        ("credentialSubject.guidanceRecord.reasons", record.reasons),
        ("credentialSubject.guidanceRecord.applications", record.applications),
        ("credentialSubject.guidanceRecord.predictedGrades", record.predicted_grades),
        ("credentialSubject.guidanceRecord.responsibilities", record.responsibilities),
        ("credentialSubject.guidanceRecord.documents", record.documents),
        ("credentialSubject.guidanceRecord.feedback", record.feedback),
    )
    for path, pieces in lists:
        if len(pieces) > MOST:
            yield Fault(path, f"should hold at most {MOST:,}.")
        for piece in pieces:
            yield from _days(f"{path}, {piece.id}", piece, today)


def _twice(record: Record) -> Iterator[Fault]:
    seen = set()
    for piece in record.pieces:
        if piece.id in seen:
            yield Fault(piece.id, "stands in the file twice.")
        seen.add(piece.id)


# What has happened by the time a file is made; only a date to do something by may lie ahead.
_PAST = (
    *("on", "agreed_on", "closed_on", "saved_on", "finished_on", "said_on", "given_on"),
    *("added_on", "predicted_on", "changed_on"),
)


def _days(path: str, piece: Any, today: dt.date) -> Iterator[Fault]:
    for name in _PAST:
        day = getattr(piece, name, None)
        if day is not None and not _EARLIEST <= day <= today:
            yield Fault(path, f"{day} is not a day from 1990 to today.")
    if isinstance(piece, Action) and (piece.state == "open") is not (piece.closed_on is None):
        yield Fault(path, "closedOn is there for an action that is closed, and for no other.")
    if isinstance(piece, Stay) and piece.left_on and piece.left_on < piece.joined_on:
        yield Fault(path, "ended before it began.")
    if isinstance(piece, Encounter) and piece.interview and piece.kind != "guidance_interview":
        yield Fault(path, "has main points of an interview and is none.")
