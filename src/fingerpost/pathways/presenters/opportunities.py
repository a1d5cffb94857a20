"""What is near by, in words: what it needs, and how far that is for a student."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from fingerpost import rules
from fingerpost.common.days import day_words

from ..models import OpportunityKind
from .occupations import listed

# What stands before the date of an open day or taster.
DAYS = {OpportunityKind.TASTER.value: "Taster"}


def route_labels() -> dict[str, str]:
    """Labels of the routes, by name, as students read them."""
    return {one.name: one.student_label for one in rules.routes(timezone.localdate())}


def sector_labels() -> dict[str, str]:
    """Labels of the sectors, by name, as students read them."""
    return {one.name: one.student_label for one in rules.sectors(timezone.localdate())}


def dates_of(one: Any, today: Any) -> list[str]:
    """When an opportunity is, or when one may look at it and apply, in words."""
    dates = []
    if one.open_day and one.open_day >= today:
        dates.append(f"{DAYS.get(getattr(one, 'kind', ''), 'Open day')}: {day_words(one.open_day)}")
    if one.starts_on:
        dates.append(f"It starts in {one.starts_on:%B %Y}")
    if one.opens_on and one.opens_on > today:
        dates.append(f"Apply from {day_words(one.opens_on)}")
    if one.apply_by:
        dates.append(f"Apply by {day_words(one.apply_by)}")
    return dates


def list_rows(found: Iterable[Any], columns: Iterable[str]) -> list[list[Any]]:
    """Opportunities as the file has them that brings them in, so that it can be sent again."""
    return [[_cell(getattr(one, name)) for name in columns] for one in found]


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


def needs_words(one: Any) -> str:
    """The grades one needs to start, in a sentence; empty where they are not known."""
    own = [
        f"{grade} or above in {subject}"
        for subject, grade in (("English", one.english_grade), ("maths", one.maths_grade))
        if grade
    ]
    if not one.gcses and not own:
        return "No exam grades are asked for." if one.gcses == 0 else ""
    if not one.gcses:
        return f"You need {listed(own)}."
    grade = f" at grade {one.grade} or above" if one.grade else ""
    subjects = f", with {' and '.join(one.subjects)}" if one.subjects else ""
    besides = f" You need {listed(own)} too." if own else ""
    many = f"{one.gcses} GCSE{'s' if one.gcses > 1 else ''}"
    return f"You need {many}{grade}{subjects}.{besides}"
