"""Figures follow the ledger: line by line as well as from the beginning."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.ledger import bridge, services
from fingerpost.ledger.bridge.protect import protected
from fingerpost.ledger.bridge.store import SchoolStore, store_of
from fingerpost.ledger.models import Entry
from tests.factories import people

TODAY = timezone.localdate()
A_YEAR_AGO = TODAY - dt.timedelta(days=365)
NAME = "interviewed_ever"
KINDS = ["guidance_interview", "employer_talk", "action_agreed", "idea_saved", "provider_talk"]


@pytest.fixture(autouse=True)
def _nothing_kept():
    bridge.forget()
    yield
    bridge.forget()


def _counted(school):
    return bridge.compute(school, [NAME], TODAY)[NAME][0].counted


def test_a_new_line_changes_the_figure_at_once(school):
    student = people.student(school)
    assert _counted(school) == 0
    services.record([services.Line(student, "guidance_interview", TODAY)], by=None)
    assert _counted(school) == 1


def test_a_correction_changes_the_figure(school):
    student = people.student(school)
    [entry] = services.record([services.Line(student, "guidance_interview", TODAY)], by=None)
    assert _counted(school) == 1
    services.correct(entry, None, by=None)
    assert _counted(school) == 0


def test_a_student_who_left_is_not_counted_once_the_roll_says_so(school):
    from fingerpost.schools.services import roll_changed

    student = people.student(school)
    services.record([services.Line(student, "guidance_interview", TODAY)], by=None)
    assert _counted(school) == 1
    student.left_on = TODAY - dt.timedelta(days=20)
    student.save()
    roll_changed(school.pk)
    assert bridge.compute(school, [NAME], TODAY)[NAME][0].of == 0


def test_an_unchanged_school_is_not_read_again(school, django_assert_num_queries):
    people.student(school)
    first = bridge.engine_for(school, TODAY)
    with django_assert_num_queries(1):
        assert bridge.engine_for(school, TODAY) is first


def test_figures_of_the_same_day_last_year_know_nothing_of_this_year(school):
    student = people.student(school)
    services.record([services.Line(student, "guidance_interview", TODAY)], by=None)
    before = bridge.compute(school, [NAME], A_YEAR_AGO)[NAME][0]
    assert (before.counted, before.of) == (0, 1)


def test_a_year_ago_a_student_was_one_year_group_lower(school):
    people.student(school, year_group=10)
    [figure] = bridge.compute(school, [NAME], A_YEAR_AGO, by="year_group")[NAME]
    assert figure.group == 9


STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([*KINDS, "withdraw"]), st.integers(0, 900)),
    min_size=1,
    max_size=10,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_going_on_line_by_line_equals_reading_everything(school, steps):
    students = [people.student(school) for _ in range(4)]
    from fingerpost.schools.services import roll_changed

    roll_changed(school.pk)
    kept = store_of(school.pk)
    kept.facts_on(TODAY)
    for which, kind, days in steps:
        if kind == "withdraw":
            entry = Entry.objects.filter(
                student=students[which], superseded_by=None, is_void=False
            ).first()
            if entry:
                services.correct(entry, None, by=None)
        else:
            day = TODAY - dt.timedelta(days=days)
            line = services.Line(students[which], kind, day, routes=["apprenticeship"])
            services.record([line], by=None)
        kept.facts_on(TODAY)
    assert kept.facts_on(TODAY)[1].equals(SchoolStore(school.pk).facts_on(TODAY)[1])


def _figures(*pairs):
    return [bridge.Figure(at, of, counted) for at, (counted, of) in enumerate(pairs)]


def test_a_small_group_is_hidden_and_another_with_it():
    shown = protected(_figures((2, 4), (20, 40), (30, 60)), 6)
    assert [one.hidden for one in shown] == [True, True, False]


def test_few_who_are_not_counted_are_hidden_too():
    shown = protected(_figures((38, 40), (20, 40), (30, 60)), 6)
    assert shown[0].hidden


def test_nothing_is_hidden_where_all_groups_are_large():
    assert not any(one.hidden for one in protected(_figures((10, 40), (20, 40)), 6))


@given(
    st.lists(
        st.integers(0, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
        min_size=2,
        max_size=8,
    )
)
def test_no_single_hidden_group_is_left_that_a_total_would_give_away(pairs):
    shown = protected(_figures(*pairs), 6)
    hidden = [pair for one, pair in zip(shown, pairs, strict=True) if one.hidden]
    others = [one for one in shown if not one.hidden and one.of]
    assert len(hidden) != 1 or not others
