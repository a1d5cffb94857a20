"""Reading a roll from a Common Transfer File (CTF)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from lxml import etree

from fingerpost.common.identifiers import IdentifierError, validate_laestab
from fingerpost.exchange.assembly import Cell, Columns, Origin, RollAssembly
from fingerpost.exchange.ctf.format import (
    HEADER,
    NO_DISABILITY,
    NOT_THE_STUDENTS_OWN,
    ROOT,
    SIMPLE,
    STUDENT,
)
from fingerpost.exchange.roll import RollFile, UnreadableFile
from fingerpost.exchange.xml_safely import safe_events

_MAX_STUDENTS = 100_000
_HEADINGS = {field: names[0] for field, names in SIMPLE.items()} | {
    "email": "Email",
    "sen_provision": "SENprovision",
    "sen_type": "SENtype",
    "free_school_meals": "FSMhistory",
    "disability": "Disability",
    "attendance": "Attendance",
    "postcode_district": "PostCode",
    "first_language": "Language",
    "joined_on": "EntryDate",
    "left_on": "LeavingDate",
}


def read(data: bytes, name: str, as_of: date) -> RollFile:
    """A roll from a file's bytes. Raises UnreadableFile.

    The mode is always "delta": a CTF is about the students who move, so it never means that the
    others have left. The school is the one the file is for, or else the one it came from.
    """
    version: str | None = None
    sent_to = come_from = None
    students: list[dict[str, Cell]] = []
    root: etree._Element | None = None
    for element in safe_events(data, name, [f"{{*}}{tag}" for tag in (HEADER, STUDENT, ROOT)]):
        root = element.getroottree().getroot() if root is None else root
        kind = _local(element)
        if kind == HEADER and not students:
            version = _text(element, "CTFversion") or None
            sent_to, come_from = _school(element, "DestSchool"), _school(element, "SourceSchool")
        elif kind == STUDENT:
            students.append(_values(element, sent_to or come_from, as_of))
            element.clear()
            if len(students) > _MAX_STUDENTS:
                raise UnreadableFile(f"{name} holds more students than any school has.")
    if root is None or _local(root) != ROOT:
        raise UnreadableFile(f"{name} is XML, but not a Common Transfer File.")
    if not students:
        raise UnreadableFile(f"{name} is a Common Transfer File with no students in it.")
    assembly = RollAssembly(Origin("ctf", version, "delta"), Columns(_HEADINGS), as_of)
    assembly.note(
        "A Common Transfer File adds and updates students. It never marks others as having left."
    )
    for number, values in enumerate(students, start=1):
        assembly.add(number, f"student {number:,} in the file", values)
    return assembly.finish(school_laestab=sent_to or come_from)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _own(element: etree._Element) -> Iterator[etree._Element]:
    """Everything inside a student's element that is about the student and no one else."""
    for child in element:
        if _local(child) not in NOT_THE_STUDENTS_OWN:
            yield child
            yield from _own(child)


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [inner for inner in element.iter() if _local(inner) == name]


def _text(element: etree._Element, name: str) -> str:
    found = next(iter(_children(element, name)), None)
    return (found.text or "").strip() if found is not None else ""


def _school(header: etree._Element, which: str) -> str | None:
    """A school's LAESTAB, where the file says one; unknown schools are written in letters."""
    for school in _children(header, which):
        try:
            return validate_laestab(_text(school, "LEA") + _text(school, "Estab"))
        except IdentifierError:
            return None
    return None


_Parts = dict[str, list[etree._Element]]


def _values(student: etree._Element, laestab: str | None, as_of: date) -> dict[str, Cell]:
    parts: _Parts = defaultdict(list)
    for element in _own(student):
        parts[_local(element)].append(element)
    values: dict[str, Cell] = {}
    for field, names in SIMPLE.items():
        values[field] = next((text for name in names if (text := _said(parts, name))), "")
    values["first_language"] = _first_language(parts) or values["first_language"]
    values["sen_provision"], values["sen_type"] = _sen(parts)
    values["free_school_meals"] = _free_school_meals(parts, as_of)
    values["disability"] = _disability(parts)
    values["attendance"] = _attendance(parts)
    values["joined_on"], values["left_on"] = _stay(student, laestab)
    return values


def _said(parts: _Parts, name: str) -> str:
    """The text of the first element of this name that has any."""
    texts = ((element.text or "").strip() for element in parts.get(name, ()))
    return next((text for text in texts if text), "")


def _first_language(parts: _Parts) -> str:
    """The language marked F (first); a lone language without a mark is taken as the first."""
    spoken = [
        (_text(entry, "LanguageType").upper(), _text(entry, "Language"))
        for entry in parts.get("Type", ())
    ]
    first = [language for mark, language in spoken if mark == "F" and language]
    return (first or [language for mark, language in spoken if not mark] or [""])[0]


def _sen(parts: _Parts) -> tuple[str, str]:
    """Provision from the latest entry of the history, type from the need ranked first."""
    history = [
        (_text(entry, "StartDate"), _text(entry, "SENprovision")) for entry in parts.get("SEN", ())
    ]
    needs = [
        (_text(need, "SENtypeRank") or "9", _text(need, "SENtype"))
        for need in parts.get("SENneed", ())
    ]
    provision = max(history)[1] if history else _said(parts, "SENprovision")
    return provision, min(needs)[1] if needs else _said(parts, "SENtype")


def _free_school_meals(parts: _Parts, as_of: date) -> Cell:
    """Whether some period of eligibility is running; unknown where the file says nothing."""
    periods = parts.get("FSMinstance")
    if not periods:
        return _said(parts, "FSMeligible")
    today = as_of.isoformat()
    return any(
        (_text(period, "FSMstartDate") or today) <= today
        and (_text(period, "FSMendDate") or today) >= today
        for period in periods
    )


def _disability(parts: _Parts) -> Cell:
    named = [(entry.text or "").strip().upper() for entry in parts.get("Disability", ())]
    named = [code for code in named if code]
    return any(code not in NO_DISABILITY for code in named) if named else ""


def _attendance(parts: _Parts) -> Cell:
    """Percentage of sessions attended in the latest year that the file has."""
    by_year: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for year in parts.get("YearData", ()):
        sessions = _whole(year, "SessionsPossible")
        attended = _whole(year, "SessionsAttended")
        absent = (_whole(year, "SessionsAuthorised"), _whole(year, "SessionsUnauthorised"))
        if not sessions:
            continue
        if attended is None and None not in absent:
            attended = sessions - sum(number or 0 for number in absent)
        if attended is not None and 0 <= attended <= sessions:
            by_year[_text(year, "Year")].append((attended, sessions))
    if not by_year:
        return ""
    latest = by_year[max(by_year)]
    return round(100 * sum(there for there, _ in latest) / sum(of for _, of in latest), 1)


def _whole(element: etree._Element, name: str) -> int | None:
    text = _text(element, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _stay(student: etree._Element, laestab: str | None) -> tuple[str, str]:
    """Entry and leaving dates at the school the file is for, from the school history."""
    histories = [child for child in student if _local(child) == "SchoolHistory"]
    for school in (school for history in histories for school in _children(history, "School")):
        if laestab and _text(school, "LEA") + _text(school, "Estab") == laestab:
            return _text(school, "EntryDate"), _text(school, "LeavingDate")
    return "", ""
