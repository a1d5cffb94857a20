"""An apprenticeship vacancy is for an occupation only where that is sure."""

import pytest

from fingerpost.occupations import load
from fingerpost.occupations.vacancies import bare_title, occupations_of


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Apprentice Dental Nurse", "dental nurse"),
        ("Level 3 Apprentice Car Mechanic", "car mechanic"),
        ("Apprentice - Rail Engineering Technician (Level 3)", "rail engineering technician"),
        ("Advanced Apprenticeship", ""),
    ],
)
def test_what_every_vacancy_says_is_taken_off_its_title(title, bare):
    assert bare_title(title) == bare


def test_a_title_of_an_occupation_or_of_the_coding_index_names_it():
    assert occupations_of("Apprentice Dental Nurse") == ("dental-nurse",)
    assert occupations_of("Level 3 Teaching Assistant Apprenticeship") == ("teaching-assistant",)
    assert "electrician" in occupations_of("Apprentice Electrician")


def test_a_standard_counts_before_the_title():
    base = load()
    one = next(one for one in base.occupations if len(one.standards) == 1)
    [reference] = one.standards
    assert one.slug in occupations_of("Something else altogether", reference)


@pytest.mark.parametrize("title", ["Apprentice Engineer", "Apprenticeship", "Higher Zog Wrangler"])
def test_what_tells_nothing_names_no_occupation(title):
    assert occupations_of(title) == ()
