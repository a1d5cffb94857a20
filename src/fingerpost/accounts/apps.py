"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Connects the sign-in signal."""

    name = "fingerpost.accounts"

    def ready(self) -> None:
        from . import signals  # noqa: F401
