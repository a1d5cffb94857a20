"""Facts at the borders: of academic years, of the window in the law, of being on the roll."""

from datetime import date

import pytest

from fingerpost.measures.facts import registry
from fingerpost.rules import FACTS
from tests.measures.builder import AS_OF, LAST_YEAR, THIS_YEAR, Made

TECHNICAL = {"routes": ["t_level"]}


def test_every_fact_that_rules_may_ask_about_is_worked_out():
    kinds = {fact.name: fact.kind for fact in registry(AS_OF)}
    assert {name: kinds.get(name) for name in FACTS} == dict(FACTS)


def test_every_fact_has_words():
    for fact in registry(AS_OF):
        assert fact.title and fact.meaning.endswith("."), fact.name


def test_columns_are_as_registered():
    made = Made()
    made.student()
    assert made.engine().facts.column_names == [fact.name for fact in registry(AS_OF)]


def test_counts_and_flags_are_never_unknown():
    made = Made()
    made.student(year=7, tutor=None)
    roll_only = {fact.name for fact in registry(AS_OF) if fact.empty == "unknown"}
    for name, value in made.facts().items():
        assert value is not None or name in roll_only, name


def test_the_31st_of_august_is_last_year_and_the_1st_of_september_this_year():
    made = Made()
    made.student(year=10).had("assembly", date(2025, 8, 31)).had("assembly", date(2025, 9, 1))
    assert made.facts()["encounters_this_year"] == 1
    assert made.facts()["encounters_ever"] == 2


def test_on_the_31st_of_august_the_year_is_still_the_old_one():
    made = Made(as_of=date(2026, 8, 31))
    made.student().had("assembly", date(2025, 9, 1)).had("assembly", date(2026, 8, 31))
    assert made.facts()["encounters_this_year"] == 2


def test_an_encounter_counts_for_the_year_group_the_student_was_in_then():
    made = Made()
    made.student(year=12).had("guidance_interview", date(2025, 8, 31))
    facts = made.facts()
    assert (facts["interviews_by_16"], facts["interviews_post_16"]) == (1, 0)


@pytest.mark.parametrize(
    ("year", "on", "counts"),
    [
        (9, date(2024, 2, 28), 1),
        (9, date(2024, 2, 29), 0),
        (9, date(2024, 3, 1), 0),
        (9, date(2023, 9, 1), 1),
        (8, date(2024, 2, 29), 1),
        (8, date(2024, 7, 1), 1),
        (10, date(2024, 1, 10), 0),
        (7, date(2024, 1, 10), 0),
    ],
)
def test_first_phase_ends_on_28_february_of_year_9_and_29_february_is_outside(year, on, counts):
    made = Made(as_of=date(2024, 7, 10))
    made.student(year=year).had("provider_talk", on, **TECHNICAL)
    assert made.facts()["provider_access_first_phase"] == counts


def test_an_encounter_with_several_technical_routes_counts_once():
    made = Made()
    made.student(year=10).had("provider_visit", routes=["t_level", "apprenticeship"])
    assert made.facts()["provider_access_second_phase"] == 1


@pytest.mark.parametrize(
    ("roll", "there"),
    [
        ({"left_on": AS_OF}, False),
        ({"left_on": date(2026, 1, 16)}, True),
        ({"left_on": date(2025, 12, 1)}, False),
        ({"joined_on": AS_OF}, True),
        ({"joined_on": date(2026, 1, 16)}, False),
        ({"joined_on": None}, True),
    ],
)
def test_only_students_on_the_roll_on_the_day_are_there(roll, there):
    made = Made()
    made.student(**roll)
    assert made.engine().facts.num_rows == int(there)


def test_what_has_not_happened_yet_does_not_count():
    made = Made()
    made.student(year=10).had("employer_talk", date(2026, 1, 16)).had(
        "action_done", date(2026, 2, 1), about="action:1"
    ).had("action_agreed", about="action:1")
    facts = made.facts()
    assert (facts["encounters_ever"], facts["actions_open"]) == (0, 1)


def test_a_corrected_line_counts_as_corrected():
    made = Made()
    student = made.student()
    wrong = made.line(student, "employer_talk")
    made.line(student, "provider_talk", supersedes=wrong)
    facts = made.facts()
    assert (facts["employer_encounters_ever"], facts["encounters_ever"]) == (0, 1)


