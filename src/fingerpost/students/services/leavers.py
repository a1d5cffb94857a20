"""What follows when a student leaves: their sign-in ends, and later their records are erased.

A student's role gets its last day as soon as they leave, so nothing has to run on that day for
the sign-in to end; whoever is still signed in then is signed out. The day goes away again when
the student returns.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import RoleHolding
from fingerpost.accounts.services.roles import end_by_itself
from fingerpost.common.months import months_after
from fingerpost.schools.models import School

from ..leaving import sign_in_months
from ..models import FamilyLink, Student

_ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def settle_sign_ins(*, school: School, today: dt.date, by: Any) -> int:
    """Give every student's and parent's role the last day it should have; tells how many changed.

    Call it in the transaction that changes who is on the roll, or the rule. Safe to repeat.
    """
    months = sign_in_months(school, today)
    last_days = {
        person: months_after(left_on, months) - _ONE_DAY if left_on else None
        for person, left_on in Student.objects.filter(
            school=school, person__isnull=False
        ).values_list("person", "left_on")
    }
    changed = _settle(school, Role.STUDENT, last_days, by)
    return changed + _settle(school, Role.PARENT, _last_days_of_parents(school, months), by)


def _last_days_of_parents(school: School, months: int) -> dict[int, dt.date | None]:
    """The last day of each parent's role: that of the child who stays longest."""
    children: dict[int, list[dt.date | None]] = defaultdict(list)
    links = FamilyLink.objects.filter(student__school=school, ended_on__isnull=True)
    for person, left_on in links.values_list("person", "student__left_on"):
        children[person].append(months_after(left_on, months) - _ONE_DAY if left_on else None)
    return {
        person: None if None in days else max(day for day in days if day is not None)
        for person, days in children.items()
    }


def _settle(school: School, role: Role, last_days: dict[int, dt.date | None], by: Any) -> int:
    changed = 0
    for holding in _newest_holdings(school, role):
        wanted = last_days.get(holding.person_id, holding.ends_on)
        if wanted is not None:
            wanted = max(wanted, holding.starts_on)
        if wanted != holding.ends_on:
            end_by_itself(holding=holding, on=wanted, by=by)
            changed += 1
    return changed


def _newest_holdings(school: School, role: Role) -> Iterable[RoleHolding]:
    """One holding for each person: the open one, or else the one that began last."""
    found = RoleHolding.objects.filter(school=school, role=role).select_related("person", "school")
    newest: dict[int, RoleHolding] = {}
    for holding in found.order_by("starts_on", "id"):
        before = newest.get(holding.person_id)
        if before is None or before.ends_on is not None:
            newest[holding.person_id] = holding
    return newest.values()
