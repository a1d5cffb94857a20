"""Counting tries that must not go on for ever, however many come at the same time."""

import time

from django.core.cache import cache


def claim_try(what: str, *, most: int, seconds: int) -> str | None:
    """Take one of `most` places for tries at `what`; None when all are taken.

    Call it before the try. A place is free again when the stretch of `seconds` is over, or with
    `give_back`. Only `cache.add` is one step in every cache: to add one to a number is a reading
    and a writing in the shared cache, and tries between the two would not count.
    """
    stretch = int(time.time()) // seconds
    places = [f"try:{what}:{stretch}:{number}" for number in range(most)]
    taken = cache.get_many(places)
    for place in places:
        if place not in taken and cache.add(place, 1, seconds):
            return place
    return None


def give_back(place: str) -> None:
    """Free the place of a try that turned out right."""
    cache.delete(place)
