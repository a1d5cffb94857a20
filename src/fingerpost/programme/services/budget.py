"""Money kept for the programme: budget lines."""

from typing import Any

from django.db import IntegrityError, transaction

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.schools.models import AcademicYear

from ..models import BudgetLine


class LineThere(ValueError):
    """The academic year has a budget line of this name."""


class LineUsed(ValueError):
    """Activities are paid from the line."""


def add_line(*, school: Any, year: AcademicYear, name: str, pence: int, by: Any) -> BudgetLine:
    """Keep money for a purpose in an academic year. Raises LineThere."""
    try:
        with transaction.atomic():
            line = BudgetLine.objects.create(
                school=school, academic_year=year, name=name.strip(), pence=pence
            )
            audit.record(by=by, deed=Deed.ADDED, subject=line, details={"pence": pence})
            return line
    except IntegrityError:
        raise LineThere(f"{year} has a line called “{name.strip()}” already.") from None


def change_line(*, line: BudgetLine, name: str, pence: int, by: Any) -> BudgetLine:
    """Change the name of a line or the money kept. Raises LineThere."""
    before = line.pence
    if (line.name, before) == (name.strip(), pence):
        return line
    try:
        with transaction.atomic():
            line.name, line.pence = name.strip(), pence
            line.save(update_fields=["name", "pence"])
            audit.record(
                by=by, deed=Deed.CHANGED, subject=line, details={"before": before, "pence": pence}
            )
            return line
    except IntegrityError:
        raise LineThere(f"There is a line called “{name.strip()}” already.") from None


@transaction.atomic
def remove_line(*, line: BudgetLine, by: Any) -> None:
    """Remove a line that nothing is paid from. Raises LineUsed."""
    if line.activities.exists():
        raise LineUsed("Activities are paid from this line. Give them another one first.")
    audit.record(by=by, deed=Deed.REMOVED, subject=line, details={"pence": line.pence})
    line.delete()
