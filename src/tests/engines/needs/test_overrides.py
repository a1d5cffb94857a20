from datetime import date

import pytest

from fingerpost import rules
from fingerpost.engines.needs import Override, assess
from tests.engines.needs.made_facts import columns_of, made_row

ON = date(2026, 11, 2)
RULES = rules.next_step_rules(ON)
INTERVIEW = "first_interview_year_11"


def assessed(*overrides, **facts):
    return assess(columns_of([made_row(1, **facts), made_row(2)]), RULES, ON, overrides)


def step(result, rule_id, student_id=1):
    found = [s for s in result.for_student(student_id) if s.rule_id == rule_id]
    return found[0] if found else None


def test_a_dismissed_step_is_set_aside_and_stays_visible_with_the_reason():
    word = Override(1, INTERVIEW, "dismiss", None, "Has an adviser outside school.")
    result = assessed(word)
    assert step(result, INTERVIEW) is None
    (aside,) = result.set_aside_for(1)
    assert aside.rule_id == INTERVIEW
    assert aside.score == 75
    assert aside.override == word
    assert 1 not in result.students_with(need="first_interview")


def test_an_override_touches_only_its_own_student():
    result = assessed(Override(1, INTERVIEW, "dismiss", None, "reason"))
    assert step(result, INTERVIEW, 2).override is None


def test_an_override_ends_after_its_last_day():
    on_last_day = assessed(Override(1, INTERVIEW, "dismiss", ON, "reason"))
    assert step(on_last_day, INTERVIEW) is None
    day_after = Override(1, INTERVIEW, "dismiss", date(2026, 11, 1), "reason")
    assert step(assessed(day_after), INTERVIEW) is not None
    assert assessed(day_after).unused_overrides == (day_after,)


def test_a_raised_step_gains_points_and_says_why():
    word = Override(1, "subject_linked_to_careers", "raise", None, "Asked about it.")
    plain = step(assessed(), "subject_linked_to_careers")
    raised = step(assessed(word), "subject_linked_to_careers")
    assert raised.score == plain.score + rules.need_scale(ON).raise_by
    assert raised.override.reason == "Asked about it."


def test_raising_a_step_that_is_not_proposed_does_not_give_it():
    result = assessed(Override(1, INTERVIEW, "raise", None, "reason"), interviews_by_16=1)
    assert step(result, INTERVIEW) is None


def test_an_added_step_is_given_although_no_rule_fires():
    word = Override(1, INTERVIEW, "add", None, "Asked for a second one.")
    result = assessed(word, interviews_by_16=1)
    assert step(result, INTERVIEW).override == word
    assert step(result, INTERVIEW).score == 75
    assert 1 in result.students_with(need="first_interview")


def test_all_steps_can_be_dismissed_at_once():
    result = assessed(Override(1, "*", "dismiss", None, "Moves away next week."))
    assert result.for_student(1) == ()
    assert result.need_score(1) == 0
    assert len(result.set_aside_for(1)) > 5
    assert result.for_student(2) != ()


def test_the_last_word_decides():
    away = Override(1, "*", "dismiss", None, "Ill for a month.")
    back = Override(1, INTERVIEW, "raise", None, "Back, and asks for it.")
    result = assessed(away, back)
    assert [s.rule_id for s in result.for_student(1)] == [INTERVIEW]
    assert assessed(back, away).for_student(1) == ()


def test_an_override_for_an_unknown_rule_or_student_is_reported_as_unused():
    for word in (
        Override(1, "no_such_rule", "dismiss", None, "reason"),
        Override(99, "*", "dismiss", None, "reason"),
    ):
        assert assessed(word).unused_overrides == (word,)


def test_an_override_without_a_reason_is_refused():
    with pytest.raises(ValueError, match="needs a reason"):
        Override(1, INTERVIEW, "dismiss", None, "  ")


def test_adding_without_naming_a_rule_is_refused():
    with pytest.raises(ValueError, match="name its rule"):
        Override(1, "*", "add", None, "reason")
