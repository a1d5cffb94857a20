"""What a roll can say about a student: the fields every format is brought to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fingerpost.common.identifiers import TEMPORARY_ULN, IdentifierError, validate_uln, validate_upn
from fingerpost.exchange import cells, codes
from fingerpost.exchange.cells import CellProblem


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can hold.

    `strict` fields say who the student is: a row where one is wrong is left out. In the others a
    value that cannot be understood is left out alone, with a note.
    """

    name: str
    label: str
    parse: Callable[[str], object]
    strict: bool = False
    is_date: bool = False


def _upn(text: str) -> str:
    try:
        return validate_upn(text)
    except IdentifierError as error:
        raise CellProblem(error.sentence) from error


def _uln(text: str) -> str | None:
    try:
        uln = validate_uln(text)
    except IdentifierError as error:
        raise CellProblem(error.sentence) from error
    # The stand-in for a number still to come is the same for everyone, so it identifies no one.
    return None if uln == TEMPORARY_ULN else uln


_ON_ROLL = {
    "active": True,
    "on roll": True,
    "onroll": True,
    "current": True,
    "c": True,
    "m": True,
    "s": True,
    "inactive": False,
    "left": False,
    "leaver": False,
    "off roll": False,
    "tobedeleted": False,
}


def _on_roll(text: str) -> bool:
    known = _ON_ROLL.get(text.lower())
    return cells.parse_yes_no(text) if known is None else known


IDENTITY = (
    Field("source_id", "Student number in your system", cells.parse_key, strict=True),
    Field("upn", "UPN", _upn, strict=True),
    Field("former_upn", "Former UPN", _upn),
    Field("uln", "ULN", _uln),
    Field("given_name", "First name", cells.parse_name, strict=True),
    Field("family_name", "Surname", cells.parse_name, strict=True),
    Field("full_name", "Whole name", cells.parse_name, strict=True),
    Field("preferred_name", "Preferred first name", cells.parse_name),
    Field("sex", "Sex", cells.parse_sex),
    Field("born_on", "Date of birth", cells.parse_date, strict=True, is_date=True),
    Field("email", "Email", cells.parse_email),
    Field("year_group", "Year group", cells.parse_year_group, strict=True),
    Field("tutor_group", "Tutor group", cells.parse_group),
    Field("joined_on", "Date joined", cells.parse_date, is_date=True),
    Field("left_on", "Date left", cells.parse_date, is_date=True),
    Field("on_roll", "On roll or left", _on_roll),
)
CHARACTERISTIC = (
    Field("sen_provision", "SEN provision", codes.parse_sen_provision),
    Field("sen_type", "SEN type of need", codes.parse_sen_type),
    Field("ehc_plan", "EHC plan", cells.parse_yes_no),
    Field("disability", "Disability", cells.parse_yes_no),
    Field("free_school_meals", "Free school meals", cells.parse_yes_no),
    Field("pupil_premium", "Pupil Premium", cells.parse_yes_no),
    Field("first_language", "First language", codes.parse_language),
    Field("eal", "English as an additional language", cells.parse_yes_no),
    Field("ethnicity", "Ethnicity", codes.parse_ethnicity),
    Field("in_care", "In care", cells.parse_yes_no),
    Field("young_carer", "Young carer", codes.parse_young_carer),
    Field("attendance", "Attendance %", cells.parse_percentage),
    Field("attainment", "Attainment score", cells.parse_number),
    Field("postcode_district", "Postcode", cells.parse_postcode),
)
FIELDS = {field.name: field for field in (*IDENTITY, *CHARACTERISTIC)}
"""Every field by its name, in the order in which to show them."""
