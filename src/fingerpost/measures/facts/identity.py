"""Who the student is: facts taken from the roll."""

from __future__ import annotations

import ibis.expr.types as ir

from fingerpost.measures.facts.fact import Expression, Fact
from fingerpost.measures.vocabulary import Vocabulary
from fingerpost.rules.facts import FactKind

_ROLL: tuple[tuple[str, FactKind, str, str], ...] = (
    ("student_id", "int", "Student", "The number of the student in this installation."),
    ("school_id", "int", "School", "The number of the student's school in this installation."),
    ("school_urn", "str", "School URN", "The school's unique reference number."),
    ("school_has_sixth_form", "bool", "School has a sixth form", "The school has a sixth form."),
    ("year_group", "int", "Year group", "The student's year group, 7 to 13."),
    ("tutor_group", "str", "Tutor group", "The student's tutor group."),
    ("sex", "str", "Sex", "The student's sex as on the roll: F, M or U."),
    ("born_on", "date", "Born on", "The student's date of birth."),
    ("joined_on", "date", "Joined on", "The day the student joined the school."),
    ("left_on", "date", "Left on", "The day the student will leave, where it is known."),
    ("sen_provision", "str", "SEN provision", "N none, K SEN support, E education plan."),
    ("sen_type", "str", "SEN type", "The main type of special educational need."),
    ("ehc_plan", "bool", "EHC plan", "The student has an education, health and care plan."),
    ("disability", "bool", "Disability", "The student is recorded as disabled."),
    ("free_school_meals", "bool", "Free school meals", "The student has free school meals."),
    ("pupil_premium", "bool", "Pupil Premium", "The school receives Pupil Premium for them."),
    ("first_language", "str", "First language", "The code of the student's first language."),
    ("eal", "bool", "EAL", "The student speaks English as an additional language."),
    ("ethnicity", "str", "Ethnicity", "The main code of the student's ethnicity."),
    ("in_care", "bool", "In care", "The student is looked after by a local authority."),
    ("young_carer", "bool", "Young carer", "The student cares for somebody at home."),
    ("attendance", "float", "Attendance", "Attendance in per cent."),
    ("attainment", "float", "Attainment", "The school's own points score."),
    ("postcode_district", "str", "Postcode district", "The first half of the home postcode."),
)


def facts(words: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts about who the student is."""
    roll = tuple(
        Fact(name, title, meaning, kind, "roll", _column(name), "unknown")
        for name, kind, title, meaning in _ROLL
    )
    points = "; ".join(f"{one.label}: Years {_years(one.years)}" for one in words.points)
    return (
        *roll,
        Fact(
            "stage",
            "Stage",
            "Years 7 to 9, Years 10 and 11, or Years 12 and 13.",
            "str",
            "roll",
            _column("stage"),
            "unknown",
        ),
        Fact(
            "decision_point",
            "Decision point",
            f"The choice that the student faces next ({points}).",
            "str",
            "roll",
            _column("decision_point"),
            "unknown",
        ),
        Fact(
            "vulnerable",
            "May need more support",
            "The student has an EHC plan, SEN support, a disability, is in care or is a young "
            "carer, as far as the roll says.",
            "bool",
            "roll",
            _vulnerable,
        ),
    )


def _column(name: str) -> Expression:
    return lambda t: t[name]


def _vulnerable(t: ir.Table) -> ir.BooleanValue:
    known = (t.ehc_plan, t.in_care, t.young_carer, t.disability)
    result = t.sen_provision.isin(["K", "E"]).fill_null(False)
    for one in known:
        result = result | one.fill_null(False)
    return result


def _years(years: tuple[int, ...]) -> str:
    return " and ".join(str(year) for year in years)
