"""Reading the audit log."""

from typing import Any

from django.db.models import Q, QuerySet

from .models import Event


def events_at(school: Any, *, deed: str = "", words: str = "") -> QuerySet[Event]:
    """A school's audit lines, newest first; `words` are looked for in names."""
    events = Event.objects.filter(school=school)
    if deed:
        events = events.filter(deed=deed)
    if words:
        events = events.filter(Q(actor_label__icontains=words) | Q(subject_label__icontains=words))
    return events
