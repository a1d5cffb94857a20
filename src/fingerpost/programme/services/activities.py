"""Planning activities: adding, changing, copying to another year, archiving."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.common.academic_year import AcademicYear

from ..enums import SessionState
from ..models import Activity, BudgetLine, GroupSession
from ..selectors.audience import Audience
from ..selectors.recording import group_kinds
from .recording import AnotherSession, NotForGroups

# What a session takes over from its activity when it is planned.
TAKEN_OVER = (
    *("kind", "title", "purpose", "channel", "organisation", "subject"),
    *("in_school_hours", "routes", "sectors"),
)


@dataclass(frozen=True)
class ActivityDetails:
    """What is said about an activity; fields as in `Activity`, money in pence."""

    kind: str
    academic_year_start: int
    title: str = ""
    purpose: str = ""
    outcomes: list[str] = field(default_factory=list)
    audience: Audience = field(default_factory=Audience)
    channel: str = "in_person"
    in_school_hours: bool = True
    minutes: int | None = None
    organisation: str = ""
    subject: str = ""
    routes: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    briefing: str = ""
    follow_up: Activity | None = None
    budget_line: BudgetLine | None = None
    pence_a_session: int | None = None
    needs_consent: bool = False
    needs_risk_assessment: bool = False
    risks: str = ""
    risks_assessed_on: dt.date | None = None

    def values(self) -> dict[str, Any]:
        """The details as model fields."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return named | {"audience": self.audience.to_store()}

    @classmethod
    def of(cls, activity: Activity) -> "ActivityDetails":
        """What is said about an activity now."""
        named = {each.name: getattr(activity, each.name) for each in fields(cls)}
        return cls(**(named | {"audience": Audience.stored(activity.audience)}))


def _checked(details: ActivityDetails) -> dict[str, Any]:
    kinds = group_kinds(timezone.localdate())
    kind = next((kind for kind in kinds if kind.name == details.kind), None)
    if kind is None:
        raise NotForGroups("Choose what students will do from the list.")
    return details.values() | {"title": details.title.strip() or kind.label}


def add_activity(
    *, school: Any, details: ActivityDetails, form_key: uuid.UUID, by: Any
) -> Activity:
    """Add an activity; a second call with the same `form_key` returns the one the first made.

    Raises NotForGroups, AnotherSession.
    """
    try:
        with transaction.atomic():
            activity = Activity.objects.create(
                school=school, form_key=form_key, owner=by, **_checked(details)
            )
            audit.record(by=by, deed=Deed.ADDED, subject=activity)
            return activity
    except IntegrityError:
        made = Activity.objects.filter(form_key=form_key, school=school).first()
        if made is None:
            raise AnotherSession("Open an empty form and enter the activity again.") from None
        return made


@transaction.atomic
def change_activity(*, activity: Activity, details: ActivityDetails, by: Any) -> Activity:
    """Change what is said about an activity. Its planned sessions that said the same follow.

    Raises NotForGroups.
    """
    held = Activity.objects.select_for_update().get(pk=activity.pk)
    values = _checked(details)
    before = {name: getattr(held, name) for name in values}
    changed = sorted(name for name, value in values.items() if before[name] != value)
    if not changed:
        return held
    for name in changed:
        setattr(held, name, values[name])
    held.save(update_fields=changed)
    followed = _planned_sessions_follow(held, before, changed)
    details_told = {"changed": changed, "sessions": followed}
    audit.record(by=by, deed=Deed.CHANGED, subject=held, details=details_told)
    return held


def _planned_sessions_follow(
    activity: Activity, before: dict[str, Any], changed: Sequence[str]
) -> list[int]:
    taken_over = [name for name in changed if name in TAKEN_OVER]
    if not taken_over:
        return []
    planned = list(GroupSession.objects.filter(activity=activity, state=SessionState.PLANNED))
    followed = []
    for session in planned:
        same = [name for name in taken_over if getattr(session, name) == before[name]]
        for name in same:
            setattr(session, name, getattr(activity, name))
        if same:
            session.save(update_fields=same)
            followed.append(session.pk)
    return followed


def copy_activity(
    *, activity: Activity, year: AcademicYear, form_key: uuid.UUID, by: Any
) -> Activity:
    """Plan an activity again for another academic year, without its sessions.

    It is paid from the line of the same name of that year, where there is one. Risks are to be
    assessed anew. A second call with the same `form_key` returns the first copy.
    """
    line = activity.budget_line and (
        BudgetLine.objects.filter(
            school=activity.school_id,
            academic_year__name=year.name,
            name=activity.budget_line.name,
        ).first()
    )
    details = replace(
        ActivityDetails.of(activity),
        academic_year_start=year.start,
        budget_line=line,
        risks_assessed_on=None,
    )
    return add_activity(school=activity.school, details=details, form_key=form_key, by=by)


@transaction.atomic
def archive(*, activity: Activity, by: Any) -> bool:
    """Put an activity away; False when that was done before. Its sessions stay as they are."""
    put_away = Activity.objects.filter(pk=activity.pk, archived_at__isnull=True).update(
        archived_at=timezone.now()
    )
    if put_away:
        audit.record(by=by, deed=Deed.REMOVED, subject=activity)
    return bool(put_away)


@transaction.atomic
def bring_out(*, activity: Activity, by: Any) -> bool:
    """Undo `archive`; False when it was not archived."""
    back = Activity.objects.filter(pk=activity.pk, archived_at__isnull=False).update(
        archived_at=None
    )
    if back:
        audit.record(by=by, deed=Deed.UNDID, subject=activity)
    return bool(back)
