"""What must be right before the site can work; `fingerpost check` and the start ask for it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from fingerpost import rules


def own_rules_can_be_read(**_: Any) -> list[CheckMessage]:
    """One error for each mistake in the rules, with file, line, entry and key in a sentence."""
    rules.forget()
    try:
        rules.load()
    except rules.RuleError as mistakes:
        hint = f"Mend the file in {settings.EXTRA_RULES}, or move it away, and start again."
        return [Error(text, hint=hint, id="fingerpost.E001") for text in mistakes.problems]
    return []
