"""An occupation is in the sector of the work that it is, by its SOC 2020 group."""

import csv

import pytest

from fingerpost.occupations import load
from fingerpost.occupations.routes import sectors_of
from fingerpost.occupations.tables import FOLDER


def of(slug):
    return set(sectors_of(load(), load().by_slug[slug]))


@pytest.mark.parametrize(
    ("slug", "sector"),
    [
        ("riding-holiday-centre-manager", "care_services"),
        ("counsellor", "hair_and_beauty"),
        ("industrial-cleaner", "health_and_science"),
        ("digital-marketer", "legal_finance_and_accounting"),
        ("british-sign-language-interpreter", "catering_and_hospitality"),
        ("british-sign-language-interpreter", "construction_and_built_environment"),
        ("life-coach", "construction_and_built_environment"),
        ("airline-pilot", "catering_and_hospitality"),
        ("stunt-performer", "care_services"),
        ("chiropractor", "creative_and_design"),
    ],
)
def test_a_wide_family_of_work_takes_nobody_where_they_do_not_belong(slug, sector):
    assert of(slug)
    assert sector not in of(slug)


@pytest.mark.parametrize(
    ("slug", "sectors"),
    [
        ("customs-officer", {"protective_services"}),
        ("car-salesperson", {"sales_marketing_and_procurement"}),
        ("farrier", {"agriculture_environmental_and_animal_care"}),
        ("physicist", {"health_and_science", "engineering_and_manufacturing"}),
        ("hairdresser", {"hair_and_beauty"}),
    ],
)
def test_the_group_says_the_sector_and_what_is_published_what_fits_it(slug, sectors):
    assert of(slug) == sectors


def test_every_occupation_has_a_sector():
    assert all(sectors_of(load(), one) for one in load().occupations)


def test_each_line_of_the_table_is_of_a_group_or_an_occupation_that_is_here():
    with (FOLDER / "sectors_of_groups.csv").open(encoding="utf-8") as file:
        named = [row["of"] for row in csv.DictReader(file)]
    codes = {one.soc2020[:length] for one in load().occupations for length in (2, 3, 4)}
    assert len(named) == len(set(named))
    assert set(named) <= codes | load().by_slug.keys()
