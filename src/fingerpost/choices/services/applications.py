"""Keeping a student's applications; each change of how one stands is a line in the ledger."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.destinations.enums import OPTIONS
from fingerpost.destinations.selectors import decision_point, routes_at
from fingerpost.interviews.enums import ActionSource
from fingerpost.interviews.services.actions import ActionDetails, add_action
from fingerpost.ledger import services as ledger

from ..enums import KIND_OF_STATE, ApplicationState
from ..models import Application

ENDED_KIND = KIND_OF_STATE[ApplicationState.WITHDRAWN]


class ApplicationRefused(ValueError):
    """What is to be kept cannot be; says why in one sentence."""


@dataclass(frozen=True)
class Particulars:
    """What an application is for, its days and notes; fields as in `Application`."""

    title: str
    route: str
    provider: str = ""
    level: int | None = None
    opportunity_id: int | None = None
    close_on: dt.date | None = None
    applied_on: dt.date | None = None
    interview_on: dt.date | None = None
    reply_by: dt.date | None = None
    conditions: str = ""
    notes: str = ""


def about(application: Application) -> str:
    """How the ledger names an application."""
    return f"application:{application.pk}"


def add_application(
    *,
    student: Any,
    particulars: Particulars,
    by: Any,
    state: str = ApplicationState.THINKING,
) -> tuple[Application, bool]:
    """Keep an application for the choice the student faces; returns it and whether it is new.

    The same title at the same provider is the same application. Raises ApplicationRefused.
    """
    today = timezone.localdate()
    point = decision_point(student, today)
    if point is None or point.name == OPTIONS:
        raise ApplicationRefused("There is nothing to apply for in this year group yet.")
    values = _tidy(particulars, point.name, today)
    if state == ApplicationState.APPLIED:
        values["applied_on"] = values["applied_on"] or today
    try:
        with transaction.atomic():
            made = Application.objects.create(
                school_id=student.school_id,
                student=student,
                point=point.name,
                state=state,
                **values,
            )
            _tell(made, by)
            audit.record(by=by, deed=Deed.ADDED, subject=made, student=student)
            return made, True
    except IntegrityError:
        kept = Application.objects.filter(
            student=student,
            point=point.name,
            title__iexact=values["title"],
            provider__iexact=values["provider"],
            removed_at__isnull=True,
        ).first()
        if kept is None:
            raise
        return kept, False


def change_application(*, application: Application, particulars: Particulars, by: Any) -> bool:
    """Change what an application says; False when nothing is different.

    Raises ApplicationRefused.
    """
    values = _tidy(particulars, application.point, timezone.localdate())
    changed = sorted(name for name, value in values.items() if getattr(application, name) != value)
    if not changed:
        return False
    for name in changed:
        setattr(application, name, values[name])
    try:
        with transaction.atomic():
            application.save(update_fields=[*changed, "changed_at"])
            _tell(application, by)
            audit.record(
                by=by,
                deed=Deed.CHANGED,
                subject=application,
                student=application.student,
                details={"changed": changed},
            )
    except IntegrityError:
        raise ApplicationRefused("You have another one with that name there.") from None
    return True


@transaction.atomic
def move_application(*, application: Application, state: str, by: Any) -> bool:
    """Say how far an application is now; False when it was there already.

    One that is sent has a day on which it was sent: today, where none is known.
    """
    found = Application.objects.filter(pk=application.pk, removed_at__isnull=True)
    if not found.exclude(state=state).update(state=state, changed_at=timezone.now()):
        return False
    application.refresh_from_db()
    if state == ApplicationState.APPLIED and application.applied_on is None:
        application.applied_on = timezone.localdate()
        application.save(update_fields=["applied_on"])
    _tell(application, by)
    audit.record(
        by=by,
        deed=Deed.CHANGED,
        subject=application,
        student=application.student,
        details={"state": state},
    )
    return True


@transaction.atomic
def remove_application(*, application: Application, by: Any) -> bool:
    """Put an application away; False when that was done before."""
    done = Application.objects.filter(pk=application.pk, removed_at__isnull=True).update(
        removed_at=timezone.now()
    )
    if not done:
        return False
    application.refresh_from_db()
    _tell(application, by)
    audit.record(by=by, deed=Deed.REMOVED, subject=application, student=application.student)
    return True


def bring_back(*, application: Application, by: Any) -> bool:
    """Undo `remove_application`; False when it was not put away. Raises ApplicationRefused."""
    try:
        with transaction.atomic():
            done = Application.objects.filter(pk=application.pk, removed_at__isnull=False).update(
                removed_at=None
            )
            if not done:
                return False
            application.refresh_from_db()
            _tell(application, by)
            audit.record(by=by, deed=Deed.UNDID, subject=application, student=application.student)
            return True
    except IntegrityError:
        raise ApplicationRefused("You have a newer one with that name there.") from None


@transaction.atomic
def show_family(*, application: Application, shown: bool, by: Any) -> bool:
    """Let the student's family see an application, or see it no more; False when it was so."""
    found = Application.objects.filter(pk=application.pk, removed_at__isnull=True)
    done = found.filter(shared_with_family_at__isnull=shown).update(
        shared_with_family_at=timezone.now() if shown else None
    )
    if done:
        deed = Deed.SHARED if shown else Deed.UNDID
        audit.record(by=by, deed=deed, subject=application, student=application.student)
    return bool(done)


def put_in_plan(*, application: Application, by: Any) -> Any:
    """Make the next thing to do about an application a step of the student's plan."""
    what, due = _next_thing(application)
    details = ActionDetails(
        what=what[:200], due_on=due, opportunity=str(application)[:200], routes=[application.route]
    )
    return add_action(
        student=application.student, details=details, source=ActionSource.STUDENT, by=by
    )


def _next_thing(application: Application) -> tuple[str, dt.date | None]:
    if not application.is_sent:
        return f"Apply: {application}", application.close_on
    if application.state == ApplicationState.OFFER:
        return f"Answer the offer: {application}", application.reply_by
    return f"Get ready for the interview: {application}", application.interview_on


def _tidy(particulars: Particulars, point: str, today: dt.date) -> dict[str, Any]:
    values = asdict(particulars)
    for name in ("title", "provider", "conditions"):
        values[name] = " ".join(values[name].split())
    values["notes"] = values["notes"].strip()
    if not values["title"]:
        raise ApplicationRefused("Say what it is for.")
    if values["route"] not in {route.name for route in routes_at(point, today)}:
        raise ApplicationRefused("Choose what kind of place it is from the list.")
    return values


def line_of(application: Application, on: dt.date) -> ledger.Line:
    """How an application stands, as a line for the ledger."""
    kind = KIND_OF_STATE[ApplicationState(application.state)]
    return ledger.Line(
        student=application.student,
        kind=kind if application.removed_at is None else ENDED_KIND,
        happened_on=on,
        point=application.point,
        routes=[application.route],
        strength=application.level,
        due_on=application.close_on,
        about=about(application),
        summary=str(application)[:200],
    )


def _tell(application: Application, by: Any) -> None:
    """A ledger line for how an application stands now, where the last line says otherwise."""
    line = line_of(application, timezone.localdate())
    said = ledger.standing_about(about(application))
    measured = ("kind", "routes", "strength", "due_on", "point")
    if said and all(getattr(said[-1], name) == getattr(line, name) for name in measured):
        return
    ledger.record([line], by=by)
