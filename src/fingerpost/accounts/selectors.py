"""Reading people and their roles."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Person, RoleHolding
from .viewer import Viewer


def holdings_in_force(person: Person, on: dt.date | None = None) -> list[RoleHolding]:
    """The person's role holdings on a day (today by default), schools loaded, ordered by school."""
    on = on or timezone.localdate()
    return list(
        RoleHolding.objects.filter(person=person, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("school")
        .order_by("school__name", "school_id", "id")
    )


def viewer_for(person: Person, school_id: int | None = None) -> Viewer | None:
    """The person as a viewer at `school_id`, or at their first school; None without any role."""
    holdings = holdings_in_force(person)
    if not holdings:
        return None
    schools = {holding.school_id: holding.school for holding in holdings}
    school = schools.get(school_id) if school_id else None
    school = school or holdings[0].school
    here = tuple(holding for holding in holdings if holding.school_id == school.pk)
    return Viewer(person, school, here, len(schools))


def people_at(school_id: int) -> QuerySet[RoleHolding]:
    """Open role holdings at a school with their people, by role and name."""
    return (
        RoleHolding.objects.filter(school_id=school_id, ends_on__isnull=True)
        .select_related("person")
        .order_by("role", "person__name", "id")
    )
