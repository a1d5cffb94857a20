"""Everything kept about a student, wherever it is kept: this app does not know those above it.

Whatever refers to a student is about them, and so is what refers to that: the record of an
interview, the answers in a feedback.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from ..models import Student

_DEEP = 3


def related_models() -> list[tuple[type[models.Model], str]]:
    """Models that refer to a student, each with the name of the field that does."""
    return [
        (relation.related_model, relation.field.name)
        for relation in Student._meta.related_objects
        if not isinstance(relation.related_model, str)
    ]


def belongings(student: Student) -> Iterator[tuple[type[models.Model], list[models.Model]]]:
    """The rows about a student, model by model; a model without any is left out."""
    seen: set[type[models.Model]] = {Student}
    rows: list[models.Model] = [student]
    yield from _below(Student, rows, seen, 0)


def _below(
    model: type[models.Model], rows: list[models.Model], seen: set[type[models.Model]], depth: int
) -> Iterator[tuple[type[models.Model], list[models.Model]]]:
    if depth == _DEEP or not rows:
        return
    for relation in model._meta.related_objects:
        below: Any = relation.related_model
        if below in seen:
            continue
        seen.add(below)
        found = list(
            below._base_manager.filter(
                **{f"{relation.field.name}__in": [row.pk for row in rows]}
            ).order_by("pk")
        )
        if found:
            yield below, found
        yield from _below(below, found, seen, depth + 1)


def values_of(row: models.Model) -> dict[str, Any]:
    """A row's values by what its fields are called, references as the words for what they name."""
    told = {}
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            other = getattr(row, field.name)
            told[str(field.verbose_name)] = str(other) if other is not None else None
        else:
            told[str(field.verbose_name)] = getattr(row, field.attname)
    return told
