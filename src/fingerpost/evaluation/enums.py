"""Fixed words about feedback."""

from django.db.models import TextChoices


class Side(TextChoices):
    """Which adults say what they thought of a group session."""

    STAFF = "staff", "Staff"
    GUEST = "guest", "Employer or provider"
