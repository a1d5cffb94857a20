"""For whom a role is held: tutor groups, or every student."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..models import Scope, TutorGroup


@transaction.atomic
def set_scope(
    *, holding: Any, tutor_groups: Iterable[TutorGroup], all_students: bool, by: Any
) -> None:
    """Let a role be held for these tutor groups and no others. Safe to repeat.

    Students who came into an adviser's scope by a booking stay in it.
    """
    wanted = {group.pk: group for group in tutor_groups}
    standing = Scope.objects.filter(holding=holding, tutor_group__isnull=False)
    before = set(standing.values_list("tutor_group_id", flat=True))
    if before == set(wanted) and holding.all_students == all_students:
        return
    standing.exclude(tutor_group_id__in=wanted).delete()
    Scope.objects.bulk_create(
        Scope(holding=holding, tutor_group=group)
        for key, group in wanted.items()
        if key not in before
    )
    holding.all_students = all_students
    holding.save()
    audit.record(
        by=by,
        deed=Deed.CHANGED,
        subject=holding,
        school=holding.school,
        details={
            "tutor_groups": sorted(group.name for group in wanted.values()),
            "all_students": all_students,
        },
    )
