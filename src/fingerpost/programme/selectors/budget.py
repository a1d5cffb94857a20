"""What the programme costs: kept, planned and spent, by budget line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from fingerpost.accounts.viewer import Viewer
from fingerpost.schools.models import AcademicYear

from ..enums import SessionState
from ..models import BudgetLine, GroupSession
from ..permissions import visible_budget_lines

COSTED = Coalesce("pence", "activity__pence_a_session")


@dataclass(frozen=True)
class Spending:
    """What sessions cost together, in pence, and how many they are, by state."""

    held_pence: int = 0
    held: int = 0
    planned_pence: int = 0
    planned: int = 0

    @property
    def pence(self) -> int:
        return self.held_pence + self.planned_pence


def budget_lines(viewer: Viewer, year: AcademicYear | None) -> QuerySet[BudgetLine]:
    """The school's budget lines of one academic year, or of all, by name."""
    lines = visible_budget_lines(viewer).select_related("academic_year")
    return lines.filter(academic_year=year).order_by("name", "id") if year else lines


def costed_sessions(school: Any) -> QuerySet[GroupSession]:
    """A school's sessions that cost something, planned or held, each with `costed` in pence."""
    return (
        GroupSession.objects.filter(
            school=school,
            state__in=[SessionState.PLANNED, SessionState.HELD],
            withdrawn_at__isnull=True,
        )
        .annotate(costed=COSTED)
        .filter(costed__gt=0)
    )


def spending_by_line(lines: Iterable[BudgetLine]) -> dict[int, Spending]:
    """What has been spent from each of these lines, and what is planned, by the line's key."""
    lines = list(lines)
    if not lines:
        return {}
    sessions = costed_sessions(lines[0].school_id).filter(activity__budget_line__in=lines)
    grouped = sessions.order_by().values(line=F("activity__budget_line")).annotate(**_SUMS)
    found = {row["line"]: Spending(**_whole(row)) for row in grouped}
    return {line.pk: found.get(line.pk, Spending()) for line in lines}


def spending_of(activity: Any) -> Spending:
    """What the sessions of one activity cost."""
    sessions = costed_sessions(activity.school_id).filter(activity=activity)
    return Spending(**_whole(sessions.order_by().aggregate(**_SUMS)))


def spending_without_line(school: Any, year: AcademicYear) -> Spending:
    """What sessions of an academic year cost that are paid from no line."""
    sessions = unlined_sessions(school, year)
    return Spending(**_whole(sessions.order_by().aggregate(**_SUMS)))


def unlined_sessions(school: Any, year: AcademicYear) -> QuerySet[GroupSession]:
    """The sessions of an academic year that cost something and are paid from no line."""
    return costed_sessions(school).filter(
        Q(activity__isnull=True) | Q(activity__budget_line__isnull=True),
        on__gte=year.starts_on,
        on__lte=year.ends_on,
    )


_HELD, _PLANNED = Q(state=SessionState.HELD), Q(state=SessionState.PLANNED)
_SUMS: dict[str, Any] = {
    "held_pence": Sum("costed", filter=_HELD),
    "held": Count("pk", filter=_HELD),
    "planned_pence": Sum("costed", filter=_PLANNED),
    "planned": Count("pk", filter=_PLANNED),
}


def _whole(row: Any) -> dict[str, int]:
    return {name: row[name] or 0 for name in _SUMS}
