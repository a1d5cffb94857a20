"""Fixed words about the programme."""

from django.db.models import TextChoices

# Encounters of one student alone: an interview has its own pages, a helpline takes one caller.
ONE_STUDENT_KINDS = frozenset({"guidance_interview", "helpline_contact"})
SUBJECT_KIND = "subject_lesson"
ABOUT = "session"


class SessionState(TextChoices):
    """Where a group session stands."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class PlacesBy(TextChoices):
    """How students come to be down for a session."""

    STAFF = "staff", "Staff put students down"
    FIRST_COME = "first_come", "Students sign up, first come, first served"
    ROUND = "round", "A round of places shares them out"


class Consent(TextChoices):
    """Whether a parent or carer agreed that a student goes along."""

    NOT_ASKED = "not_asked", "Not asked"
    ASKED = "asked", "Asked, no answer yet"
    GIVEN = "given", "Given"
    REFUSED = "refused", "Refused"


class Reach(TextChoices):
    """How many sessions of a series something is done to."""

    ONE = "one", "Only this session"
    LATER = "later", "This one and the later ones of the series"
    ALL = "all", "All sessions of the series"


class Repeat(TextChoices):
    """How many sessions are planned at one press."""

    ONCE = "once", "One session"
    WEEKLY = "weekly", "One a week"
    GROUPS = "groups", "One for each tutor group, all at this time"
    GROUPS_WEEKLY = "groups_weekly", "One for each tutor group, a week apart"
