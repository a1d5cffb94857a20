import pytest

from fingerpost.exchange.fields import FIELDS
from fingerpost.exchange.headings import _SYNONYMS, field_for, suggest_mapping


def test_every_synonym_is_of_a_known_field_and_of_one_only():
    seen = {}
    for field, synonyms in _SYNONYMS.items():
        assert field in FIELDS
        for synonym in synonyms:
            assert seen.setdefault(synonym, field) == field, synonym
            assert synonym == " ".join(synonym.lower().split())


def test_every_field_has_a_synonym():
    assert set(_SYNONYMS) == set(FIELDS)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("UPN", "upn"),
        ("Unique Pupil Number", "upn"),
        ("Adno", "source_id"),
        ("Admission Number", "source_id"),
        ("Legal Forename", "given_name"),
        ("Legal First Name", "given_name"),
        ("Preferred Forename", "preferred_name"),
        ("Reg Group", "tutor_group"),
        ("Registration Form [current]", "tutor_group"),
        ("Form", "tutor_group"),
        ("Year Group (current)", "year_group"),
        ("NC Year", "year_group"),
        ("YearGroup", "year_group"),
        ("Date of birth", "born_on"),
        ("D.O.B.", "born_on"),
        ("Sex (legal)", "sex"),
        ("SEN Status Code", "sen_provision"),
        ("SEN provision", "sen_provision"),
        ("Has EHCP?", "ehc_plan"),
        ("Eligible for free school meals", "free_school_meals"),
        ("Pupil Premium Indicator", "pupil_premium"),
        ("Pupil Premium?", "pupil_premium"),
        ("Looked after", "in_care"),
        ("% Attendance", "attendance"),
        ("Attendance %", "attendance"),
        ("Ethnicity Code", "ethnicity"),
        ("Post Code", "postcode_district"),
        ("Young carer", "young_carer"),
        ("senProvision", "sen_provision"),
        ("English as an Additional Language", "eal"),
        ("Enrolment Status", "on_roll"),
    ],
)
def test_headings_of_the_usual_systems_are_understood(heading, field):
    assert field_for(heading) == field


@pytest.mark.parametrize("heading", ["", "House", "Parent email", "Detentions", "Contact surname"])
def test_other_headings_are_left_alone(heading):
    assert field_for(heading) is None


def test_the_everyday_name_is_preferred_to_the_legal_one():
    mapping = suggest_mapping(["Legal Surname", "Surname", "Forename", "Legal Forename"])
    assert mapping == {"family_name": "Surname", "given_name": "Forename"}


def test_a_whole_name_is_not_suggested_beside_its_parts():
    assert "full_name" not in suggest_mapping(["Name", "Forename", "Surname"])
    assert suggest_mapping(["Name", "UPN"])["full_name"] == "Name"
