"""Every measure comes out right in the made school of its specification."""

import re

import pytest

from fingerpost.measures.catalogue import catalogue
from tests.measures.builder import AS_OF, Made
from tests.measures.specifications import SPECIFICATIONS

MEASURES = catalogue(AS_OF)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_comes_out_as_specified(name):
    assert name in SPECIFICATIONS, f"{name} has no specification"
    made = Made()
    SPECIFICATIONS[name](made)
    answers = made.answers()
    figure = answers.figure(name)
    counted, due = made.sides["counted"], made.sides["due"]
    assert answers.students(name) == sorted(counted)
    assert answers.students(name, "not_counted") == sorted(due)
    assert figure.of == len(counted + due)
    if MEASURES[name].unit == "students":
        assert (figure.counted, figure.missing) == (len(counted), len(due))
        assert figure.share == 100 * len(counted) / len(counted + due)
    else:
        students = figure.of if MEASURES[name].unit == "mean" else 1
        assert figure.value == pytest.approx(sum(made.values) / students)
    # A specification that could not fail on either side would prove little.
    assert counted and (due or made.sides["outside"])


def test_every_specification_belongs_to_a_measure():
    assert set(SPECIFICATIONS) == set(MEASURES)


def test_there_are_many_measures_and_every_unit_is_used():
    assert len(MEASURES) >= 32
    assert {one.unit for one in MEASURES.values()} == {"students", "mean", "count"}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda one: one.name)
def test_a_measure_says_what_it_means_and_where_it_comes_from(measure):
    assert measure.title and measure.source
    assert measure.meaning.endswith(".") and measure.denominator.endswith(".")
    assert re.fullmatch(r"[a-z0-9_]+", measure.name)
    assert not re.search(r"\bpupils?\b", f"{measure.title} {measure.meaning}".lower())


def test_a_measure_is_not_there_before_its_rules_are():
    before = catalogue(AS_OF.replace(year=2024))
    assert "gatsby_5_employers" not in before
    assert "workplace_week_by_year_9" not in before
    assert "duty_employers" in before
