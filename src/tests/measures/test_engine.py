"""The engine: splits, filters, totals, lists, and what it refuses."""

import threading

import pytest

from fingerpost.measures.catalogue import catalogue
from fingerpost.measures.duckdb_engine import DuckEngine
from fingerpost.measures.engine import WHOLE, UnknownColumn, UnknownMeasure
from fingerpost.measures.extract import empty_extract
from tests.measures.builder import AS_OF, Made

EVER = "interviewed_ever"


@pytest.fixture(scope="module")
def engine():
    made = Made()
    made.student(year=10, tutor="B", sex="F").had("guidance_interview")
    made.student(year=9, tutor="B", sex="F")
    made.student(year=9, tutor="A", sex="M").had("guidance_interview")
    made.student(year=9, tutor=None, sex=None)
    return made.engine()


def test_groups_come_in_natural_order_with_unknown_last(engine):
    groups = [one.group for one in engine.compute([EVER], by="tutor_group")]
    assert groups == [("9A",), ("9B",), ("10B",), (None,)]


def test_measures_come_in_the_order_asked(engine):
    asked = ["undecided", EVER, "routes_mean"]
    assert [one.measure for one in engine.compute(asked)] == asked


def test_totals_stand_beside_the_groups(engine):
    results = engine.compute([EVER], by=["year_group", "sex"], totals=True)
    by_group = {one.group: (one.numerator, one.denominator) for one in results}
    assert by_group[9, "F"] == (0, 1)
    assert by_group[9, None] == (0, 1)
    assert by_group[9, WHOLE] == (1, 3)
    assert by_group[WHOLE, "F"] == (1, 2)
    assert by_group[WHOLE, None] == (0, 1)
    assert by_group[WHOLE, WHOLE] == (2, 4)
    assert results[-1].group == (WHOLE, WHOLE) and results[-1].is_total


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"tutor_group": "9A"}, [3]),
        ({"tutor_group": ["9A", "9B"]}, [2, 3]),
        ({"tutor_group": None}, [4]),
        ({"tutor_group": ["9A", None]}, [3, 4]),
        ({"year_group": 9, "sex": "F"}, [2]),
        ({"student_id": (1, 4, 99)}, [1, 4]),
        ({"student_id": []}, []),
        ({"student_id": {2}}, [2]),
        ({"tutor_group": "9A' OR '1'='1"}, []),
    ],
)
def test_a_filter_chooses_students(engine, where, expected):
    assert engine.students(EVER, "of", where=where) == expected
    [result] = engine.compute([EVER], where=where)
    assert result.denominator == len(expected)


def test_the_group_of_a_figure_opens_its_list(engine):
    for one in engine.compute([EVER], by=["year_group", "tutor_group"], totals=True):
        assert len(engine.students(EVER, where=one.where)) == one.numerator
        assert len(engine.students(EVER, "of", where=one.where)) == one.denominator


def test_one_student_is_the_same_computation(engine):
    [one] = engine.compute([EVER], where={"student_id": 1})
    assert (one.share, one.denominator) == (1.0, 1)


def test_few_measures_and_all_measures_agree(engine):
    every = engine.compute(list(engine.catalogue), by="year_group")
    alone = [one for name in engine.catalogue for one in engine.compute([name], by="year_group")]
    assert every == alone


def test_a_share_over_nobody_is_unknown(engine):
    [none] = engine.compute(["undecided_post_18"])
    assert (none.numerator, none.denominator, none.share) == (0, 0, None)


def test_an_unknown_measure_or_column_is_refused(engine):
    with pytest.raises(UnknownMeasure):
        engine.compute(["no_such_measure"])
    with pytest.raises(UnknownColumn):
        engine.compute([EVER], by='tutor_group" --')
    with pytest.raises(UnknownColumn):
        engine.students(EVER, where={"surname": "x"})


def test_facts_can_be_had_for_some_students(engine):
    assert engine.facts([3, 1, 99])["student_id"].to_pylist() == [1, 3]
    assert engine.facts([]).num_rows == 0


def test_an_engine_over_facts_gives_the_same_figures(engine):
    again = DuckEngine.over_facts(engine.facts(), AS_OF)
    names = list(engine.catalogue)
    assert again.compute(names, by="tutor_group") == engine.compute(names, by="tutor_group")
    with pytest.raises(UnknownColumn):
        DuckEngine.over_facts(engine.facts().drop(["undecided"]), AS_OF)


def test_a_school_with_nobody_in_it_has_figures_over_nobody():
    engine = DuckEngine(empty_extract(), AS_OF)
    assert {one.denominator for one in engine.compute(list(engine.catalogue))} == {0}
    assert engine.compute([EVER], by="tutor_group") == []


def test_threads_do_not_disturb_each_other(engine):
    names = list(catalogue(AS_OF))
    expected = engine.compute(names, by="tutor_group")
    wrong = []

    def ask():
        for _ in range(5):
            if engine.compute(names, by="tutor_group") != expected:
                wrong.append("figures")
            if engine.students(EVER) != [1, 3]:
                wrong.append("list")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
