"""Fixed lists of values about records from other schools."""

from django.db.models import TextChoices


class ImportState(TextChoices):
    """Where a record file stands."""

    PREVIEW = "preview", "Not decided yet"
    APPLIED = "applied", "Read in"
    DISCARDED = "discarded", "Thrown away"
    UNDONE = "undone", "Taken back"


class Sort(TextChoices):
    """The sorts of piece in a record, in the order in which people read them."""

    ENCOUNTER = "encounter", "Encounters and interviews"
    ACTION = "action", "Actions"
    IDEA = "idea", "Ideas"
    INTENTION = "intention", "Intentions"
    REASONS = "reasons", "Reasons and alternatives"
    APPLICATION = "application", "Applications"
    PREDICTED_GRADE = "predicted_grade", "Predicted grades"
    RESPONSIBILITY = "responsibility", "What they were in charge of"
    DOCUMENT = "document", "CVs and statements"
    SELF_ASSESSMENT = "self_assessment", "Answers about themselves"
    FEEDBACK = "feedback", "Feedback"
    STAY = "stay", "Time at schools"
