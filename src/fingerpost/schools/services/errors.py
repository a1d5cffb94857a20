"""Why a change to a school was refused, each with a sentence for the person who asked."""


class SchoolRefusal(Exception):
    """A change to a school was refused; `sentence` says why in plain words."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class AlreadyHere(SchoolRefusal):
    """The school uses this installation already."""
