"""Kept values in words."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from fingerpost.exchange import codes
from fingerpost.web.tables import Cell

from ..enums import YES, YES_NO_KINDS, Characteristic

CODES: dict[Characteristic, Mapping[str, str]] = {
    Characteristic.SEN_PROVISION: codes.SEN_PROVISION,
    Characteristic.SEN_TYPE: codes.SEN_TYPES,
    Characteristic.ETHNICITY: codes.MAIN_ETHNICITIES,
}


def code_words(kind: str, value: str) -> str:
    """A kept value in words, where it is a code or an answer."""
    if kind in YES_NO_KINDS:
        return "Yes" if value == YES else "No"
    words = CODES.get(Characteristic(kind), {}).get(value)
    return f"{words[0].upper()}{words[1:]} ({value})" if words else value


def name_cell(student: Any, *, tag: str = "") -> Cell:
    """A student's name in a list of the roll, leading to their line."""
    return Cell(
        student.listed_name,
        url=reverse("students:line", args=[student.pk]),
        tag=tag,
        tone="quiet" if tag else "",
    )
