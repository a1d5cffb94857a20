import time
from datetime import date

import numpy as np
import pyarrow
import pytest

from fingerpost import rules
from fingerpost.engines.needs import MissingFacts, Override, assess, facts_needed
from tests.engines.needs.made_facts import columns_of, made_columns, made_row

ON = date(2026, 11, 2)
RULES = rules.next_step_rules(ON)


def assessed(*rows, on=ON, overrides=(), chosen=RULES):
    return assess(columns_of(list(rows)), chosen, on, overrides)


def ids_of(steps):
    return [step.rule_id for step in steps]


def given(on=ON, **facts):
    return ids_of(assessed(made_row(1, **facts), on=on).for_student(1))


def test_a_year_11_student_without_an_interview_is_told_to_book_one_first():
    steps = assessed(made_row(1, year_group=11)).for_student(1)
    assert steps[0].rule_id == "first_interview_year_11"
    assert steps[0].suggests == "book_interview"
    assert steps[0].score == 75
    assert steps[0].source == "Ofsted 2013, paragraphs 19 and 52; Gatsby 2025, benchmark 8"


def test_a_booked_interview_takes_the_step_away():
    assert "first_interview_year_11" not in given(year_group=11, interview_booked=True)


def test_each_boost_that_holds_is_added_with_its_reason():
    row = made_row(1, year_group=11, undecided=True, pupil_premium=True)
    step = assessed(row).for_student(1)[0]
    assert step.score == 75 + 10 + 5
    assert [boost.because.split(":")[0] for boost in step.boosts] == [
        "no firm choice for after Year 11 is recorded",
        "Pupil Premium",
    ]
    assert ["pupil_premium" in boost.facts for boost in step.boosts] == [False, True]


def test_a_score_never_passes_one_hundred():
    row = made_row(
        1, undecided=True, vulnerable=True, pupil_premium=True, attendance=70.0, ehc_plan=True
    )
    assert max(step.score for step in assessed(row).for_student(1)) == 100


def test_students_at_different_stages_are_given_different_steps():
    first = {year: given(year_group=year, undecided=year > 7)[0] for year in range(7, 14)}
    assert len(set(first.values())) == 7
    steps = {year: frozenset(given(year_group=year)) for year in (7, 9, 11, 13)}
    assert not steps[7] & steps[11] - {"nothing_this_year", "subject_linked_to_careers"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"year_group": 9, "ehc_plan": True}, "ehc_plan_years_8_9"),
        ({"year_group": 11, "ehc_plan": True}, "ehc_plan_years_10_11"),
        ({"year_group": 10, "sen_provision": "K"}, "sen_support_talk"),
        ({"year_group": 10, "in_care": True}, "in_care_named_person"),
        ({"year_group": 12, "young_carer": True}, "young_carer_time"),
        ({"year_group": 9, "pupil_premium": True}, "pupil_premium_year_9_10"),
        ({"year_group": 11, "attendance": 80.0}, "low_attendance_support"),
        ({"year_group": 11, "vulnerable": True}, "wide_choice_for_all"),
    ],
)
def test_a_student_who_may_need_more_is_given_a_step_of_their_own(facts, expected):
    assert expected in given(**facts)
    assert expected not in given(year_group=facts["year_group"])


def test_provider_encounters_are_not_asked_for_after_28_february_of_the_second_year():
    assert "provider_access_year_9" in given(on=date(2027, 2, 28), year_group=9)
    assert "provider_access_year_9" not in given(on=date(2027, 3, 1), year_group=9)
    assert "provider_access_year_8" in given(on=date(2027, 3, 1), year_group=8)


def test_a_rule_not_yet_in_force_gives_nothing():
    before = date(2022, 12, 31)
    assert "provider_access_year_8" not in given(on=before, year_group=8)


