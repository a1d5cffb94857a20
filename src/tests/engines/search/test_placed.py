"""Finding things that have a place, on disk: no route is crowded out, what is near comes first."""

import random
from collections import Counter

import pytest

from fingerpost.engines.search.placed import (
    Near,
    PlacedHit,
    PlacedIndex,
    PlacedThing,
    in_turn,
    write,
)

SAID = {"fixing cars": ("vehicle", "motor")}
THINGS = [
    PlacedThing(1, "Plumbing level 2", "Hill College", "", "further_education", 400_000, 400_000),
    PlacedThing(2, "Plumbing level 2", "Dale College", "", "further_education", 500_000, 500_000),
    PlacedThing(3, "Plumbing apprentice", "Pipe Works", "", "apprenticeship", 401_000, 400_000),
    PlacedThing(4, "Motor vehicle repair", "Hill College", "", "further_education"),
    PlacedThing(5, "Art", "Hill College", "creative and design", "further_education", 0, 0),
]


@pytest.fixture
def index(tmp_path):
    assert write(tmp_path, THINGS, SAID) == len(THINGS)
    return PlacedIndex.open(tmp_path, SAID)


def keys(hits):
    return [hit.key for hit in hits]


def test_it_is_found_again_after_it_was_written_with_mistakes_and_everyday_words(index):
    assert set(keys(index.find("pluming"))) >= {1, 2, 3}
    assert keys(index.find("fixing cars"))[0] == 4
    assert keys(index.find("creative"))[0] == 5
    assert keys(index.find("Dale"))[0] == 2
    assert index.find("qqqqqq") == []
    assert index.find("  ") == []


def test_what_is_within_reach_alone_is_found_and_the_nearer_first(index):
    assert set(keys(index.find("plumbing", near=Near(400_000, 400_000, 10)))) == {1, 3}
    far = index.find("plumbing level 2", near=Near(499_000, 499_000, 200))
    assert [key for key in keys(far) if key in (1, 2)] == [2, 1]


def test_no_route_is_crowded_out_by_one_with_many(tmp_path):
    """2,000 of one route and one of each other: each is among the first."""
    others = ["apprenticeship", "t_level", "community_learning"]
    things = [PlacedThing(n, "Baker", "", "", "university") for n in range(2000)]
    things += [PlacedThing(5000 + n, "Baker", "", "", route) for n, route in enumerate(others)]
    random.Random(1).shuffle(things)
    write(tmp_path, things)
    routes = ["university", *others]
    first = PlacedIndex.open(tmp_path).find("baker", routes=routes, limit=4)
    assert Counter(hit.route for hit in first) == Counter(routes)


def test_routes_take_turns_each_in_the_order_of_its_scores():
    hits = [PlacedHit(1, "a", 5), PlacedHit(2, "a", 4), PlacedHit(3, "b", 1), PlacedHit(4, "a", 9)]
    assert keys(in_turn(hits)) == [4, 3, 1, 2]


def test_a_folder_without_a_search_is_no_search(tmp_path):
    with pytest.raises(OSError, match=r"words\.json"):
        PlacedIndex.open(tmp_path)
