"""A roll import as pages show it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import Characteristic, RollImportState, Sex
from ..services.matching import MATCH_WORDS
from ..services.plan import Change, Joiner, Leaver, Plan
from .words import code_words, name_cell

SECTIONS = {
    "joiners": "Joiners",
    "leavers": "Leavers",
    "changes": "Changes",
    "rejected": "Rejected rows",
    "unchanged": "Unchanged",
}
_FIELD_WORDS = {
    "source_id": "Number in your system",
    "upn": "UPN",
    "uln": "ULN",
    "given_name": "First name",
    "family_name": "Surname",
    "preferred_name": "Preferred first name",
    "sex": "Sex",
    "email": "Email",
    "year_group": "Year group",
    "born_on": "Date of birth",
    "joined_on": "Date joined",
    "left_on": "Date left",
}
_STATE_TONES = {
    RollImportState.APPLIED: "good",
    RollImportState.PREVIEW: "warn",
    RollImportState.COLUMNS: "warn",
}


@dataclass(frozen=True)
class Tile:
    """One figure of a preview, which opens its list."""

    label: str
    # A number where it opens the list it counted, words where the list is not kept.
    value: int | str
    url: str
    tone: str
    hint: str


def tiles(counts: Mapping[str, int], can_open: bool) -> list[Tile]:
    """The figures of an import; with lists while it waits, and always for rejected rows."""
    tones = {
        "joiners": "good",
        "leavers": "warn",
        "changes": "",
        "rejected": "bad",
        "unchanged": "quiet",
    }
    made = []
    for name, label in SECTIONS.items():
        number = counts.get(name, 0)
        opens = number and (can_open or name == "rejected")
        made.append(
            Tile(
                label,
                number if opens else f"{number:,}",
                f"?show={name}#list" if opens else "",
                tones[name] if number else "quiet",
                "",
            )
        )
    return made


def first_section(counts: Mapping[str, int], asked: str) -> str:
    """The list to show: the one asked for, or the first that has something in it."""
    if asked in SECTIONS:
        return asked
    order = ("rejected", "leavers", "changes", "joiners", "unchanged")
    return next((name for name in order if counts.get(name)), "")


def section_table(name: str, items: Sequence[Any], students: Mapping[int, Any]) -> Table:
    """One page of one list of a preview. `students` has those whom the items name by key."""
    if name == "joiners":
        return _table(name, ["Name", "Year", "Tutor group", "Where"], [_joiner(i) for i in items])
    if name == "leavers":
        rows = [_leaver(item, students) for item in items]
        return _table(name, ["Name", "Year", "Tutor group", "Leaves on", "Why"], rows)
    if name == "changes":
        return _table(
            name, ["Name", "What changes", "Where"], [_change(item, students) for item in items]
        )
    if name == "unchanged":
        rows = [_same(key, students) for key in items]
        return _table(name, ["Name", "Year", "Tutor group"], rows)
    rows = [[place or f"row {row:,}", column or None, said] for row, place, column, said in items]
    return _table("rejected", ["Where", "Column", "What is wrong"], rows)


def _table(name: str, heads: Sequence[str], rows: Sequence[Any]) -> Table:
    return Table(
        caption=SECTIONS[name],
        columns=[Column(head) for head in heads],
        rows=[row if isinstance(row, Row) else Row(row) for row in rows],
    )


def keys_of(items: Sequence[Any]) -> list[int]:
    """The students whom items of a preview name by key."""
    keys = (item.student if isinstance(item, Leaver | Change) else item for item in items)
    return [key for key in keys if isinstance(key, int)]


def _joiner(item: Joiner) -> list[Any]:
    values = item.values
    given = values.get("preferred_name") or values.get("given_name", "")
    return [
        f"{values.get('family_name', '')}, {given}",
        values.get("year_group"),
        item.group,
        item.place,
    ]


def _student(key: int, students: Mapping[int, Any]) -> Cell:
    student = students.get(key)
    if student is None:
        return Cell("Somebody who is no longer here")
    return name_cell(student)


def _leaver(item: Leaver, students: Mapping[int, Any]) -> list[Any]:
    student = students.get(item.student)
    group = student.tutor_group.name if student and student.tutor_group else None
    why = "The file says so" if item.named else "Not in the file"
    year = student.year_group if student else None
    return [_student(item.student, students), year, group, _day(item.left_on), why]


def _same(key: int, students: Mapping[int, Any]) -> list[Any]:
    student = students.get(key)
    group = student.tutor_group.name if student and student.tutor_group else None
    return [_student(key, students), student.year_group if student else None, group]


def _change(item: Change, students: Mapping[int, Any]) -> list[Any]:
    parts = [
        f"{_FIELD_WORDS[name]}: {_field(name, old)} → {_field(name, new)}"
        for name, (old, new) in item.values.items()
    ]
    if item.group:
        parts.append(f"Tutor group: {item.group[0] or 'none'} → {item.group[1] or 'none'}")
    if item.former_upn:
        parts.append(f"Former UPN: {item.former_upn}")
    parts += [
        f"{Characteristic(kind).label}: {_known(kind, old)} → {_known(kind, new)}"
        for kind, (old, new) in item.known.items()
    ]
    hint = item.place
    if item.matched_by in ("name", "former_upn"):
        hint = f"{item.place}, known by {MATCH_WORDS[item.matched_by]}"
    return [_student(item.student, students), "; ".join(parts), hint]


def _field(name: str, value: Any) -> str:
    if value in (None, ""):
        return "on the roll" if name == "left_on" else "empty"
    if name in ("born_on", "joined_on", "left_on"):
        return _day(value)
    return Sex(value).label if name == "sex" else str(value)


def _known(kind: str, value: str | None) -> str:
    return "not known" if value is None else code_words(kind, value)


def _day(iso: str) -> str:
    return date_format(dt.date.fromisoformat(iso), "j F Y")


def list_of(plan: Plan, name: str) -> list[Any]:
    """One list of a preview by its name."""
    return list(getattr(plan, name)) if name in SECTIONS else []


def history_table(imports: Sequence[Any]) -> Table:
    """Earlier files, newest first."""
    heads = ["File", "State", "Sent", "By", "Joiners", "Leavers", "Changes", "Rejected"]
    return Table(
        caption="Files sent",
        hide_caption=True,
        columns=[Column(head, number=head in SECTIONS.values()) for head in heads[:4]]
        + [Column(head, number=True) for head in heads[4:]],
        rows=[_past(one) for one in imports],
        empty="No file has been sent yet.",
    )


def _past(one: Any) -> list[Any]:
    state = RollImportState(one.state)
    return [
        Cell(one.file_name, url=reverse("students:import", args=[one.pk])),
        Cell("", tag=state.label, tone=_STATE_TONES.get(state, "quiet")),
        date_format(localtime(one.made_at), "j F Y, H:i"),
        str(one.made_by or "Command line"),
        *(_past_figure(one, name) for name in ("joiners", "leavers", "changes", "rejected")),
    ]


def _past_figure(one: Any, name: str) -> Cell | int:
    """A figure of an earlier file; who it was is kept while it waits, why rows failed always."""
    number = one.plan.get("counts", {}).get(name, 0)
    if not number or (one.state != RollImportState.PREVIEW and name != "rejected"):
        return int(number)
    address = reverse("students:import", args=[one.pk])
    return Cell(number, url=f"{address}?show={name}#list", number=number)
