"""The deeds an audit line can tell."""

from django.db.models import TextChoices


class Deed(TextChoices):
    """What was done."""

    LOOKED = "looked", "looked at"
    ADDED = "added", "added"
    CHANGED = "changed", "changed"
    REMOVED = "removed", "removed"
    SHARED = "shared", "shared"
    EXPORTED = "exported", "exported"
    IMPORTED = "imported", "imported"
    UNDID = "undid", "undid"
    SIGNED_IN = "signed_in", "signed in"
