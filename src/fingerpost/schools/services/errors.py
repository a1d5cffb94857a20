"""Why a change to a school was refused, each with a sentence for the person who asked."""

from fingerpost.common.told import Told


class SchoolRefusal(Told):
    """A change to a school was refused; `sentence` says why in plain words."""


class AlreadyHere(SchoolRefusal):
    """The school uses this installation already."""
