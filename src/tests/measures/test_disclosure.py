"""No hidden figure can be worked out from what is shown: every possible table is tried."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.measures.disclosure import WHOLE, Result, is_small, protect


def line(*pairs, total=True):
    """A table of one row: pairs of counted and of, with their total."""
    rows = [Result("m", "students", ("g",), (n,), *pair) for n, pair in enumerate(pairs)]
    whole = [sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)]
    return [*rows, *([Result("m", "students", ("g",), (WHOLE,), *whole)] if total else [])]


def grid(rows):
    """A table of rows and columns of pairs, with all totals."""
    cells = {(r, c): pair for r, row in enumerate(rows) for c, pair in enumerate(row)}
    sums = {}
    for (r, c), pair in cells.items():
        for key in ((r, WHOLE), (WHOLE, c), (WHOLE, WHOLE)):
            old = sums.get(key, (0, 0))
            sums[key] = (old[0] + pair[0], old[1] + pair[1])
    return [
        Result("m", "students", ("r", "c"), key, *pair) for key, pair in {**cells, **sums}.items()
    ]


def hidden(results, threshold):
    return [one.group for one in protect(results, threshold) if one.suppressed]


def totals_of(group):
    if len(group) == 1:
        return [(WHOLE,)]
    return [(group[0], WHOLE), (WHOLE, group[1]), (WHOLE, WHOLE)]


def possible(true, shown, numbers, tops):
    """Every table of numbers that agrees with what is shown, as dicts of all cells."""
    body = [one.group for one in true if WHOLE not in one.group]
    known = {one.group: getattr(one, numbers) for one in shown if not one.suppressed}
    unknown = [group for group in body if group not in known]
    for values in product(*(range(tops[group] + 1) for group in unknown)):
        table = {group: known.get(group, 0) for group in body}
        table.update(zip(unknown, values, strict=True))
        sums = dict.fromkeys((total for group in body for total in totals_of(group)), 0)
        for group, value in table.items():
            for total in totals_of(group):
                sums[total] += value
        if all(sums[key] == value for key, value in known.items() if key in sums):
            yield {**table, **sums}


def audit(results, threshold):
    """Fail where a figure hidden for its own sake can be worked out."""
    shown = protect(results, threshold)
    assert [one.group for one in shown] == [one.group for one in results]
    for before, after in zip(results, shown, strict=True):
        assert after.suppressed or after == before
        assert after.suppressed or not is_small(before, threshold)
        assert not after.suppressed or after.numerator is after.denominator is None
    if all(one.suppressed for one in shown):
        return
    sizes = {one.group: one.denominator for one in results}
    most = max(sizes.values())
    for numbers, tops, small in (
        ("numerator", sizes, [one for one in results if is_small(one, threshold)]),
        (
            "denominator",
            {group: min(most, size + threshold) for group, size in sizes.items()},
            [one for one in results if 0 < one.denominator < threshold],
        ),
    ):
        tables = list(possible(results, shown, numbers, tops))
        assert tables
        for one in small:
            found = {table[one.group] for table in tables}
            assert len(found) > 1, f"{numbers} of {one.group} can be worked out"
            wanted = min(threshold, tops[one.group]) if numbers == "numerator" else threshold
            assert max(found) - min(found) >= min(wanted, most)


def test_a_small_group_is_hidden_and_so_is_another_that_keeps_its_secret():
    assert hidden(line((2, 4), (20, 40), (30, 60)), 6) == [(0,), (1,)]


def test_a_few_who_count_are_hidden_in_a_large_group():
    assert (0,) in hidden(line((1, 100), (50, 100), (50, 100)), 6)


def test_a_few_who_do_not_count_are_hidden_in_a_large_group():
    assert (0,) in hidden(line((99, 100), (50, 100), (50, 100)), 6)


def test_none_and_all_of_a_large_group_may_be_shown():
    assert hidden(line((0, 100), (100, 100)), 6) == []


def test_groups_with_nobody_in_them_are_shown():
    assert hidden(line((0, 0), (10, 20)), 6) == []


def test_small_groups_that_add_up_to_few_hide_a_larger_one_as_well():
    assert hidden(line((1, 2), (1, 3), (20, 40), (30, 60)), 6) == [(0,), (1,), (2,)]


def test_a_known_total_gives_nothing_away_though_it_is_not_in_the_table():
    assert hidden(line((2, 4), (20, 40), (30, 60), total=False), 6) == [(0,), (1,)]


def test_one_group_alone_takes_its_total_with_it():
    assert hidden(line((2, 4)), 6) == [(0,), (WHOLE,)]


def test_a_single_figure_is_hidden_when_small():
    [one] = protect([Result("m", "students", (), (), 3, 50)], 6)
    assert one.suppressed and one.numerator is None


def test_a_mean_over_few_students_is_hidden():
    rows = [
        Result("m", "mean", ("g",), (n,), total, of)
        for n, (total, of) in enumerate([(7.5, 3), (40.0, 20), (80.5, 40)])
    ]
    assert [one.suppressed for one in protect(rows, 6)] == [True, True, False]


def test_measures_are_protected_each_for_itself():
    other = [one._replace(measure="n") for one in line((20, 40), (30, 60))]
    shown = protect([*line((2, 4), (20, 40)), *other], 6)
    assert {one.measure for one in shown if one.suppressed} == {"m"}


def test_three_columns_are_refused():
    with pytest.raises(ValueError, match="two columns"):
        protect([Result("m", "students", ("a", "b", "c"), (1, 2, 3), 1, 2)], 6)


def test_hiding_in_a_grid_goes_round_a_circle():
    rows = [[(1, 50), (25, 50), (25, 50)], [(25, 50)] * 3, [(25, 50)] * 3]
    found = hidden(grid(rows), 6)
    assert len(found) == 4 and (0, 0) in found and not any(WHOLE in one for one in found)


pair = st.integers(0, 5).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@settings(max_examples=150, deadline=None)
@given(st.lists(pair, min_size=2, max_size=4), st.integers(2, 3))
def test_nothing_hidden_in_a_row_can_be_worked_out(pairs, threshold):
    audit(line(*pairs), threshold)


small_pair = st.integers(0, 3).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([(2, 2), (2, 3), (3, 2)]).flatmap(
        lambda shape: st.lists(
            st.lists(small_pair, min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )
)
def test_nothing_hidden_in_a_grid_can_be_worked_out(rows):
    audit(grid(rows), 2)


def test_the_size_of_a_small_group_cannot_be_worked_out_within_a_narrow_range():
    rows = line((0, 1), (1, 1), (20, 40), (30, 60))
    assert hidden(rows, 6) == [(0,), (1,), (2,)]
