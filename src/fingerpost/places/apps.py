"""The places app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Has erased students taken out of drafts."""

    name = "fingerpost.places"

    def ready(self) -> None:
        from fingerpost.students.signals import erasing

        from .services.forgetting import forget_students

        erasing.connect(forget_students, dispatch_uid="fingerpost.places")
