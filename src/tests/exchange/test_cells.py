from datetime import UTC, date, datetime

import pytest

from fingerpost.exchange import cells, codes
from fingerpost.exchange.cells import CellProblem


@pytest.mark.parametrize(
    "text",
    [
        "3/4/2010",
        "03/04/2010",
        "03-04-2010",
        "03.04.2010",
        "2010-04-03",
        "2010/04/03",
        "2010-04-03T00:00:00",
        "2010-04-03 00:00:00.000",
        "2010-04-03T00:00:00.000Z",
        "03/04/2010 00:00",
        "3 April 2010",
        "3rd Apr 2010",
        "03-Apr-2010",
        "20100403",
    ],
)
def test_a_date_is_read_day_first_in_its_usual_forms(text):
    assert cells.parse_date(text) == date(2010, 4, 3)


@pytest.mark.parametrize("text", ["03/04/10", "3-Apr-10", "10.04.03"])
def test_a_year_of_two_figures_is_refused_as_ambiguous(text):
    with pytest.raises(CellProblem, match="more than one day"):
        cells.parse_date(text)


@pytest.mark.parametrize(
    "text",
    ["31/02/2010", "04/23/2010", "2010-13-01", "tomorrow", "40271", "0003-04-05", "٣/٤/٢٠١٠"],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(CellProblem):
        cells.parse_date(text)


def test_a_date_is_certainly_month_first_only_when_the_second_number_is_no_month():
    assert cells.is_month_first("04/23/2010")
    assert not cells.is_month_first("23/04/2010")
    assert not cells.is_month_first("04/03/2010")


@pytest.mark.parametrize("value", [40271.0, datetime(2010, 4, 3, 9, tzinfo=UTC), date(2010, 4, 3)])
def test_a_spreadsheets_own_dates(value):
    assert cells.date_from_cell(value) == date(2010, 4, 3)


@pytest.mark.parametrize("value", [0.5, 12.0, -1.0, 1e300, float("inf"), float("nan"), 40271.5])
def test_other_numbers_are_no_dates(value):
    with pytest.raises(CellProblem):
        cells.date_from_cell(value)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("7", 7),
        ("07", 7),
        ("Year 7", 7),
        ("year  11", 11),
        ("Yr 13", 13),
        ("Y9", 9),
        ("NC Year 10", 10),
        ("12.0", 12),
        ("R", 0),
        ("N1", -1),
        ("E2", -2),
        ("-1", -1),
        ("Year R", 0),
        ("Lower Sixth", 12),
        ("Year Group 8", 8),
        ("X", None),
    ],
)
def test_year_groups_in_their_usual_forms(text, year):
    assert cells.parse_year_group(text) == year


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.org")',
        "@SUM(A1)",
        "+SUM(A1)",
        "-cmd|' /C calc'!A0",
        "+A1",
        "-2+3",
        "'=1+1",
        " =1+1",
        "+1234*5",
        "=cmd",
    ],
)
def test_formulas_are_known(text):
    assert cells.looks_like_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "Smith-Jones",
        "O'Brien",
        "'Abbas",
        "‘Abbas",
        "-",
        "-Smith",
        "- Smith",
        "'t Hooft",
        "+44 7700 900123",
        "-1",
        "7A-1",
        "=",
        "@",
        "",
        "Al-Amin",
        "+",
    ],
)
def test_names_and_numbers_are_no_formulas(text):
    assert not cells.looks_like_formula(text)


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (cells.parse_sex, "Female", "F"),
        (cells.parse_sex, "m", "M"),
        (cells.parse_sex, "Not known", "U"),
        (cells.parse_yes_no, "Yes", True),
        (cells.parse_yes_no, "✓", True),
        (cells.parse_yes_no, "F", False),
        (cells.parse_percentage, "93.5%", 93.5),
        (cells.parse_percentage, "100", 100),
        (cells.parse_number, "-4.25", -4.25),
        (cells.parse_email, "Ann@Made.example.org", "ann@made.example.org"),
        (codes.parse_sen_provision, "K - SEN Support", "K"),
        (codes.parse_sen_provision, "EHC Plan", "E"),
        (codes.parse_sen_provision, "n", "N"),
        (codes.parse_sen_type, "ASD: Autistic Spectrum Disorder", "ASD"),
        (codes.parse_sen_type, "Specific learning difficulty", "SPLD"),
        (codes.parse_ethnicity, "WENG", "WBRI"),
        (codes.parse_ethnicity, "WTUR", "WOTH"),
        (codes.parse_ethnicity, "WIRT", "WIRT"),
        (codes.parse_ethnicity, "White British", "WBRI"),
        (codes.parse_language, "English", "ENG"),
        (codes.parse_language, "PNJA", "PNJA"),
        (codes.parse_language, "URD - Urdu", "URD"),
        (codes.parse_young_carer, "S", True),
        (codes.parse_young_carer, "N", False),
    ],
)
def test_short_answers_and_codes(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (cells.parse_sex, "?"),
        (cells.parse_yes_no, "maybe"),
        (cells.parse_percentage, "101"),
        (cells.parse_percentage, "-1"),
        (cells.parse_number, "1e999"),
        (cells.parse_number, "nan"),
        (cells.parse_email, "ann at example.org"),
        (cells.parse_email, "a@b"),
        (codes.parse_sen_provision, "S"),
        (codes.parse_sen_provision, "A"),
        (codes.parse_sen_provision, "Kept"),
        (codes.parse_sen_type, "QQQ"),
        (codes.parse_ethnicity, "XXXX"),
        (codes.parse_ethnicity, "Indian ocean"),
        (codes.parse_language, "Klingon"),
        (cells.parse_name, "1234"),
        (cells.parse_name, "x" * 101),
        (cells.parse_group, "x" * 41),
    ],
)
def test_what_is_not_understood_is_refused_with_a_sentence(parse, text):
    with pytest.raises(CellProblem) as refused:
        parse(text)
    assert refused.value.sentence.endswith(".")
    assert len(refused.value.sentence) < 150


def test_a_language_not_given_says_nothing_of_english():
    assert codes.speaks_english_first("ENG") is True
    assert codes.speaks_english_first("URD") is False
    assert codes.speaks_english_first("REF") is None
