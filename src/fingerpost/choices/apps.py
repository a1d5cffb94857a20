"""The choices app."""

from django.apps import AppConfig


class ChoicesConfig(AppConfig):
    """Gives the pages about jobs the grades that students are predicted."""

    name = "fingerpost.choices"

    def ready(self) -> None:
        from fingerpost.pathways.slots import give_grades

        from .selectors.grades import grades_by_subject

        give_grades(self.name, grades_by_subject)
