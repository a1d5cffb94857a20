"""What is near the demonstration school: made up, of every route and sector."""

import datetime as dt
from typing import Any

from fingerpost.pathways.models import FACTS, Opportunity, OpportunityKind
from fingerpost.pathways.services import given as given_services
from fingerpost.pathways.services.provider_links import make_link, note_use
from fingerpost.schools.models import School

# Title, route, level and sector; how many GCSEs at which grade, None where nothing is asked for.
_MADE = [
    ("A levels", "school_sixth_form", 3, "education_and_early_years", 5, 5),
    ("A level science", "sixth_form_college", 3, "health_and_science", 5, 5),
    ("Art and design, level 3", "further_education", 3, "creative_and_design", 4, 4),
    ("Animal care, level 2", "further_education", 2, "agriculture_environmental_and_animal_care",
     2, 3),
    ("Hairdressing, level 2", "further_education", 2, "hair_and_beauty", 2, 3),
    ("Digital production", "t_level", 3, "digital", 5, 4),
    ("Health", "t_level", 3, "health_and_science", 5, 4),
    ("Building", "t_level", 3, "construction_and_built_environment", 5, 4),
    ("Electrician", "apprenticeship", 3, "construction_and_built_environment", 5, 4),
    ("Farrier", "apprenticeship", 3, "agriculture_environmental_and_animal_care", 4, 4),
    ("Chef", "apprenticeship", 2, "catering_and_hospitality", 2, 3),
    ("Office helper", "apprenticeship", 2, "business_and_administration", 2, 3),
    ("Car mechanic", "apprenticeship", 3, "engineering_and_manufacturing", 4, 4),
    ("Software", "higher_apprenticeship", 6, "digital", 5, 4),
    ("Accounts", "higher_apprenticeship", 4, "legal_finance_and_accounting", 5, 4),
    ("Nursing", "university", 6, "health_and_science", 5, 4),
    ("Law", "university", 6, "legal_finance_and_accounting", 5, 4),
    ("Teaching", "university", 6, "education_and_early_years", 5, 4),
    ("Start in warehouses", "training_provider", 1, "transport_and_logistics", None, None),
    ("Start in care", "training_provider", 1, "care_services", None, None),
    ("A year in a hospital team", "supported_internship", None, "care_services", None, None),
    ("Shop job with day release", "work_with_training", 2, "sales_marketing_and_procurement",
     None, None),
    ("Fire cadets", "community_learning", None, "protective_services", None, None),
    ("Cook for a crowd", "community_learning", None, "catering_and_hospitality", None, None),
]  # fmt: skip
_PROVIDERS = {
    "school_sixth_form": "Millbrook Sixth Form (made up)",
    "sixth_form_college": "Riverside Sixth-form College (made up)",
    "further_education": "Weir Lane College (made up)",
    "t_level": "Weir Lane College (made up)",
    "apprenticeship": "Bridge Street Works (made up)",
    "higher_apprenticeship": "Harbour Systems (made up)",
    "university": "University of the Vale (made up)",
    "training_provider": "First Step Training (made up)",
    "supported_internship": "Vale Hospital (made up)",
    "work_with_training": "Corner Stores (made up)",
    "community_learning": "The Old Mill Centre (made up)",
}
_SHOWN_FOR = dt.timedelta(days=300)


def make_opportunities(school: School, today: dt.date) -> None:
    """A short list with every route in it."""
    Opportunity.objects.bulk_create(
        Opportunity(
            school=school,
            provider=_PROVIDERS[route],
            title=title,
            route=route,
            level=level,
            sectors=[sector],
            miles=0.5 + number * 7 % 23,
            gcses=gcses,
            grade=grade,
            subjects=["English", "maths"] if gcses and gcses > 3 else [],
            open_day=today + dt.timedelta(days=20 + number * 5),
            expires_on=today + _SHOWN_FOR,
            checked_on=today,
        )
        for number, (title, route, level, sector, gcses, grade) in enumerate(_MADE)
    )


def make_given(school: School, today: dt.date) -> None:
    """One provider's link, and what it gave: some of it accepted, one correction waiting."""
    link = make_link(
        school=school,
        provider=_PROVIDERS["further_education"],
        expires_on=today + dt.timedelta(days=90),
        by=None,
    )
    for facts in _given(today):
        given_services.give(link=link, facts=facts)
    given_services.accept(given=link.given.all(), by=None)
    there = Opportunity.objects.get(
        school=school, provider=link.provider, title="Art and design, level 3"
    )
    given_services.give(
        link=link,
        corrects=there,
        facts=given_services.facts_of(there)
        | {"gcses": 5, "requirements": "Bring four pieces of your own work to the talk."},
    )
    note_use(link=link)


def _given(today: dt.date) -> list[dict[str, Any]]:
    empty = {name: field.get_default() for name, field in FACTS.items()}
    course = {
        "title": "Electrical work, level 2",
        "route": "further_education",
        "level": 2,
        "sectors": ["construction_and_built_environment"],
        "gcses": 3,
        "grade": 3,
        "maths_grade": 3,
        "requirements": "A short talk with a tutor.",
        "opens_on": today + dt.timedelta(days=14),
        "apply_by": today + dt.timedelta(days=150),
    }
    day = {"route": "further_education", "details": "5 pm to 7 pm. Just come along."}
    open_day = {"kind": OpportunityKind.OPEN_DAY, "title": "Open evening", **day}
    taster = {"kind": OpportunityKind.TASTER, "title": "A morning of building trades", **day}
    return [
        empty | course,
        empty | open_day | {"open_day": today + dt.timedelta(days=25)},
        empty | taster | {"open_day": today + dt.timedelta(days=40)},
    ]
