"""Ideas as pages and files show them."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from ..models import Idea

FORMAT = "fingerpost-ideas"
FORMAT_VERSION = 1
COLUMNS = (
    "title", "kind", "note", "source", "source_url", "saved_on", "shared_with_family_on",
    "dropped_on",
)  # fmt: skip


def _day(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _plain(idea: Idea) -> dict[str, str]:
    return {
        "title": idea.title,
        "kind": idea.kind,
        "note": idea.note,
        "source": idea.source,
        "source_url": idea.source_url,
        "saved_on": _day(idea.saved_at),
        "shared_with_family_on": _day(idea.shared_with_family_at),
        "dropped_on": _day(idea.dropped_at),
    }


def as_json(ideas: Iterable[Idea]) -> str:
    """Ideas as a JSON document that says what it is."""
    document = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "ideas": [_plain(idea) for idea in ideas],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_rows(ideas: Iterable[Idea]) -> list[list[str]]:
    """Ideas as lines under COLUMNS."""
    return [[line[name] for name in COLUMNS] for line in map(_plain, ideas)]
