"""Intentions as pages show them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from fingerpost.rules import routes

from .enums import HOW_SURE, OPTIONS
from .forms import NOT_SURE
from .models import Intention


@dataclass(frozen=True)
class Said:
    """One intention in words, as a timeline shows it."""

    when: str
    title: str
    text: str


def _labels(on: dt.date, plain: bool) -> dict[str, str]:
    return {route.name: route.student_label if plain else route.label for route in routes(on)}


def history(intentions: Iterable[Intention], *, plain: bool = True) -> list[Said]:
    """What was said, newest first; `plain` uses a student's words for routes."""
    today = timezone.localdate()
    labels = _labels(today, plain)
    sure = dict(HOW_SURE)
    return [
        Said(
            when=date_format(timezone.localtime(intention.recorded_at), "j F Y"),
            title=_title(intention, labels),
            text=_text(intention, labels, sure),
        )
        for intention in intentions
    ]


def _title(intention: Intention, labels: dict[str, str]) -> str:
    if intention.route:
        return labels.get(intention.route, intention.route)
    return "GCSE options" if intention.point == OPTIONS else "Not sure yet"


def _text(intention: Intention, labels: dict[str, str], sure: dict[int, str]) -> str:
    parts = [f"{sure[intention.how_sure]}."]
    if intention.fallback_route:
        second = labels.get(intention.fallback_route, intention.fallback_route)
        parts.append(f"Second plan: {second}.")
    if intention.note:
        parts.append(intention.note)
    return " ".join(parts)


def first_answers(intention: Intention | None, point: str) -> dict[str, Any]:
    """What a form starts with: the last answers at this point, or nothing at all."""
    if intention is None or intention.point != point:
        return {}
    return {
        "route": intention.route or NOT_SURE,
        "how_sure": intention.how_sure,
        "fallback_route": intention.fallback_route,
        "note": intention.note,
    }
