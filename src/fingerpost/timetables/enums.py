"""Fixed lists of values about timetables."""

from django.db.models import TextChoices


class TimetableState(TextChoices):
    """How far a timetable is."""

    DRAFT = "draft", "Being made"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled"


class DraftState(TextChoices):
    """How far one draft of a timetable, or of its repair, is."""

    WAITING = "waiting", "Being made"
    IMPROVING = "improving", "Being made better"
    READY = "ready", "Draft"
    FAILED = "failed", "Could not be made"
    PUBLISHED = "published", "Published"


# Nobody has looked at these in the end: the work on them goes on.
IN_THE_MAKING = (DraftState.WAITING, DraftState.IMPROVING)


class SeatState(TextChoices):
    """What came of one interview of a draft, before and after it is published."""

    WAITING = "waiting", "No time given yet"
    AHEAD = "ahead", "Has an interview ahead already"
    TIMED = "timed", "Has a time"
    NO_TIME = "no_time", "Has no time"
    BOOKED = "booked", "Booked"
    REFUSED = "refused", "Could not be booked"
    CANCELLED = "cancelled", "Cancelled"


class SeatChange(TextChoices):
    """What a repair does to an interview that is booked."""

    KEPT = "kept", "Stays as it is"
    REPLACED = "replaced", "Lost the time, has a new one"
    MOVED = "moved", "Moves to make room"
    OTHER_ROOM = "room", "Same time, another room"
    LOST = "lost", "Lost the time, has none"


class LossKind(TextChoices):
    """What a repair does without."""

    ADVISER = "adviser", "An adviser"
    ROOM = "room", "A room"
