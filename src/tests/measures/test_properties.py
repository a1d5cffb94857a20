"""What holds for any school, whatever has happened in it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost import rules
from fingerpost.measures.catalogue import catalogue
from tests.measures.builder import AS_OF, Made

MEASURES = catalogue(AS_OF)
KINDS = [kind.name for kind in rules.kinds(AS_OF)]
ROUTES = [route.name for route in rules.routes(AS_OF)]

students = st.fixed_dictionaries(
    {
        "year": st.integers(7, 13),
        "tutor": st.sampled_from(["A", "B", None]),
        "pupil_premium": st.sampled_from([True, False, None]),
        "sen_provision": st.sampled_from(["N", "K", "E", None]),
        "left_on": st.sampled_from([None, None, None, AS_OF]),
    }
)
lines = st.tuples(
    st.integers(0, 5),
    st.sampled_from(KINDS),
    st.integers(-20, 1200),
    st.fixed_dictionaries(
        {
            "routes": st.lists(st.sampled_from(ROUTES), max_size=2, unique=True),
            "about": st.sampled_from([None, "x:1", "x:2", "fallback"]),
            "point": st.sampled_from([None, "options", "post_16", "post_18"]),
            "strength": st.sampled_from([None, 1, 3, 5]),
            "meaningful": st.sampled_from([None, True, False]),
            "independent": st.sampled_from([None, True, False]),
            "minutes": st.sampled_from([None, 30, 400]),
            "due_on": st.sampled_from([None, AS_OF, AS_OF - timedelta(1)]),
        }
    ),
)


def made_of(roll, ledger):
    made = Made()
    people = [made.student(**fields) for fields in roll]
    for who, kind, days_ago, fields in ledger:
        people[who % len(people)].had(kind, AS_OF - timedelta(days=days_ago), **fields)
    return made


schools = st.builds(
    made_of, st.lists(students, min_size=1, max_size=6), st.lists(lines, max_size=25)
)
few = settings(max_examples=6, deadline=None)


def figures_of(made, names=tuple(MEASURES)):
    answers = made.answers()
    answers.engine.prepare(names)
    return [answers.figure(name) for name in names]


def total_of(figure, measure):
    """What a figure adds up to over its students."""
    if figure.counted is not None:
        return figure.counted
    return (figure.value or 0) * (figure.of if measure.unit == "mean" else 1)


@few
@given(schools)
def test_shares_lie_between_0_and_100_and_lists_are_as_long_as_the_figure(made):
    answers = made.answers()
    answers.engine.prepare(list(MEASURES))
    for name, measure in MEASURES.items():
        figure = answers.figure(name)
        counted, others = answers.students(name), answers.students(name, "not_counted")
        assert len(set(counted + others)) == len(counted) + len(others) == figure.of
        assert (figure.counted is None) == (measure.unit != "students")
        if figure.counted is not None:
            assert len(counted) == figure.counted
            assert figure.share is None or 0 <= figure.share <= 100


@few
@given(schools, st.sampled_from(["tutor_group", "year_group", "pupil_premium", "stage"]))
def test_groups_add_up_to_the_whole(made, by):
    answers = made.answers()
    answers.engine.prepare(list(MEASURES))
    for name, measure in MEASURES.items():
        whole, parts = answers.figure(name), answers.split(name, by)
        assert sum(one.of for one in parts) == whole.of
        added = sum(total_of(one, measure) for one in parts)
        assert added == pytest.approx(total_of(whole, measure))
        lists = [
            number for one in parts for number in answers.students(name, "counted", by, one.group)
        ]
        assert sorted(lists) == answers.students(name)


@few
@given(schools, st.data())
def test_a_superseded_line_never_counts(made, data):
    student = made.student(year=data.draw(st.integers(7, 13)), tutor="C")
    before = figures_of(made)
    _, kind, days_ago, fields = data.draw(lines)
    line = made.line(student, kind, AS_OF - timedelta(days=days_ago), **fields)
    made.line(student, kind, supersedes=line, void=True)
    assert figures_of(made) == before


@few
@given(schools, st.data())
def test_what_happens_to_one_student_changes_nothing_for_another(made, data):
    other = made.student(year=11, tutor="C")
    before = made.facts(other)
    _, kind, days_ago, fields = data.draw(lines)
    made.line(type(other)(made, 1), kind, AS_OF - timedelta(days=days_ago), **fields)
    assert made.facts(other) == before
