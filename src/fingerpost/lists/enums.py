"""Which lists there are, and how far one has come."""

from django.db.models import TextChoices


class ListOf(TextChoices):
    """What a list is of: of each, a school can undo the one that it saved last."""

    OPPORTUNITIES = "opportunities", "Near me"
    GRADES = "grades", "Predicted grades"
    ENTRIES = "entries", "What is new near here"


class ListState(TextChoices):
    """How far a list has come."""

    PREVIEW = "preview", "Looked at"
    APPLIED = "applied", "Saved"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Thrown away"
