import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost import rules
from fingerpost.engines.planreview import ActionDraft, PlanDraft, review
from tests.engines.planreview.labelled_plans import CLEAR, MEET, NO_ROUTE, PLANS, POINTS

ON = date(2026, 11, 2)


def draft(main_points, actions):
    return PlanDraft(
        main_points,
        tuple(
            ActionDraft(what, who, None if days is None else ON + timedelta(days=days), link)
            for what, who, days, link in actions
        ),
    )


def codes(main_points, actions):
    return {mark.code for mark in review(draft(main_points, actions), ON)}


def test_there_are_at_least_forty_labelled_plans_and_every_mark_is_among_them():
    assert len(PLANS) >= 40
    assert {code for plan in PLANS for code in plan[3]} == set(rules.plan_marks(ON))


@pytest.mark.parametrize(
    ("main_points", "actions", "expected"),
    [pytest.param(*plan[1:], id=plan[0].replace(" ", "_")) for plan in PLANS],
)
def test_a_labelled_plan_gets_the_marks_a_careful_reader_gives(main_points, actions, expected):
    assert codes(main_points, actions) == expected


def test_a_mark_says_where_it_was_found_and_why_it_matters():
    (mark,) = review(draft(POINTS, [CLEAR, (*CLEAR[:2], None, "x")]), ON)
    assert mark.where == "actions.1.due_on"
    assert mark.message.startswith("Action 2 has no date.")
    assert mark.severity == "important"
    assert mark.source == "Ofsted 2013, paragraph 32"
    assert mark.reason


def test_blank_actions_are_passed_over_and_the_others_keep_their_places():
    marks = review(draft(POINTS, [("", "", None, None), (*CLEAR[:2], None, "x")]), ON)
    assert [mark.where for mark in marks] == ["actions.1.due_on"]


def test_important_marks_come_first():
    marks = review(draft("College?", [("Website", "", 900, None)]), ON)
    severities = [mark.severity for mark in marks]
    assert severities == sorted(severities, key=lambda severity: severity != "important")
    assert {"important", "advice"} == set(severities)


def test_routes_tagged_on_actions_count_as_shown():
    one = ActionDraft(*MEET[:2], ON, "visit:9", routes=("university",))
    two = ActionDraft(*MEET[:2], ON, "visit:9", routes=("apprenticeship",))
    assert [mark.code for mark in review(PlanDraft(NO_ROUTE, (one,)), ON)] == ["one_route_only"]
    assert review(PlanDraft(NO_ROUTE, (one, two)), ON) == ()


def test_the_route_is_named_in_the_mark():
    (mark,) = review(draft(NO_ROUTE + " A levels, then university.", [MEET]), ON)
    assert "School sixth form then University" in mark.message


def test_a_route_the_rules_do_not_know_is_named_as_given():
    action = ActionDraft(*MEET[:2], ON, "visit:9", routes=("circus_school",))
    (mark,) = review(PlanDraft(NO_ROUTE, (action,)), ON)
    assert "circus_school" in mark.message


def test_every_mark_rests_on_the_reports_paragraphs_on_interviews_and_records():
    for mark in rules.plan_marks(ON).values():
        numbers = {int(word.strip(",")) for word in mark.source.split() if word[0].isdigit()}
        assert numbers - {2013} <= set(range(27, 33))
        assert numbers - {2013}


TEXTS = st.text(max_size=80) | st.sampled_from([POINTS, NO_ROUTE, "{number}", "%s", "www.a.uk"])
DRAFTS = st.builds(
    PlanDraft,
    TEXTS,
    st.lists(
        st.builds(
            ActionDraft,
            TEXTS,
            st.none() | TEXTS,
            st.none() | st.dates(),
            st.none() | TEXTS,
            st.lists(st.sampled_from(["university", "apprenticeship", "x"]), max_size=2).map(tuple),
        ),
        max_size=4,
    ).map(tuple),
)
QUICK = settings(max_examples=60, deadline=None)


@QUICK
@given(DRAFTS)
def test_any_text_can_be_reviewed_and_every_mark_points_into_the_plan(plan):
    marks = review(plan, ON)
    assert marks == review(plan, ON)
    assert len(marks) == len({(mark.code, mark.where) for mark in marks})
    for mark in marks:
        if mark.where.startswith("actions."):
            assert 0 <= int(mark.where.split(".")[1]) < len(plan.actions)
        assert mark.message
        assert mark.code in rules.plan_marks(ON)


@QUICK
@given(DRAFTS)
def test_filling_in_who_and_when_removes_those_marks_and_adds_none(plan):
    filled = tuple(
        ActionDraft(a.what, "Sam", ON, a.opportunity, a.routes) for a in plan.actions if not a.empty
    )
    before = {mark.code for mark in review(plan, ON)}
    after = {mark.code for mark in review(PlanDraft(plan.main_points, filled), ON)}
    assert after == before - {"no_date", "no_owner", "past_date", "far_date"}


@QUICK
@given(DRAFTS)
def test_adding_a_step_with_a_person_and_a_place_leaves_no_list_of_websites(plan):
    step = ActionDraft("Meet the nursery manager at Little Oaks", "Sam", ON, "visit:9")
    marks = {m.code for m in review(PlanDraft(plan.main_points, (*plan.actions, step)), ON)}
    assert not marks & {"websites_only", "no_actions", "no_opportunity"}


def test_a_long_plan_is_reviewed_within_two_milliseconds():
    plan = draft(POINTS + "\n" + NO_ROUTE, [CLEAR, MEET, CLEAR, MEET, CLEAR])
    review(plan, ON)
    times = []
    for _ in range(9):
        start = time.perf_counter()
        review(plan, ON)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.002


@pytest.mark.parametrize("part", ["a.", "a-", "www.", "a@b.", "sixth ", "\n- "])
def test_no_pasted_text_takes_long(part):
    text = part * 4000
    start = time.perf_counter()
    review(PlanDraft(text, (ActionDraft(text, "Sam", ON, None),)), ON)
    assert time.perf_counter() - start < 0.5
