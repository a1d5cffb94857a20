"""Why a change to the roll was refused, each with a sentence for the person who asked."""

from fingerpost.common.told import Told


class RollRefusal(Told):
    """A change to the roll was refused; `sentence` says why in plain words."""


class WrongSchool(RollRefusal):
    """The file names another school."""


class AlreadyDecided(RollRefusal):
    """The import was applied, undone or discarded before."""


class RollHasChanged(RollRefusal):
    """Someone changed the roll after the preview was worked out."""


class NothingToApply(RollRefusal):
    """The roll already agrees with the file."""


class LeaversNotConfirmed(RollRefusal):
    """So many students would leave that somebody must say that it is right."""


class CannotUndo(RollRefusal):
    """The import can no longer be taken back."""


class InvalidChange(RollRefusal):
    """What was asked for does not fit what is on the roll."""
