"""Fixed lists of values about choices and applications."""

from django.db.models import TextChoices


class ApplicationState(TextChoices):
    """How far an application is, in the words of staff."""

    THINKING = "thinking", "Thinking about it"
    APPLYING = "applying", "Applying"
    APPLIED = "applied", "Applied"
    INTERVIEW = "interview", "Interview"
    OFFER = "offer", "Offer"
    ACCEPTED = "accepted", "Accepted"
    NOT_THIS_TIME = "not_this_time", "Not this time"
    WITHDRAWN = "withdrawn", "Withdrawn"


NOT_SENT = (ApplicationState.THINKING, ApplicationState.APPLYING)
ENDED = (ApplicationState.NOT_THIS_TIME, ApplicationState.WITHDRAWN)
OFFERED = (ApplicationState.OFFER, ApplicationState.ACCEPTED)
SENT = (ApplicationState.APPLIED, ApplicationState.INTERVIEW, *OFFERED)

STATES_FOR_STUDENTS = {
    ApplicationState.THINKING: "I may apply",
    ApplicationState.APPLYING: "I am filling it in",
    ApplicationState.APPLIED: "I sent it",
    ApplicationState.INTERVIEW: "They asked me to come",
    ApplicationState.OFFER: "I got an offer",
    ApplicationState.ACCEPTED: "I said yes",
    ApplicationState.NOT_THIS_TIME: "Not this time",
    ApplicationState.WITHDRAWN: "I pulled out",
}

# What stands in the ledger for a state.
KIND_OF_STATE = {
    ApplicationState.THINKING: "application_planned",
    ApplicationState.APPLYING: "application_planned",
    ApplicationState.APPLIED: "application_made",
    ApplicationState.INTERVIEW: "application_made",
    ApplicationState.OFFER: "application_offer",
    ApplicationState.ACCEPTED: "application_accepted",
    ApplicationState.NOT_THIS_TIME: "application_ended",
    ApplicationState.WITHDRAWN: "application_ended",
}

# Why somebody chooses; none is better than another, and they are shown in this order to all.
REASONS = (
    ("like", "I like the subject or the work"),
    ("good_at", "I am good at it"),
    ("leads_to", "It leads to a job I want"),
    ("way_of_learning", "I like the way I would learn"),
    ("near", "I can get there"),
    ("money", "I want to earn, or it costs less"),
    ("family", "My family likes it"),
    ("friends", "My friends will be there"),
)
MOST_ALTERNATIVES = 3
MOST_SUBJECTS = 12
# Offered to help with typing; any other subject may be written.
SUBJECTS = (
    "Art and design",
    "Business",
    "Computer science",
    "Dance",
    "Design and technology",
    "Drama",
    "Engineering",
    "Food",
    "French",
    "Geography",
    "German",
    "Health and social care",
    "History",
    "Media",
    "Music",
    "PE",
    "RE",
    "Spanish",
    "Sport",
    "Triple science",
)


class DocumentKind(TextChoices):
    """What a student writes about themselves from their record."""

    CV = "cv", "CV"
    STATEMENT = "statement", "Personal statement"
