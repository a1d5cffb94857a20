"""What must be right before the site can work; `fingerpost check` and the start ask for it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import connection

from fingerpost import rules

_PASSES = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


def own_rules_can_be_read(**_: Any) -> list[CheckMessage]:
    """One error for each mistake in the rules, with file, line, entry and key in a sentence."""
    rules.forget()
    try:
        rules.load()
    except rules.RuleError as mistakes:
        hint = f"Mend the file in {settings.EXTRA_RULES}, or move it away, and start again."
        return [Error(text, hint=hint, id="fingerpost.E001") for text in mistakes.problems]
    return []


def walls_hold(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning when PostgreSQL lets this installation's role pass every wall between schools."""
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PASSES)
        passes = cursor.fetchone()[0]
    if not passes:
        return []
    hint = "Give the installation a role of its own that is neither SUPERUSER nor BYPASSRLS."
    text = "The database role may read every school's rows: row-level security does not hold it."
    return [Warning(text, hint=hint, id="fingerpost.W001")]
