"""A timetable begins from one that there is, and stops when it is told to."""

import datetime as dt
import time
from copy import deepcopy
from random import Random

import pytest

from fingerpost.engines.timetable import BadResult, check, making, read_problem, timetable
from tests.engines.timetable.one_school import PLAIN


def crowded():
    """Sixty interviews, whose advisers' caps no assignment knows of."""
    chance = Random(5)
    first = dt.date(2026, 10, 5)
    days = [(first + dt.timedelta(days=one)).isoformat() for one in range(12)]
    problem = deepcopy(PLAIN)
    problem["days"] = days
    for adviser in problem["advisers"]:
        window = {"days": days, "school": "North", "from": "09:00", "to": "12:00"}
        adviser |= {"windows": [window], "cap": 3}
    problem["students"] = [
        {
            "id": f"S{one}",
            "school": "North",
            "lessons": [
                {"days": [day], "from": f"{hour:02}:00", "to": f"{hour + 1:02}:00", "cost": 3}
                for day in days
                for hour in (9, 10, 11)
                if chance.random() < 0.5
            ],
        }
        for one in range(60)
    ]
    problem["interviews"] = [
        {"id": f"I{one}", "student": f"S{one}", "minutes": 30, "need": chance.randrange(100)}
        for one in range(60)
    ]
    return problem


def at_once(problem, **options):
    return timetable(read_problem(problem), 60, stopped=lambda: True, **options)


@pytest.fixture
def searched(monkeypatch):
    monkeypatch.setattr(making, "_SMALL", 0)


def test_what_begins_from_a_better_timetable_is_no_worse(searched):
    problem = crowded()
    better = timetable(read_problem(problem), 3)
    assert better.cost < at_once(problem).cost
    again = at_once(problem, start=better.as_json())
    assert again.cost <= better.cost
    assert check(problem, again.as_json()) == []


def test_what_can_no_longer_be_had_is_left_out_and_others_are_placed_around_it():
    problem = crowded()
    before = at_once(problem).as_json()
    before["appointments"] = before["appointments"][:30]
    del problem["advisers"][1], problem["interviews"][:5]
    begun, anew = [], []
    after = at_once(problem, progress=begun.append, start=before)
    at_once(problem, progress=anew.append)
    assert check(problem, after.as_json()) == []
    assert after.cost <= begun[0].cost <= anew[0].cost


def test_a_malformed_beginning_is_refused():
    with pytest.raises(BadResult):
        at_once(crowded(), start={"appointments": 3})


@pytest.mark.parametrize("small", [0, 10**9])
def test_it_ends_soon_after_it_is_told_to_with_the_best_so_far(monkeypatch, small):
    monkeypatch.setattr(making, "_SMALL", small)
    problem, told = crowded(), []
    begin = time.perf_counter()
    found = timetable(
        read_problem(problem),
        300,
        told.append,
        stopped=lambda: time.perf_counter() > begin + 1,
    )
    # A step that has begun is ended, on a machine with other work too.
    assert time.perf_counter() - begin < 60
    assert check(problem, found.as_json()) == []
    assert found.cost <= told[0].cost
