"""The timetables app."""

from django.apps import AppConfig


class TimetablesConfig(AppConfig):
    """Has erased students taken out of drafts of timetables."""

    name = "fingerpost.timetables"

    def ready(self) -> None:
        from fingerpost.students.signals import erasing

        from .services.forgetting import forget_students

        erasing.connect(forget_students, dispatch_uid="fingerpost.timetables")
