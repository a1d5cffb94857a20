"""What the pages about jobs show of local entries: those about a job or some kinds of work."""

from collections.abc import Sequence

from django.utils import timezone

from fingerpost.pathways.bridge import miles_from
from fingerpost.pathways.slots import NewsAsked, NewsCard

from .. import bridge
from ..enums import ROUTES_OF_APPRENTICESHIPS, EntryKind
from ..models import LocalEntry
from ..selectors.entries import about, shown_entries
from .entries import student_cards


def news_of(asked: NewsAsked) -> Sequence[NewsCard]:
    """The viewer's school's entries about what is asked, by kind; of each kind the nearest first.

    Of an occupation those that name it come first, then those of its sectors. Of some routes only
    apprenticeships are told: other entries are on no route.
    """
    found = shown_entries(asked.viewer.school, timezone.localdate())
    if asked.slug:
        found = about(found, slug=asked.slug, sectors=bridge.sectors_of_slugs([asked.slug]))
    elif asked.sectors:
        found = about(found, sectors=asked.sectors)
    if asked.routes:
        is_asked = bool(set(asked.routes) & set(ROUTES_OF_APPRENTICESHIPS))
        found = [one for one in found if is_asked and one.kind == EntryKind.APPRENTICESHIP]
    return student_cards(_within_reach(found, asked), asked.here)


def _within_reach(entries: Sequence[LocalEntry], asked: NewsAsked) -> list[LocalEntry]:
    """Those near enough, the vacancies by how far off they are. What has no place is never too
    far.
    """
    away = dict(zip(entries, miles_from(asked.here, entries), strict=True))
    near = [one for one in entries if asked.miles is None or (away[one] or 0.0) <= asked.miles]
    hand = [one for one in near if not one.reference]
    return hand + sorted(
        (one for one in near if one.reference), key=lambda one: away[one] or float("inf")
    )
