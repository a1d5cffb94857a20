"""Reading people and their roles."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from .enums import InvitationState
from .models import Invitation, Person, RoleHolding
from .viewer import Viewer


def holdings_in_force(person: Person, on: dt.date | None = None) -> list[RoleHolding]:
    """The person's role holdings on a day (today by default), schools loaded, ordered by school."""
    on = on or timezone.localdate()
    return list(
        RoleHolding.objects.filter(person=person, starts_on__lte=on)
        .filter(not_over(on))
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


def roles_are_over(person: Person) -> bool:
    """Whether the person held roles once and neither holds nor will hold any more.

    Whoever runs the installation stays.
    """
    held = RoleHolding.objects.filter(person=person)
    return (
        not person.runs_installation
        and held.exists()
        and not held.filter(not_over(timezone.localdate())).exists()
    )


def roles_to_come(person: Person) -> list[RoleHolding]:
    """Role holdings that begin on a later day, the next first."""
    later = RoleHolding.objects.filter(person=person, starts_on__gt=timezone.localdate())
    return list(later.select_related("school").order_by("starts_on", "id"))


def has_made_up_schools_only() -> bool:
    """Whether there are schools here and all of them are demonstrations."""
    # The schools app lies above this one.
    schools = apps.get_model("schools", "School").objects
    return schools.exists() and not schools.filter(is_demonstration=False).exists()


def not_over(on: dt.date) -> Q:
    """Role holdings that are in force on a day or will be later."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=on)


def taken_up(school: Any) -> Q:
    """Role holdings at a school whose person belongs to no other, or signed in since they began.

    Somebody whom another school knows is named by their own name only once they came here.
    """
    elsewhere = RoleHolding.objects.exclude(school=school).values("person")
    return (
        ~Q(person__in=elsewhere)
        | Q(given_at__isnull=True)
        | Q(person__last_login__gte=F("given_at"))
    )


def people_at(school_id: int) -> QuerySet[RoleHolding]:
    """Role holdings at a school that are not over, with their people, by role and name."""
    return (
        RoleHolding.objects.filter(not_over(timezone.localdate()), school_id=school_id)
        .select_related("person", "school")
        .annotate(shown_name=Coalesce(NullIf("name_here", Value("")), "person__name"))
        .order_by("role", "shown_name", "id")
    )


def role_counts(holdings: QuerySet[RoleHolding]) -> dict[str, int]:
    """How many hold each role, by role."""
    return dict(holdings.order_by("role").values_list("role").annotate(Count("pk")))


def invitations_at(school: Any) -> QuerySet[Invitation]:
    """The invitations of people with roles at a school."""
    return Invitation.objects.filter(holding__school=school)


def schools_with_waiting_invitations() -> QuerySet[Any]:
    """Schools where an invitation waits to be sent."""
    waiting = Invitation.objects.filter(state=InvitationState.WAITING)
    # The schools app lies above this one.
    schools = apps.get_model("schools", "School").objects
    return schools.filter(pk__in=waiting.values("holding__school"))
