"""Lists of apprenticeship vacancies: what is read of a line, and which lines are refused."""

import datetime as dt

import pytest

from fingerpost.exchange.roll import UnreadableFile
from fingerpost.exchange.vacancies import read

HEAD = "vacancy_id,title,location,wage,wage_unit,snapshot_date,url\n"
LATER = "vacancy_id,title,location,closing_date,employer,standard\n"


def rows(text):
    return [row for _, row in read(text.encode()).rows]


def problems(text):
    return read(text.encode()).problems


def test_a_line_of_the_published_shape_is_read():
    [row] = rows(
        HEAD
        + "1626,Setter Apprentice,Old Town OL13 0BU,£117.00,Weekly,19/03/2020 03:32,https://a.org/1"
    )
    assert (row.reference, row.title, row.town, row.postcode) == (
        "1626",
        "Setter Apprentice",
        "Old Town",
        "OL13 0BU",
    )
    assert (row.pay, row.link) == ("£117 a week", "https://a.org/1")
    assert row.listed_on == dt.date(2020, 3, 19)


def test_what_does_not_say_when_it_closes_stands_four_weeks_from_the_day_of_the_list():
    [row] = rows(HEAD + "1,Baker,BD7 1AA,,,19/03/2020,")
    assert row.closes_on == dt.date(2020, 4, 16)
    [row] = rows(LATER + "1,Baker,BD7 1AA,2026-12-24,Mill Bakery,ST0191")
    assert (row.closes_on, row.employer, row.standard) == (
        dt.date(2026, 12, 24),
        "Mill Bakery",
        "ST0191",
    )


@pytest.mark.parametrize(
    ("wage", "unit", "words"),
    [
        ('"£9,750.00"', "Annually", "£9,750 a year"),
        ('"£10,000.00 - £12,000.00"', "Annually", "£10,000 to £12,000 a year"),
        ("£136.50", "Weekly", "£136.50 a week"),
        ("Competitive salary", "", "Competitive salary"),
        ("", "", ""),
    ],
)
def test_pay_is_in_words(wage, unit, words):
    assert rows(HEAD + f"1,Baker,BD7 1AA,{wage},{unit},19/03/2020,")[0].pay == words


@pytest.mark.parametrize(
    ("location", "town", "postcode"),
    [
        ("S1 2JY", "", "S1 2JY"),
        ("bradford, bd7", "bradford", "BD7"),
        ("Chester", "Chester", ""),
        ("Totnes TQ95JX", "Totnes", "TQ9 5JX"),
    ],
)
def test_the_postcode_ends_the_location(location, town, postcode):
    [row] = rows(HEAD + f'1,Baker,"{location}",,,19/03/2020,')
    assert (row.town, row.postcode) == (town, postcode)


def test_a_wrong_line_is_told_with_its_number_and_the_reason():
    text = HEAD + (
        ",Baker,BD7 1AA,,,19/03/2020,\n"
        "2,Baker,BD7 1AA,,,soon,\n"
        "3,Baker,BD7 1AA,,,,\n"
        "4,Baker,BD7 1AA,,,19/03/2020,ftp://a.org\n"
        "5,Baker,BD7 1AA,,,19/03/2020,\n"
        f"6,{'x' * 121},BD7 1AA,,,19/03/2020,\n"
    )
    assert [row.reference for row in rows(text)] == ["5"]
    told = problems(text)
    assert [one.split(":")[0] for one in told] == [f"Line {n}" for n in (2, 3, 4, 5, 7)]
    assert "“vacancy_id” is empty" in told[0]
    assert "neither when it closes" in told[2]


def test_the_same_said_again_is_counted_and_another_under_its_number_is_refused():
    text = HEAD + (
        "1,Baker,BD7 1AA,,,19/03/2020,\n"
        "1,Baker,BD7 1AA,,,18/03/2020,\n"
        "1,Butcher,BD7 1AA,,,19/03/2020,\n"
    )
    found = read(text.encode())
    assert (len(found.rows), found.again) == (1, 1)
    assert found.problems == ["Line 4: “1” is another vacancy in line 2."]


def test_another_file_is_no_list_of_vacancies():
    with pytest.raises(UnreadableFile):
        read(b"name,age\nA,3\n")
