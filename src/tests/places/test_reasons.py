"""The sentence on why is true of each student."""

import pytest

from fingerpost.places.selectors.outcomes import read_outcome
from fingerpost.places.services.reasons import Reasons, deciding_words

NEED = [{"name": "need", "weight": 1, "level": 1}, {"name": "preference", "weight": 1, "level": 2}]


def problem(needs, *, capacity=1, criteria=NEED, reserved=None, conflicts=(), sessions=("7", "8")):
    """Students 1, 2, ... with these needs, all of whom want the sessions in their order."""
    return {
        "students": [
            {
                "id": str(number),
                "need": need,
                "missed_before": 0,
                "groups": [],
                "preferences": list(sessions),
            }
            for number, need in enumerate(needs, 1)
        ],
        "sessions": [
            {"id": key, "capacity": capacity, "reserved": reserved or {}, "benefit": {}}
            for key in sessions
        ],
        "criteria": criteria,
        "conflicts": [list(pair) for pair in conflicts],
    }


def reasons(given, places, *, cancelled=(), lots=None):
    result = {
        "places": [{"student": str(one), "session": str(key)} for one, key in places],
        "cancelled": [str(key) for key in cancelled],
    }
    outcome = read_outcome(given, result)
    return Reasons(given, outcome, {7: "Hospital", 8: "Theatre"}, lots or {}), outcome.got


def test_a_first_choice_needs_no_more_words():
    said, got = reasons(problem([10]), [(1, 7)])
    assert said.for_place(got[1], 7) == "You put this first, and there was a place for you."


def test_a_second_choice_says_how_many_wanted_the_first_and_who_had_it():
    said, got = reasons(problem([90, 10, 5, 4, 3]), [(1, 7), (2, 8)])
    assert said.for_place(got[2], 8) == (
        "This is your second choice. 5 students wanted “Hospital”, and it has 1 place. "
        "They went to students who need it most now."
    )


def test_who_needs_it_more_is_not_told_that_others_need_it_more():
    said, got = reasons(problem([90, 10]), [(2, 7)])
    told = said.for_none(got[1])
    assert "need it most" not in told
    assert "You need it as much as some who got it." in told


def test_who_is_level_is_told_so():
    said, got = reasons(problem([50, 50]), [(2, 7), (2, 8)])
    assert "Others came out the same as you." in said.for_none(got[1])


def test_lots_are_told():
    said, got = reasons(problem([50, 50], sessions=("7",)), [(2, 7)], lots={1: 7})
    assert said.for_none(got[1]) == (
        "For “Hospital” you came out the same as others for the last place. We drew lots."
    )


def test_few_are_told_as_more_than_there_are_places():
    said, got = reasons(problem([90, 10], sessions=("7",)), [(1, 7)])
    assert said.for_none(got[2]).startswith("More students wanted “Hospital” than it has places.")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"cancelled": [7]}, "Too few students chose “Hospital”, so it will not run."),
        ({}, "You could not have “Hospital”: there was not the help or space to take you along."),
    ],
)
def test_what_else_was_in_the_way_is_told(more, sentence):
    said, got = reasons(problem([50], capacity=3, sessions=("7",)), [], **more)
    assert said.for_none(got[1]) == sentence


def test_the_time_of_another_place_is_told():
    given = problem([50], capacity=3, conflicts=[("7", "8")])
    said, got = reasons(given, [(1, 8)])
    assert "“Hospital” is at the same time as your place." in said.for_place(got[1], 8)


def test_a_reserved_share_is_told_without_its_group():
    given = problem([90, 10], reserved={"pupil_premium": 1}, sessions=("7",))
    said, got = reasons(given, [(1, 7)])
    told = said.for_none(got[2])
    assert told.endswith("Some were kept for students who need them most.")
    assert "premium" not in told


def test_the_criteria_that_decide_first_are_named():
    both = [{"name": "missed_before", "weight": 1, "level": 1}, {**NEED[0], "weight": 3}]
    assert deciding_words(both) == "students who need it most now or missed out before"