def test_reasons_are_filled_in_with_the_students_own_figures():
    row = made_row(1, interviews_ever=2, interviews_by_16=2, actions_overdue=3, actions_open=4)
    reasons = {s.rule_id: s.reason for s in assessed(row).for_student(1)}
    assert reasons["actions_overdue"] == "Actions past their date: 3 of 4 open."
    low = assessed(made_row(1, attendance=82.5)).for_student(1)
    assert any("Attendance is 82.5 percent" in step.reason for step in low)


def test_a_step_says_which_facts_it_rests_on_so_that_it_can_be_kept_from_those_who_may_not_see():
    steps = {s.rule_id: s for s in assessed(made_row(1, in_care=True)).for_student(1)}
    assert "in_care" in steps["in_care_named_person"].facts
    assert "in_care" not in steps["employer_this_year_10_11"].facts


def test_an_unknown_value_fires_nothing_that_compares_it():
    assert "low_attendance_support" not in given(year_group=11, attendance=None)
    assert "low_attendance_support" not in given(year_group=11, attendance=float("nan"))


def test_steps_come_by_score_and_then_in_the_order_of_the_rules():
    steps = assessed(made_row(1)).for_student(1)
    order = {rule.id: place for place, rule in enumerate(RULES)}
    keys = [(-step.score, order[step.rule_id]) for step in steps]
    assert keys == sorted(keys)


def test_the_outline_of_everybody_says_what_each_students_steps_say():
    made = assess(made_columns(200), RULES, ON)
    outlines = made.outlines()
    assert tuple(outlines) == made.student_ids
    for student, outline in outlines.items():
        assert outline == tuple((one.rule_id, one.score) for one in made.for_student(student))


def test_a_page_can_show_one_step_for_each_thing_suggested():
    steps = assessed(made_row(1)).for_student(1, one_per_suggestion=True)
    suggested = [step.suggests for step in steps]
    assert len(suggested) == len(set(suggested))
    assert steps == tuple(s for s in assessed(made_row(1)).for_student(1) if s in steps)


def test_staff_can_ask_who_has_a_need_highest_first():
    result = assessed(
        made_row(3, year_group=11),
        made_row(1, year_group=11, undecided=True),
        made_row(2, year_group=11),
        made_row(4, year_group=7),
    )
    assert result.students_with(need="first_interview") == (1, 2, 3)
    assert result.students_with(suggests="book_interview", limit=1) == (1,)
    assert result.students_with(need="first_interview", suggests="save_idea") == ()
    assert result.scored_with(need="first_interview")[0].score == 85


def test_the_overall_need_leans_on_the_highest_needs():
    result = assessed(made_row(1), made_row(2, in_care=True, undecided=True))
    top = list(result.needs_of(1).values())[:3]
    assert result.need_score(1) == (60 * top[0] + 25 * top[1] + 15 * top[2] + 50) // 100
    assert [found.student_id for found in result.ranked()] == [2, 1]
    assert result.ranked(1)[0].score == result.need_score(2)


def test_a_student_with_everything_has_no_need():
    no_rules = tuple(rule for rule in RULES if rule.id == "first_interview_year_11")
    result = assessed(made_row(1, interviews_by_16=1), chosen=no_rules)
    assert result.need_score(1) == 0
    assert result.for_student(1) == ()


def test_a_student_who_was_not_assessed_is_an_error():
    with pytest.raises(KeyError):
        assessed(made_row(1)).for_student(2)


def test_nobody_is_assessed_when_nobody_is_on_the_roll():
    result = assess(columns_of([made_row(1)]) | {}, RULES, ON)
    assert result.student_ids == (1,)
    empty = {name: values[:0] for name, values in columns_of([made_row(1)]).items()}
    assert assess(empty, RULES, ON).ranked() == ()


def test_missing_facts_are_named():
    facts = columns_of([made_row(1)])
    del facts["young_carer"]
    with pytest.raises(MissingFacts, match=r"The facts do not include young_carer\."):
        assess(facts, RULES, ON)


