"""The index of impartiality: what its ends are, that it moves the right way, how sure it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.engines.impartiality import Shown, judge


def shown(*pairs):
    return [Shown(f"route {number}", have, of) for number, (have, of) in enumerate(pairs)]


def test_everything_to_everybody_is_100_and_nothing_to_anybody_is_0():
    assert judge(shown((50, 50), (50, 50), (50, 50))).index == pytest.approx(100)
    assert judge(shown((0, 50), (0, 50))).index == 0


def test_one_route_of_four_shown_to_all_is_a_quarter():
    """reach 1/4, balance 1/4."""
    judged = judge(shown((50, 50), (0, 50), (0, 50), (0, 50)))
    assert (judged.reach, judged.balance) == pytest.approx((0.25, 0.25))
    assert judged.index == pytest.approx(25)


def test_little_but_even_beats_as_much_of_one_alone():
    even, uneven = judge(shown((20, 40), (20, 40))), judge(shown((40, 40), (0, 40)))
    assert even.reach == uneven.reach
    assert even.index > uneven.index


def test_a_route_shown_to_few_is_crowded_out_once_that_is_sure():
    assert judge(shown((90, 100), (10, 100), (80, 100))).crowded_out == ("route 1",)
    assert judge(shown((2, 3), (1, 3))).crowded_out == ()


def test_few_people_make_it_less_sure():
    few, many = judge(shown((3, 5), (2, 5))), judge(shown((300, 500), (200, 500)))
    assert few.high - few.low > 3 * (many.high - many.low)


def test_nobody_and_nothing_have_no_index():
    assert judge([]) is None
    assert judge(shown((0, 0))) is None


routes = st.lists(
    st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
    min_size=1,
    max_size=12,
)


@settings(max_examples=80)
@given(routes)
def test_it_lies_between_its_bounds_and_these_between_0_and_100(pairs):
    judged = judge(shown(*pairs))
    assert 0 <= judged.low <= judged.index <= judged.high <= 100 + 1e-9
    assert judged == judge(shown(*pairs))


@settings(max_examples=80)
@given(routes)
def test_showing_the_least_shown_route_to_one_more_never_lowers_it(pairs):
    before = judge(shown(*pairs)).index
    least = min(range(len(pairs)), key=lambda n: pairs[n][0] / pairs[n][1])
    have, of = pairs[least]
    if have < of:
        more = [*pairs[:least], (have + 1, of), *pairs[least + 1 :]]
        assert judge(shown(*more)).index >= before - 1e-9


@pytest.mark.parametrize("of", [28, 190])
@pytest.mark.parametrize(
    "shares",
    [
        (0.06, 0.38, 0.45, 0.43, 0.49, 0.40, 0.31, 0.0, 0.35, 0.07, 0.0),
        (0.5, 0.05, 0.02, 0.0, 0.0, 0.0, 0.01, 0.0, 0.3, 0.0, 0.0),
        (0.4,) * 11,
    ],
    ids=["uneven", "hardly but two", "even"],
)
def test_the_bounds_hold_the_index_of_those_whom_a_group_stands_for(shares, of):
    truth = judge([Shown(str(n), share * 1_000_000, 1_000_000) for n, share in enumerate(shares)])
    draws = np.random.default_rng(7).binomial(of, shares, (150, len(shares)))
    judged = [judge([Shown(str(n), int(k), of) for n, k in enumerate(row)]) for row in draws]
    assert all(one.low <= one.index <= one.high for one in judged)
    held = sum(one.low <= truth.index <= one.high for one in judged)
    assert held >= 0.8 * len(judged)
