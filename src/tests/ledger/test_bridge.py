"""Figures follow the ledger: line by line as well as from the beginning."""

import datetime as dt

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.ledger import bridge, services
from fingerpost.ledger.bridge.store import SchoolStore, store_of
from fingerpost.ledger.models import Entry
from tests.factories import people

TODAY = timezone.localdate()
A_YEAR_AGO = TODAY - dt.timedelta(days=365)
NAME = "interviewed_ever"
KINDS = ["guidance_interview", "employer_talk", "action_agreed", "idea_saved", "provider_talk"]


def _counted(school):
    return bridge.compute(school, NAME, TODAY)[0].counted


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
    assert bridge.compute(school, NAME, TODAY)[0].of == 0


def test_an_unchanged_school_is_not_read_again(school, django_assert_num_queries):
    people.student(school)
    first = bridge.engine_for(school, TODAY)
    with django_assert_num_queries(1):
        assert bridge.engine_for(school, TODAY) is first


def test_figures_of_the_same_day_last_year_know_nothing_of_this_year(school):
    student = people.student(school)
    services.record([services.Line(student, "guidance_interview", TODAY)], by=None)
    before = bridge.compute(school, NAME, A_YEAR_AGO)[0]
    assert (before.counted, before.of) == (0, 1)


def test_a_year_ago_a_student_was_one_year_group_lower(school):
    people.student(school, year_group=10)
    [figure] = bridge.compute(school, NAME, A_YEAR_AGO, by="year_group")
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


def _half_interviewed(school, **sizes):
    students = [
        people.student(school, year_group=int(year[1:]))
        for year, number in sizes.items()
        for _ in range(number)
    ]
    lines = [services.Line(one, "guidance_interview", TODAY) for one in students[::2]]
    services.record(lines, by=None)


def test_a_small_group_is_hidden_and_another_that_keeps_its_secret(school):
    _half_interviewed(school, y9=4, y10=14, y11=16)
    shown = bridge.answers_for(school, TODAY, protects=True).split(NAME, "year_group")
    assert [(one.group, one.hidden) for one in shown] == [(9, True), (10, True), (11, False)]
    assert all((one.of, one.counted, one.share) == (0, 0, None) for one in shown[:2])


def test_a_group_in_which_nobody_is_asked_about_is_not_put_forward_as_hidden(school):
    _half_interviewed(school, y9=7, y10=4, y11=12)
    answers = bridge.answers_for(school, TODAY, protects=True)
    shown = answers.split("undecided_post_16", "year_group")
    assert [(one.group, one.hidden) for one in shown] == [(10, True), (11, True)]


def test_nothing_is_hidden_where_all_groups_are_large_but_numbers_are_rounded(school):
    _half_interviewed(school, y9=12, y10=16)
    shown = bridge.answers_for(school, TODAY, protects=True).split(NAME, "year_group")
    assert [(one.counted, one.of) for one in shown] == [(6, 12), (6, 18)]