def test_a_student_in_two_rows_is_refused():
    with pytest.raises(ValueError, match="more than one row"):
        assessed(made_row(1), made_row(1))


def test_facts_that_no_rule_reads_need_not_be_given():
    facts = columns_of([made_row(1)])
    slim = {name: facts[name] for name in facts_needed(RULES)}
    assert "ethnicity" not in slim
    assert assess(slim, RULES, ON).for_student(1) == assess(facts, RULES, ON).for_student(1)


def test_numpy_columns_and_an_arrow_table_give_the_same_result_and_hash():
    columns = made_columns(200)
    table = pyarrow.table(
        {name: pyarrow.array(values.tolist(), from_pandas=True) for name, values in columns.items()}
    )
    coded = table.set_column(
        table.column_names.index("stage"), "stage", table["stage"].dictionary_encode()
    )
    one = assess(columns, RULES, ON)
    for other in (assess(table, RULES, ON), assess(coded, RULES, ON)):
        assert (one.scores.scores == other.scores.scores).all()
        assert one.facts_hash == other.facts_hash
        assert one.for_student(1000) == other.for_student(1000)


def test_the_hashes_change_with_the_facts_and_with_the_rules():
    one = assessed(made_row(1))
    assert assessed(made_row(1)).facts_hash == one.facts_hash
    assert assessed(made_row(1, undecided=True)).facts_hash != one.facts_hash
    assert assessed(made_row(1), chosen=RULES[1:]).rules_hash != one.rules_hash
    assert assessed(made_row(1, tutor_group="B")).facts_hash == one.facts_hash


def test_counts_say_how_many_students_each_step_is_for():
    counts = assessed(made_row(1), made_row(2), made_row(3, year_group=7)).counts()
    assert counts["first_interview_year_11"] == 2
    assert counts["first_idea_year_7"] == 1


def test_the_given_facts_are_not_changed():
    columns = made_columns(50)
    before = {name: values.copy() for name, values in columns.items()}
    assess(columns, RULES, ON, [Override(1000, "*", "dismiss", None, "away")])
    for name, values in columns.items():
        assert values.tolist() == before[name].tolist() or name == "attendance"
    assert np.array_equal(columns["attendance"], before["attendance"], equal_nan=True)


def test_two_thousand_students_are_assessed_within_25_milliseconds():
    columns = made_columns(2000)
    assess(columns, RULES, ON)
    times = []
    for _ in range(7):
        start = time.perf_counter()
        result = assess(columns, RULES, ON)
        _ = result.overall
        times.append(time.perf_counter() - start)
    assert len(RULES) >= 30
    assert min(times) < 0.025


def test_a_column_with_nothing_known_is_accepted_in_any_form():
    columns = made_columns(3)
    table = pyarrow.table(
        {name: pyarrow.array(values.tolist(), from_pandas=True) for name, values in columns.items()}
    )
    for name in ("intended_route", "days_since_interview", "young_carer", "attendance"):
        at = table.column_names.index(name)
        table = table.set_column(at, name, pyarrow.nulls(3))
        columns[name] = np.array([None] * 3, object)
    one, other = assess(columns, RULES, ON), assess(table, RULES, ON)
    assert one.facts_hash == other.facts_hash
    assert list(one.steps()) == list(other.steps())


def test_the_reason_says_which_of_two_things_is_true():
    def step(**facts):
        steps = assessed(made_row(1, year_group=11, undecided=True, **facts)).for_student(1)
        return next(one for one in steps if one.rule_id == "post_16_undecided_year_11")

    nothing, unsure = step(), step(intention_recorded=True, intention_sure=2)
    assert nothing.reason == "In Year 11 and no intention recorded."
    assert unsure.reason == "In Year 11 and not sure yet."
    assert "not sure yet" in unsure.student_reason
    assert "You said" not in nothing.student_reason
    assert nothing.score == unsure.score
    assert "intention_recorded" in unsure.facts
