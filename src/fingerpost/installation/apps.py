"""What is set up when the installation starts."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from fingerpost import rules


def own_folder() -> Path | None:
    """The installation's own folder of rules, where it has one."""
    return settings.EXTRA_RULES if settings.EXTRA_RULES.is_dir() else None


class InstallationConfig(AppConfig):
    """Tells the rules where the installation's own are, and has them checked at the start."""

    name = "fingerpost.installation"

    def ready(self) -> None:
        from .checks import own_rules_can_be_read, walls_hold

        rules.own_rules(own_folder)
        checks.register(own_rules_can_be_read)
        checks.register(walls_hold, checks.Tags.database)
