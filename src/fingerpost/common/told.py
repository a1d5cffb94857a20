"""What is said to people when something cannot be done."""


class Told(Exception):
    """`sentence` says in plain words what is wrong."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
