"""What a governor can learn by laying two reports side by side: nothing about a small group."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.common.report_days import a_year_before, report_day, report_days
from fingerpost.measures.answers import Answers
from fingerpost.measures.disclosure import rounded
from fingerpost.measures.engine import Engine
from tests.measures.builder import AS_OF, Made

THRESHOLD = 6
numbers = st.integers(0, 5000)


@given(numbers, numbers, st.integers(2, 20))
def test_two_shown_numbers_differ_by_nothing_or_by_the_threshold_at_least(one, other, threshold):
    apart = abs(rounded(one, threshold) - rounded(other, threshold))
    assert apart == 0 or apart >= threshold


shown_numbers = numbers.filter(lambda n: n == 0 or n >= THRESHOLD)


@given(shown_numbers, shown_numbers)
def test_nobody_can_conclude_that_a_small_group_made_the_difference(one, other):
    """Where two numbers differ a large group may have done it; where not, perhaps nobody did."""
    low, high = sorted((one, other))
    possible = [
        {n for n in range(max(0, true - THRESHOLD), true + THRESHOLD + 1) if _may_be(n, true)}
        for true in (low, high)
    ]
    differences = {b - a for a in possible[0] for b in possible[1]}
    if rounded(low, THRESHOLD) == rounded(high, THRESHOLD):
        assert 0 in differences
    else:
        assert max(differences) >= THRESHOLD


def _may_be(number, true):
    """Whether a number is shown, and as the true one is."""
    is_shown = number == 0 or number >= THRESHOLD
    return is_shown and rounded(number, THRESHOLD) == rounded(true, THRESHOLD)


@given(st.dates(date(2014, 1, 1), date(2040, 1, 1)))
def test_days_on_offer_are_a_month_apart_and_never_after_today(today):
    days = report_days(today)
    every = sorted({*days, *map(a_year_before, days)})
    assert all(day.day == 1 and day <= today for day in every)
    assert all(second - first >= timedelta(28) for first, second in pairwise(every))
    assert days[0] == today.replace(day=1)


@given(st.dates(date(2014, 1, 1), date(2040, 1, 1)), st.integers(-400, 4000))
def test_any_day_asked_for_gives_one_of_the_days_on_offer(today, ago):
    given_day = report_day(today - timedelta(ago), today)
    days = report_days(today)
    assert given_day in {*days, *map(a_year_before, days)}


def _school(steps):
    """A school in which every month some students join and some have an interview."""
    made = Made()
    for year, months in enumerate(steps):
        for month, (join, had) in enumerate(months):
            day = AS_OF - timedelta(30 * (len(months) - month))
            people = [made.student(year=9 + year, joined_on=day) for _ in range(join)]
            for who in people[:had]:
                who.had("guidance_interview", day + timedelta(1))
                who.had("employer_talk", day + timedelta(1), minutes=50)
    return made


months = st.tuples(st.integers(0, 9), st.integers(0, 9))
schools = st.builds(
    _school, st.lists(st.lists(months, min_size=3, max_size=3), min_size=3, max_size=3)
)


@settings(max_examples=8, deadline=None)
@given(schools)
def test_no_difference_between_two_reports_is_a_group_below_the_threshold(made):
    shown = {}
    for day in (AS_OF - timedelta(62), AS_OF - timedelta(31), AS_OF):
        answers = Answers(Engine.over(made.extract(), day), None, THRESHOLD)
        for name in ("interviewed_ever", "employer_this_year"):
            cells = [answers.figure(name), *answers.split(name, "year_group")]
            for cell in cells:
                shown.setdefault((name, cell.group), []).append(cell)
        for cell in [answers.figure("guidance_minutes_mean")]:
            shown.setdefault(("minutes", cell.group), []).append(cell)
    for cells in shown.values():
        open_ones = [cell for cell in cells if not cell.hidden]
        for first in open_ones:
            for second in open_ones:
                _tells_of_no_small_group(first, second)


def _tells_of_no_small_group(first, second):
    pairs = [(first.of, second.of)]
    if first.counted is not None:
        pairs += [(first.counted, second.counted), (first.missing, second.missing)]
    else:
        pairs += [
            (round((first.value or 0) * first.of), round((second.value or 0) * second.of)),
        ]
    for one, other in pairs:
        assert abs(one - other) == 0 or abs(one - other) >= THRESHOLD
