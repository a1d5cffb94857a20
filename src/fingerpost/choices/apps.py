"""The choices app."""

from django.apps import AppConfig


class ChoicesConfig(AppConfig):
    """Gives the pages about jobs the grades that students are predicted; has erased students
    forgotten in what undoing a list of grades needs.
    """

    name = "fingerpost.choices"

    def ready(self) -> None:
        from fingerpost.pathways.slots import give_grades
        from fingerpost.students.signals import erasing

        from .selectors.grades import grades_by_subject
        from .services.grades import forget_students

        give_grades(self.name, grades_by_subject)
        erasing.connect(forget_students, dispatch_uid=self.name)
