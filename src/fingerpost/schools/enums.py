"""Words with a fixed list of values about schools."""

from django.db.models import TextChoices

WEEKDAYS = [
    (1, "Monday"),
    (2, "Tuesday"),
    (3, "Wednesday"),
    (4, "Thursday"),
    (5, "Friday"),
    (6, "Saturday"),
    (7, "Sunday"),
]


class EventKind(TextChoices):
    """What a school event is, as far as it matters to whoever plans around it."""

    EXAM = "exam", "Exams"
    HOLIDAY = "holiday", "Holiday or closed"
    INSET = "inset", "INSET day"
    TRIP = "trip", "Trip"
    OTHER = "other", "Something else"


class CalendarImportState(TextChoices):
    """How far an import of the school's calendar has come."""

    PREVIEW = "preview", "Looked at"
    APPLIED = "applied", "Applied"
    UNDONE = "undone", "Undone"
