from datetime import date

import pytest

from fingerpost.common.academic_year import (
    AcademicYear,
    year_group_by_birth,
    year_then,
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 8, 31), "2025/26"),
        (date(2026, 9, 1), "2026/27"),
        (date(2027, 1, 1), "2026/27"),
        (date(2099, 9, 1), "2099/00"),
    ],
)
def test_a_year_starts_on_the_first_of_september(day, name):
    assert AcademicYear.of(day).name == name


def test_a_year_holds_its_first_and_last_day_and_no_others():
    year = AcademicYear(2026)
    assert date(2026, 9, 1) in year
    assert date(2027, 8, 31) in year
    assert date(2026, 8, 31) not in year
    assert date(2027, 9, 1) not in year
    assert year.next.starts_on > year.ends_on
    assert year.previous.name == "2025/26"


def test_leap_years_have_one_more_day():
    assert AcademicYear(2027).days() == 366
    assert AcademicYear(2026).days() == 365


def test_years_sort_in_time_order():
    assert sorted([AcademicYear(2027), AcademicYear(2025)])[0] == AcademicYear(2025)


@pytest.mark.parametrize("name", ["2026/27", "2026-27", "2026/2027", " 2026/27 "])
def test_a_name_is_read_back(name):
    assert AcademicYear.named(name) == AcademicYear(2026)


@pytest.mark.parametrize("name", ["2026/28", "2026", "", "26/27"])
def test_a_name_that_is_no_year_is_refused_with_a_sentence(name):
    with pytest.raises(ValueError, match="write it like 2026/27"):
        AcademicYear.named(name)


def test_the_year_group_then_counts_whole_academic_years():
    now = date(2026, 11, 20)
    assert year_then(11, now, date(2026, 9, 1)) == 11
    assert year_then(11, now, date(2026, 8, 31)) == 10
    assert year_then(11, now, date(2023, 1, 10)) == 7
    assert year_then(11, now, date(2027, 9, 1)) == 12


@pytest.mark.parametrize(
    ("born_on", "year_group"),
    [
        (date(2014, 9, 1), 7),
        (date(2015, 8, 31), 7),
        (date(2015, 9, 1), 6),
        (date(2014, 8, 31), 8),
        (date(2021, 9, 1), 0),
    ],
)
def test_the_oldest_and_youngest_of_a_year_group(born_on, year_group):
    assert year_group_by_birth(born_on, date(2026, 10, 1)) == year_group
