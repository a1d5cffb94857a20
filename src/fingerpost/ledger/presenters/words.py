"""How groups and figures are written."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from fingerpost import rules
from fingerpost.common.days import day_words
from fingerpost.common.report_days import what_ended
from fingerpost.exchange import codes
from fingerpost.students.enums import Characteristic, Sex

SPLIT_LABELS = {
    "year_group": "Year group",
    "tutor_group": "Tutor group",
    "sex": "Sex",
    "vulnerable": "May need more support",
    "postcode_district": "Postcode district",
    "intended_route": "Intended route",
    **{one.value: one.label for one in Characteristic if one != Characteristic.POSTCODE},
}


def _capitalised(words: Mapping[str, str]) -> dict[str, str]:
    return {code: f"{said[0].upper()}{said[1:]}" for code, said in words.items()}


_VALUES = {
    "sex": dict(Sex.choices),
    "sen_provision": {"N": "No SEN", "K": "SEN support", "E": "EHC plan"},
    "stage": {
        "years_7_9": "Years 7 to 9",
        "years_10_11": "Years 10 and 11",
        "years_12_13": "Years 12 and 13",
    },
    "ethnicity": _capitalised(codes.MAIN_ETHNICITIES),
    "sen_type": _capitalised(codes.SEN_TYPES),
}
_NOTHING = {"tutor_group": "No tutor group", "sen_type": "No type recorded"}
HIDDEN = "Small group: not shown"
# What somebody has or was, up to the verb that "not" goes in front of.
_DEED = re.compile(r"\b(have|has|was|were) (?=(?:had|met|been|done|said|given|sent|\w+ed)\b)", re.I)


def by_words(by: str) -> str:
    """A split inside a sentence: "year group", but "Pupil Premium" and "SEN provision"."""
    label = SPLIT_LABELS[by]
    proper = by in ("pupil_premium", "eal") or label.startswith("SEN")
    return label if proper else label[0].lower() + label[1:]


def group_label(by: str, value: Any) -> str:
    """A group as people call it: Year 10, 10C, Yes, Not known."""
    if value is None:
        return _NOTHING.get(by, "Not known")
    if by == "year_group":
        return f"Year {value}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return _values_of(by).get(value, str(value))


def _values_of(by: str) -> Mapping[str, str]:
    if by == "intended_route":
        return {route.name: route.label for route in rules.routes(timezone.localdate())}
    return _VALUES.get(by, {})


def group_key(value: Any) -> str:
    """A group's value as an address carries it."""
    if value is None:
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)


def standing_words(day: dt.date) -> str:
    """A day as people read it, and what has just ended on a fixed day of reports."""
    ended = what_ended(day) if day.day == 1 else ""
    return f"{day_words(day)}{f', {ended}' if ended else ''}"


def number_words(value: float) -> str:
    """A mean, a sum or one student's part of it."""
    return f"{value:,.1f}".removesuffix(".0")


def figure_words(figure: Any) -> str:
    """A figure in words: "312 of 640 (49%)", "2.4 on average", or why there is none."""
    if figure.hidden:
        return HIDDEN
    if not figure.of:
        return "Nobody to count"
    if figure.counted is not None:
        return f"{figure.counted:,} of {figure.of:,} ({figure.share:.0f}%)"
    if figure.value is None:
        return "Not known"
    return f"{number_words(figure.value)} ({figure.of:,} students)"


def missing_title(measure: Any) -> str:
    """The title of those whom a measure does not count: "Have not had a guidance interview"."""
    title = measure.title
    if measure.good == "low":
        return f"The others: {title[0].lower()}{title[1:]}"
    if _DEED.search(title):
        return _DEED.sub(r"\1 not ", title, count=1)
    return f"Not yet: {title[0].lower()}{title[1:]}"


def missing_meaning(measure: Any) -> str:
    """Whom a measure does not count: "Students who have not had at least one interview"."""
    whom, *more = measure.meaning.split(". ", 1)
    deeds = list(_DEED.finditer(whom))
    # "Not" cannot stand in front of two deeds of which one is enough.
    if measure.good == "low" or not deeds or " or have " in whom:
        return f"Not these: {measure.meaning[0].lower()}{measure.meaning[1:]}"
    end = deeds[-1].end()
    return ". ".join([f"{whom[:end]}not {whom[end:]}", *more])
