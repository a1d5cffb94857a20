"""The names of the facts that rules may ask about, and the kind of value each one holds.

A fact is one value for one student on one day. The measures package computes them; this
list is what rule data are checked against, so that a misspelt fact is refused when the
rules are read and not noticed a term later as a rule that never fires.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

FactKind = Literal["int", "float", "bool", "str", "date"]

_NAMES: dict[FactKind, str] = {
    "str": """
        school_urn stage decision_point tutor_group sex sen_provision sen_type first_language
        ethnicity postcode_district intended_route
    """,
    "date": "born_on joined_on left_on",
    "float": "attendance attainment workplace_days_years_7_9 placement_days_years_10_11",
    "bool": """
        school_has_sixth_form ehc_plan disability free_school_meals pupil_premium eal in_care
        young_carer vulnerable interview_booked sixth_form_seen college_seen university_seen
        training_provider_seen technical_route_seen apprenticeship_seen academic_only
        plan_shared_with_family intention_recorded undecided fallback_recorded
        close_to_decision undecided_close place_accepted one_basket could_aim_higher
    """,
    "int": """
        student_id school_id year_group
        interviews_ever interviews_this_year interviews_by_16 interviews_post_16
        interviews_years_9_11 independent_interviews_ever interviews_missed_this_year
        days_since_interview
        encounters_this_year encounters_ever days_since_encounter guidance_minutes_this_year
        careers_programme_this_year
        employer_encounters_this_year employer_encounters_ever employer_years organisations_met
        workplace_by_16 workplace_post_16
        provider_encounters_by_16 university_visits_post_16
        provider_access_first_phase provider_access_second_phase provider_access_third_phase
        subjects_linked_this_year labour_market_this_key_stage
        routes_seen sectors_seen
        ideas_saved ideas_this_year own_research_this_year self_assessments_ever
        actions_open actions_overdue actions_closed actions_agreed_this_year actions_without_date
        records_shared records_unacknowledged
        intention_sure feedback_given_this_year
        applications_going applications_made applications_level application_routes offers_held
        days_to_closing predicted_at_5 level_in_mind
    """,
}

FACTS: Mapping[str, FactKind] = MappingProxyType(
    {name: kind for kind, names in _NAMES.items() for name in names.split()}
)
"""Fact name to the kind of its value."""

CHOICES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "stage": frozenset({"years_7_9", "years_10_11", "years_12_13"}),
        "decision_point": frozenset({"options", "post_16", "post_18"}),
        "sex": frozenset({"F", "M", "U"}),
        "sen_provision": frozenset({"N", "K", "E"}),
    }
)
"""The only values some text facts can take, so that a mistyped value is refused too."""

SENSITIVE_FACTS: frozenset[str] = frozenset(
    {
        "attendance",
        "attainment",
        "disability",
        "eal",
        "ehc_plan",
        "ethnicity",
        "first_language",
        "free_school_meals",
        "in_care",
        "pupil_premium",
        "sen_provision",
        "sen_type",
        "sex",
        "vulnerable",
        "young_carer",
    }
)
"""Facts that not everyone on the staff may see; a reason that rests on one is for those who may."""

NEVER_IN_NEXT_STEPS: frozenset[str] = frozenset(
    {
        "attainment",
        "born_on",
        "ethnicity",
        "first_language",
        "postcode_district",
        "predicted_at_5",
        "school_id",
        "school_urn",
        "sex",
        "student_id",
    }
)
"""Facts no next-step rule may ask about: what a student is shown must not be narrowed by them."""

ONLY_TO_ADD: frozenset[str] = frozenset({"school_has_sixth_form"})
"""Facts that may add to the score of a step but never decide whether a student gets it."""

SUGGESTIONS: frozenset[str] = frozenset(
    [
        "acknowledge_record",
        "agree_actions",
        "book_follow_up",
        "book_interview",
        "catch_up",
        "chase_actions",
        "date_actions",
        "do_research",
        "do_self_assessment",
        "give_feedback",
        "invite:employer",
        "invite:provider",
        "invite:subject_lesson",
        "invite:technical_provider",
        "invite:university",
        "invite:workplace",
        "named_professional",
        "plan_fallback",
        "record_intention",
        "save_idea",
        "share_plan",
        "share_record",
        "follow_application",
        "talk_range",
    ]
)
"""What a next-step rule can suggest; each is a place in the product to go to."""


def aim_of(suggests: str) -> str:
    """What taking a step leads to: a follow-up is an interview too."""
    return "book_interview" if suggests == "book_follow_up" else suggests
