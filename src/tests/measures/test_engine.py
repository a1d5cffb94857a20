"""Engine and answers: splits, lists, some students only, grids, and what they refuse."""

import threading
from types import SimpleNamespace

import pytest

from fingerpost.measures.answers import Answers, Figure
from fingerpost.measures.catalogue import catalogue
from fingerpost.measures.engine import Engine
from tests.measures.builder import AS_OF, Made, empty_extract

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
    groups = [one.group for one in Answers(engine).split(EVER, "tutor_group")]
    assert groups == ["9A", "9B", "10B", None]


def test_a_figure_is_the_sum_of_its_groups(engine):
    assert Answers(engine).split(EVER, "year_group") == [Figure(9, 3, 1), Figure(10, 1, 1)]
    assert Answers(engine).figure(EVER) == Figure(None, 4, 2)


def test_only_the_students_asked_about_are_counted_and_listed(engine):
    some = Answers(engine, where=[2, 3, 99])
    assert some.figure(EVER) == Figure(None, 2, 1)
    assert (some.students(EVER), some.students(EVER, "not_counted")) == ([3], [2])
    assert [one.group for one in some.split(EVER, "tutor_group")] == ["9A", "9B"]
    assert Answers(engine, where=[]).figure(EVER) == Figure(None, 0, 0)


def test_the_group_of_a_figure_opens_its_list(engine):
    answers = Answers(engine)
    for by in ("year_group", "tutor_group", "sex"):
        for one in answers.split(EVER, by):
            assert len(answers.students(EVER, "counted", by, one.group)) == one.counted
            assert len(answers.students(EVER, "not_counted", by, one.group)) == one.missing
    assert answers.students(EVER, by="tutor_group", group="11Z") == []


def test_one_student_is_the_same_computation(engine):
    assert Answers(engine, where=[1]).figure(EVER).share == 100


def test_measures_worked_out_together_and_alone_agree(engine):
    together = Engine(engine.facts, AS_OF)
    together.prepare(list(catalogue(AS_OF)))
    for name in catalogue(AS_OF):
        alone = Engine(engine.facts, AS_OF)
        assert Answers(alone).figure(name) == Answers(together).figure(name)


def test_a_grid_holds_the_splits_of_its_columns(engine):
    answers = Answers(engine)
    columns = [SimpleNamespace(name=name) for name in (EVER, "encounters_mean")]
    grid = answers.grid(columns, "year_group")
    assert [row.group for row in grid.rows] == [9, 10]
    for at, column in enumerate(columns):
        assert [row.figures[at] for row in grid.rows] == answers.split(column.name, "year_group")


def test_a_share_over_nobody_is_unknown(engine):
    none = Answers(engine).figure("undecided_post_18")
    assert (none.counted, none.of, none.share) == (0, 0, None)


def test_small_groups_are_hidden_where_a_threshold_is_given(engine):
    shown = Answers(engine, threshold=6)
    assert shown.protects and not Answers(engine).protects
    assert shown.figure(EVER) == Figure(None, 0, 0, hidden=True)
    assert all(one.hidden for one in shown.split(EVER, "year_group"))
    mean = shown.figure("encounters_mean")
    assert mean.hidden and mean.value is None


def test_an_unknown_measure_or_column_is_refused(engine):
    with pytest.raises(KeyError):
        Answers(engine).figure("no_such_measure")
    with pytest.raises(KeyError):
        Answers(engine).split(EVER, 'tutor_group" --')


def test_a_school_with_nobody_in_it_has_figures_over_nobody():
    answers = Answers(Engine.over(empty_extract(), AS_OF))
    assert {answers.figure(name).of for name in catalogue(AS_OF)} == {0}
    assert answers.split(EVER, "tutor_group") == []


def test_threads_do_not_disturb_each_other(engine):
    names = list(catalogue(AS_OF))[:10]
    expected = [Answers(engine).split(name, "tutor_group") for name in names]
    fresh = Engine(engine.facts, AS_OF)
    wrong = []

    def ask():
        answers = Answers(fresh)
        if [answers.split(name, "tutor_group") for name in names] != expected:
            wrong.append("figures")
        if answers.students(EVER) != [1, 3]:
            wrong.append("list")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
