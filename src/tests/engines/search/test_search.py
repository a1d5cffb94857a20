"""Finding occupations by any words: measured on queries that were labelled by somebody else."""

import csv
import time
from pathlib import Path

import pytest

from fingerpost.engines.search import Entry, build, measured
from fingerpost.engines.search.spelling import Spelling
from fingerpost.occupations import load
from fingerpost.occupations.finding import finder

QUERIES = Path(__file__).parent / "queries.csv"


@pytest.fixture(scope="module")
def labelled():
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [(row["query"], row["relevant"].split("|")) for row in csv.DictReader(file)]


def find(words):
    return [one.occupation.slug for one in finder().find(words, 10)]


def test_the_labels_name_occupations_that_there_are(labelled):
    assert len({query for query, _ in labelled}) == len(labelled) >= 150
    known = load().by_slug.keys()
    assert all(set(right) <= known for _, right in labelled)


def test_what_is_looked_for_is_among_the_first_five(labelled):
    """On every second query; the everyday words were chosen with the others in sight."""
    quality = measured(find, labelled[1::2])
    assert quality.success_at_5 >= 0.85, quality.missed
    assert quality.reciprocal_rank >= 0.75


def test_an_answer_takes_no_longer_than_a_blink(labelled):
    finder()
    begun = time.process_time()
    for query, _ in labelled:
        find(query)
    assert (time.process_time() - begun) / len(labelled) < 0.05


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hairdreser", "hairdresser"),
        ("HAIRDRESSER", "hairdresser"),
        ("lollipop lady", "school-crossing-patrol"),
        ("binman", "bin-worker"),
        ("i want to be a vet", "vet"),
        ("arcitect", "architect"),
    ],
)
def test_spelling_case_and_titles_nobody_lists(typed, first):
    assert find(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "qqqqqqqq", "(", "*", "a" * 5000, "' OR 1=1"])
def test_anything_can_be_typed(typed):
    assert isinstance(find(typed), list)


def test_a_title_tells_by_what_name_it_was_found():
    hit = finder().find("lollipop lady", 1)[0]
    assert hit.occupation.slug == "school-crossing-patrol"


def test_a_name_that_points_elsewhere_is_no_hit_itself():
    index = build([Entry("x", "Farrier"), Entry("t", "Blacksmith, horses", points_to=("x",))])
    hits = index.find("blacksmith")
    assert [(hit.key, hit.by) for hit in hits] == [("x", "Blacksmith, horses")]


def test_everyday_words_stand_for_words_of_the_trade():
    entries = [Entry("m", "Motor mechanic"), Entry("p", "Painter")]
    index = build(entries, {"fixing cars": ("motor", "mechanic")})
    assert index.find("fix car")[0].key == "m"


def test_words_that_look_or_sound_alike_are_taken_for_each_other():
    spelling = Spelling(frozenset({"electrician", "elephant", "physio", "nurse"}))
    assert spelling.meant("electrishan")[0][0] == "electrician"
    assert spelling.meant("fizio")[0][0] == "physio"
    assert spelling.meant("nurse") == (("nurse", 1.0),)
    assert spelling.meant("xyzzy") == ()
