"""What a repair costs at least if those in the way may leave: never more than a repair."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.engines.timetable import Lost, read_problem, timetable, without
from fingerpost.engines.timetable.keeping import Keeping
from fingerpost.engines.timetable.leaving import Leaving
from fingerpost.engines.timetable.listing import listing_of
from fingerpost.engines.timetable.reading import read_result
from fingerpost.engines.timetable.result import appointment_of
from tests.engines.timetable.made_problems import as_result, best_repair, tight
from tests.engines.timetable.one_school import DAYS, appointment, plain


def keeping_of(problem, before, lost):
    changed = read_problem(without(problem, before, [lost]))
    held = [appointment_of(one) for one in read_result(before)["appointments"]]
    return Keeping(listing_of(changed), held, lost.first)


def window(day):
    return {"day": day, "school": "North", "from": "09:00", "to": "09:30"}


def ben_is_ill():
    """Sam saw Ben on the only day that will do; Tia, seen by Ada then, has a follow-up later."""
    problem = plain()
    ada, ben = problem["advisers"]
    ada["windows"] = [window(DAYS[0]), window(DAYS[1]), window(DAYS[3])]
    ben["windows"] = [window(DAYS[0])]
    problem["interviews"][0]["deadline"] = DAYS[0]
    problem["interviews"][2] |= {"student": "Tia", "follows": "I2", "days_after": 3}
    before = as_result(
        problem,
        [
            appointment("I1", "Sam", adviser="Ben", room="R2"),
            appointment("I2", "Tia"),
            appointment("I3", "Tia", day=DAYS[3]),
        ],
    )
    monday = date.fromisoformat(DAYS[0])
    return keeping_of(problem, {**before, "cost": 0}, Lost("adviser", "Ben", monday, monday))


def test_whoever_leaves_may_go_where_the_follow_up_can_stay():
    keeping = ben_is_ill()
    leaving = Leaving(keeping, keeping.with_relatives(keeping.displaced))
    assert leaving.optimum(10).at_least == 1


def test_what_is_not_enough_is_shown_not_to_be_and_what_is_tells_who_leaves():
    keeping = ben_is_ill()
    leaving = Leaving(keeping, keeping.with_relatives(keeping.displaced))
    optimum = leaving.optimum(10)
    within = leaving.within(1, optimum, 10)
    second = keeping.listing.grid.interviews["I2"]
    assert (within.possible, within.leave) == (True, {second})
    assert leaving.within(0, optimum, 10).possible is False


@given(seed=st.integers(0, 2**20))
@settings(max_examples=40, deadline=None)
def test_no_repair_moves_fewer_than_leave_whoever_else_goes_freely(seed):
    problem = tight(seed)
    before = timetable(read_problem(problem), 10).as_json()
    day = Random(seed).choice(problem["days"])
    lost = Lost("adviser", problem["advisers"][0]["id"], *[date.fromisoformat(day)] * 2)
    keeping = keeping_of(problem, before, lost)
    if not keeping.displaced:
        return
    weight, moves = best_repair(without(problem, before, [lost]), before, day)
    some = [one for one in keeping.own if seed >> one & 1]
    leaving = Leaving(keeping, keeping.with_relatives([*keeping.displaced, *some]))
    optimum = leaving.optimum(10)
    if weight == 0:
        assert optimum.at_least <= moves
        assert leaving.within(moves, optimum, 10).possible
