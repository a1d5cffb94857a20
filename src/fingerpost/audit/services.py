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
    `label` names it where there is none. Call it inside the transaction that does the deed, so
    that neither stands without the other.
    """
    return Event.objects.create(
        actor=by,
        actor_label=str(by) if by is not None else "Fingerpost",
        school_id=school.pk if school is not None else getattr(subject, "school_id", None),
        deed=deed,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_label=(label or (str(subject) if subject is not None else ""))[:200],
        student_id=student.pk if student is not None else None,
        details=details or {},
    )
