"""Lots were drawn between those, and only those, whom other best sharings-out give the place."""

from hypothesis import given

from fingerpost.engines.allocation import allocate, read_problem
from fingerpost.engines.allocation.reasons import BY_LOT
from tests.engines.allocation import brute
from tests.engines.allocation.rounds import one_round
from tests.engines.allocation.test_against_brute_force import MANY, problems

BY_FLOW = frozenset({"reserved", "slot"})


def reasons(data):
    """Student to what they are told, of those without a place."""
    problem = read_problem(data)
    told = allocate(problem).to_json(problem)
    return {one["student"]: one["reason"] for one in told["unplaced"]}


def test_whoever_sets_a_price_alone_was_level_with_nobody():
    assert "drawn by lot" not in reasons(one_round())["Dot"]


def test_of_two_who_are_level_the_loser_is_told_so():
    data = one_round()
    data["students"][0]["need"] = data["students"][1]["need"] = data["students"][2]["need"] = 90
    data["sessions"][1]["capacity"] = 1
    assert list(reasons(data).values()).count(BY_LOT.format(session="mill")) == 1


@given(data=problems(BY_FLOW))
@MANY
def test_lots_were_drawn_where_another_best_sharing_out_gives_the_place(data):
    told = reasons(data)
    best = brute.best_ones(data)
    for student, reason in told.items():
        places = {session for held in best for session in held[student]}
        said = {session for session in places if reason == BY_LOT.format(session=session)}
        assert bool(said) == bool(places), (student, reason, places)
