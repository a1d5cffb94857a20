"""Fixed lists of values about interviews and plans."""

from django.db.models import TextChoices


class InterviewState(TextChoices):
    """Where an interview stands."""

    BOOKED = "booked", "Booked"
    HELD = "held", "Held"
    MISSED = "missed", "Missed"
    CANCELLED = "cancelled", "Cancelled"


class PlaceState(TextChoices):
    """What came of one student's place in a group booking."""

    WAITING = "waiting", "Waiting"
    BOOKED = "booked", "Booked"
    NO_TIME = "no_time", "No free time left"
    REFUSED = "refused", "Could not be booked"
    ALREADY = "already", "Had an interview ahead already"


class Owner(TextChoices):
    """Who carries an action out."""

    STUDENT = "student", "Student"
    FAMILY = "family", "Parent or carer"
    TUTOR = "tutor", "Tutor"
    ADVISER = "adviser", "Adviser"
    CAREERS_LEADER = "careers_leader", "Careers leader"
    SENCO = "senco", "SEN coordinator"


class ActionState(TextChoices):
    """Where an action stands. Overdue is not a state: it is an open action past its date."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer needed"


class ActionSource(TextChoices):
    """What an action came from."""

    INTERVIEW = "interview", "Guidance interview"
    IDEA = "idea", "The student's own idea"
    NEXT_STEP = "next_step", "Next step"
    TUTOR = "tutor", "Tutor time"
    STUDENT = "student", "The student"
    ELSEWHERE = "elsewhere", "Another school"


class ProfessionalRegister(TextChoices):
    """Registers of careers professionals."""

    CDI = "cdi", "CDI UK Register of Career Development Professionals"
    OTHER = "other", "Another register"
    NONE = "", "Not on a register"


class AskKind(TextChoices):
    """What staff may ask for a student when the next step is not theirs to take."""

    INTERVIEW = "interview", "An interview with an adviser"
    READ_RECORD = "read_record", "That the student reads a record"


class NoticeKind(TextChoices):
    """What an e-mail tells."""

    BOOKED = "booked", "Booked"
    MOVED = "moved", "Moved"
    CANCELLED = "cancelled", "Cancelled"
    TOMORROW = "tomorrow", "The day before"
    LATE_ACTIONS = "late_actions", "Late actions of the week"