def test_a_withdrawn_line_and_its_withdrawal_do_not_count():
    made = Made()
    student = made.student()
    wrong = made.line(student, "employer_talk")
    made.line(student, "employer_talk", supersedes=wrong, void=True)
    assert made.facts()["encounters_ever"] == 0


def test_a_line_put_down_to_the_right_student_leaves_the_wrong_one():
    made = Made()
    wrong, right = made.student(), made.student()
    line = made.line(wrong, "guidance_interview")
    made.line(right, "guidance_interview", supersedes=line)
    assert made.facts(wrong)["interviews_ever"] == 0
    assert made.facts(right)["interviews_ever"] == 1


def test_a_booking_that_was_moved_is_booked_once_and_then_held():
    made = Made()
    student = made.student()
    first = made.line(student, "interview_booked", date(2026, 1, 10), about="interview:1")
    made.line(student, "interview_booked", date(2026, 1, 20), about="interview:1", supersedes=first)
    assert made.facts()["interview_booked"]
    made.as_of = date(2026, 1, 20)
    made.line(student, "guidance_interview", made.as_of, about="interview:1")
    assert not made.facts()["interview_booked"]


def test_an_unknown_kind_or_route_counts_for_nothing_and_breaks_nothing():
    made = Made()
    made.student().had("basket_weaving", routes=["no_such_route"]).had(
        "assembly", routes=["no_such_route"], sectors=["no_such_sector"]
    )
    facts = made.facts()
    assert (facts["encounters_ever"], facts["routes_seen"], facts["sectors_seen"]) == (1, 0, 0)


def test_the_latest_intention_counts_and_a_later_line_of_the_same_day_wins():
    made = Made()
    made.student(year=11).had(
        "intention_recorded", point="post_16", strength=5, routes=["university"]
    ).had("intention_recorded", point="post_16", strength=3, routes=["t_level", "apprenticeship"])
    facts = made.facts()
    assert (facts["intention_sure"], facts["intended_route"]) == (3, "apprenticeship")


def test_a_fallback_is_not_the_intention():
    made = Made()
    made.student(year=11).had("intention_recorded", LAST_YEAR, point="post_16", strength=4).had(
        "intention_recorded", THIS_YEAR, point="post_16", about="fallback", routes=["t_level"]
    )
    facts = made.facts()
    assert (facts["intention_sure"], facts["intended_route"]) == (4, None)
    assert facts["fallback_recorded"] and not facts["undecided"]


def test_a_date_moved_by_agreement_is_the_date_that_counts():
    made = Made()
    made.student().had("action_agreed", LAST_YEAR, about="action:1", due_on=LAST_YEAR).had(
        "action_agreed", about="action:1", due_on=date(2026, 2, 1)
    )
    assert made.facts()["actions_overdue"] == 0


def test_matters_of_two_students_with_one_key_stay_apart():
    made = Made()
    done, still_open = made.student(), made.student()
    done.had("action_agreed", about="action:1").had("action_done", about="action:1")
    still_open.had("action_agreed", about="action:1")
    assert made.facts(still_open)["actions_open"] == 1
    assert made.facts(done)["actions_open"] == 0


def test_what_was_brought_along_is_part_of_the_life_but_not_given_by_this_school():
    """An interview at another school need not be had again; it is nothing this school did."""
    made = Made()
    brought = {"about": "elsewhere:7", "routes": ["t_level"], "organisation": "Made College"}
    made.student(year=8).had("guidance_interview", **brought).had("provider_visit", **brought)
    facts = made.facts()
    assert (facts["interviews_ever"], facts["interviews_by_16"]) == (1, 1)
    assert (facts["encounters_ever"], facts["routes_seen"]) == (2, 1)
    assert facts["days_since_interview"] is not None
    assert (facts["interviews_this_year"], facts["encounters_this_year"]) == (0, 0)
    assert facts["provider_access_first_phase"] == 0
    assert not facts["had_provider_visit_this_year"]


def test_what_this_school_gave_counts_in_full_beside_what_was_brought():
    made = Made()
    made.student(year=8).had("provider_visit", routes=["t_level"], about="elsewhere:7").had(
        "provider_visit", routes=["t_level"], about="session:7"
    )
    facts = made.facts()
    assert (facts["encounters_ever"], facts["encounters_this_year"]) == (2, 1)
    assert facts["provider_access_first_phase"] == 1
