"""Why something about a round was refused, each with a plain sentence."""


class RoundError(ValueError):
    """A change to a round was refused."""


class AlreadyShown(RoundError):
    """Students have been shown the criteria: these stand."""


class NothingToShare(RoundError):
    """A round without sessions, or without criteria."""


class NotNow(RoundError):
    """The round is not at the point where this can be done."""


class SessionTaken(RoundError):
    """A session is in another round, or cannot be shared out."""


class AnotherRound(RoundError):
    """The form's key belongs to another round."""


class NotOpen(RoundError):
    """The round takes no answers, or not from this student."""


class BadChoices(RoundError):
    """Choices that are not among the student's."""


class StaleRanking(RoundError):
    """Another answer of the student's came after the form was made."""


class StaleDraft(RoundError):
    """Something has changed since the draft was worked out."""


class WrongResult(RoundError):
    """The independent check found something wrong with a draft."""


class NotAnswerable(RoundError):
    """The offer is no longer to be answered."""
