"""Local entries in words: for students by what they tell, for staff by how they stand."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from fingerpost import rules
from fingerpost.common.days import day_words
from fingerpost.pathways.bridge import Here, miles_from
from fingerpost.pathways.presenters.courses import distance_words
from fingerpost.pathways.slots import NewsCard

from .. import bridge
from ..enums import KIND_FOR_STUDENTS, EntryKind


def sector_labels(*, for_students: bool) -> dict[str, str]:
    """Labels of the sectors by name, in the order of the rules."""
    found = sorted(rules.sectors(timezone.localdate()), key=lambda one: one.order)
    return {one.name: one.student_label if for_students else one.label for one in found}


def student_cards(entries: Iterable[Any], here: Here | None = None) -> list[NewsCard]:
    """Entries as students read them; with how far each is from here, where both are known."""
    labels, listed = sector_labels(for_students=True), list(entries)
    return [
        _card(
            one,
            KIND_FOR_STUDENTS[EntryKind(one.kind)],
            labels,
            distance=distance_words(away, one.placed_by, here.name) if here and away else "",
        )
        for one, away in zip(listed, miles_from(here, listed), strict=True)
    ]


def staff_cards(entries: Iterable[Any]) -> list[NewsCard]:
    """Entries as those who keep them read them, with who entered each and when it is shown."""
    labels = sector_labels(for_students=False)
    return [
        _card(
            one,
            one.get_kind_display(),
            labels,
            days=f"{day_words(one.from_on)} to {day_words(one.until_on)}",
            entered=_entered(one),
        )
        for one in entries
    ]


def _entered(one: Any) -> str:
    by = f" by {one.entered_by}" if one.entered_by else ""
    return f"Entered{by} on {day_words(timezone.localtime(one.entered_at).date())}."


def _card(one: Any, kind: str, labels: dict[str, str], **more: str) -> NewsCard:
    named = [found for slug in one.occupations if (found := bridge.occupation(slug))]
    return NewsCard(
        one.pk,
        kind,
        one.title,
        one.text,
        one.source,
        one.link,
        day_words(one.until_on),
        [(found.slug, found.title) for found in named],
        ", ".join(labels[name] for name in one.sectors if name in labels),
        **more,
    )
