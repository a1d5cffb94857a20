"""Writing to the audit log."""

from typing import Any

from django.db.models import Model, QuerySet

from .models import Event


def forget_names(events: QuerySet[Event], *columns: str) -> None:
    """Empty the names in these columns of audit lines, as erasing somebody's records asks.

    That something was done, when, and by whose key stays. The database allows this and no more.
    """
    QuerySet(Event).filter(pk__in=list(events.values_list("pk", flat=True))).update(
        **dict.fromkeys(columns, "")
    )


def record(
    *,
    by: Any,
    deed: str,
    subject: Model | None = None,
    school: Model | None = None,
    student: Model | None = None,
    details: dict[str, Any] | None = None,
    label: str = "",
) -> Event:
    """Add one line to the audit log.

    `by` is the person who acts, or None for the system itself. `subject` is the record acted on;
    `label` names it where there is none. A record that is itself somebody's words, or a decision
    about them, says in `audit_label` what it is called here: administrators read the log, and
    guidance is not theirs to read. For the same reason, and because a line outlives the erasure of
    a student's records, `details` never hold what somebody wrote.

    Call it inside the transaction that does the deed, so that neither stands without the other.
    """
    return Event.objects.create(
        actor=by,
        actor_label=str(by) if by is not None else "Fingerpost",
        school_id=_school_of(school, subject, student),
        deed=deed,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_label=(label or _label_of(subject))[:200],
        student_id=student.pk if student is not None else None,
        details=details or {},
    )


def _school_of(school: Model | None, subject: Model | None, student: Model | None) -> int | None:
    """The school whose log it is: a line of no school would be in nobody's."""
    if school is not None:
        return int(school.pk)
    found = (getattr(one, "school_id", None) for one in (subject, student))
    return next((one for one in found if one is not None), None)


def _label_of(subject: Model | None) -> str:
    return str(getattr(subject, "audit_label", subject)) if subject is not None else ""
