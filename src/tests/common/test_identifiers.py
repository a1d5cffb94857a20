import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.common import identifiers
from fingerpost.common.identifiers import (
    UPN_LETTERS,
    IdentifierError,
    InvalidLaestab,
    InvalidUkprn,
    InvalidUln,
    InvalidUpn,
    InvalidUrn,
    is_upn_shaped,
    upn_check_letter,
    validate_laestab,
    validate_ukprn,
    validate_uln,
    validate_upn,
    validate_urn,
)
from fingerpost.common.local_authorities import local_authorities

VECTORS = Path(__file__).parents[4] / "shared/data/identifiers/upn_test_vectors.csv"

digits = st.text("0123456789", min_size=1, max_size=1)


def upn(authority: str, rest: str) -> str:
    return upn_check_letter(authority + rest) + authority + rest


def test_the_published_example_is_valid():
    assert validate_upn("B801200005001") == "B801200005001"


def test_spaces_and_small_letters_do_not_matter():
    assert validate_upn(" b801 2000 05001 ") == "B801200005001"


def test_the_check_letter_some_vendors_print_for_207000016049_is_not_used():
    # Their worked example says Q; the sum is 266, which leaves 13, which is P.
    assert upn_check_letter("207000016049") == "P"
    with pytest.raises(InvalidUpn, match="should be P"):
        validate_upn("Q207000016049")


def test_a_temporary_upn_is_valid():
    temporary = upn("380", "99992600A")
    assert validate_upn(temporary) == temporary


@pytest.mark.parametrize("letter", "IOS")
def test_the_letters_that_look_like_digits_are_refused(letter):
    with pytest.raises(InvalidUpn, match="I, O and S"):
        validate_upn(f"A38099992600{letter}")


@pytest.mark.parametrize("text", ["", "B80120000500", "B8012000050011", "É801200005001", "801"])
def test_a_upn_of_the_wrong_shape_is_refused(text):
    with pytest.raises(InvalidUpn):
        validate_upn(text)


def test_digits_of_other_scripts_are_not_digits():
    with pytest.raises(InvalidUpn):
        validate_upn("B80120000500١")


def test_an_unknown_local_authority_is_refused():
    with pytest.raises(InvalidUpn, match="012"):
        validate_upn(upn("012", "345626001"))


@pytest.mark.parametrize("code", ["838", "839", "940", "941", "942", "943"])
def test_the_newest_authorities_are_known(code):
    assert validate_upn(upn(code, "123426001"))


def test_a_closed_authority_is_right_for_its_own_years_only():
    assert validate_upn(upn("909", "123415001"))
    with pytest.raises(InvalidUpn, match="Cumbria did not use the code 909 then"):
        validate_upn(upn("909", "123435001"))


def test_a_number_given_before_its_authority_existed_is_refused():
    with pytest.raises(InvalidUpn, match="2015"):
        validate_upn(upn("942", "123415001"))


def test_a_number_given_in_the_last_century_is_not_read_as_the_future():
    assert validate_upn(upn("820", "123499001"))


@given(st.integers(1, 12), digits)
def test_one_mistyped_digit_is_always_noticed(place, wrong):
    right = upn("380", "400126123")
    mistyped = right[:place] + wrong + right[place + 1 :]
    if mistyped != right:
        with pytest.raises(InvalidUpn):
            validate_upn(mistyped)


@given(st.text(max_size=20))
def test_any_text_is_either_normalised_or_refused_with_a_sentence(text):
    for validate in (
        validate_upn,
        validate_uln,
        validate_urn,
        validate_laestab,
        validate_ukprn,
    ):
        try:
            normal = validate(text)
        except IdentifierError as error:
            assert error.sentence.endswith(".")
            assert len(error.sentence) < 200
        else:
            assert validate(normal) == normal


@pytest.mark.skipif(not VECTORS.exists(), reason="the outside test vectors are not on this machine")
def test_the_outside_test_vectors_agree():
    with VECTORS.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 22
    for row in rows:
        text = row["upn"]
        assert is_upn_shaped(text) == (row["dfe_format_ok"] == "True"), text
        if row["computed_check_letter"]:
            assert upn_check_letter(text[1:]) == row["computed_check_letter"], text
        if row["check_letter_ok"] == "True":
            assert validate_upn(text) == text
        if row["check_letter_ok"] == "False":
            with pytest.raises(InvalidUpn):
                validate_upn(text)


def test_a_uln_with_its_check_digit_is_valid():
    assert validate_uln("1234567899") == "1234567899"
    assert validate_uln("1234 567 899") == "1234567899"


def test_the_number_that_stands_for_no_uln_yet_is_accepted():
    assert validate_uln("9999999999") == identifiers.TEMPORARY_ULN


@pytest.mark.parametrize("text", ["1234567898", "0234567899", "123456789", "12345678999", "x", ""])
def test_a_wrong_uln_is_refused(text):
    with pytest.raises(InvalidUln):
        validate_uln(text)


def test_a_uln_whose_sum_leaves_nothing_is_never_valid():
    first_nine = next(
        str(number)
        for number in range(100_000_000, 100_001_000)
        if sum(w * int(d) for w, d in zip(range(10, 1, -1), str(number), strict=True)) % 11 == 0
    )
    for last in "0123456789":
        with pytest.raises(InvalidUln):
            validate_uln(first_nine + last)


def test_school_and_provider_numbers():
    assert validate_urn(" 107 440 ") == "107440"
    assert validate_laestab("380/4001") == "3804001"
    assert validate_laestab("3804001") == "3804001"
    assert validate_ukprn("10002938") == "10002938"


@pytest.mark.parametrize(
    ("validate", "text", "error"),
    [
        (validate_urn, "10744", InvalidUrn),
        (validate_urn, "000000", InvalidUrn),
        (validate_laestab, "380400", InvalidLaestab),
        (validate_laestab, "0004001", InvalidLaestab),
        (validate_ukprn, "20002938", InvalidUkprn),
    ],
)
def test_wrong_school_and_provider_numbers_are_refused(validate, text, error):
    with pytest.raises(error):
        validate(text)


def test_every_authority_has_a_three_digit_code_a_name_and_a_source():
    authorities = local_authorities()
    assert len(authorities) > 170
    for code, authority in authorities.items():
        assert len(code) == 3
        assert code.isdigit()
        assert authority.name
        assert authority.source


def test_a_code_is_in_use_from_its_first_to_its_last_day():
    cumberland, cumbria = local_authorities()["942"], local_authorities()["909"]
    assert cumberland.in_use_on(date(2023, 4, 1))
    assert not cumberland.in_use_on(date(2023, 3, 31))
    assert cumbria.in_use_on(date(2023, 3, 31))
    assert not cumbria.in_use_on(date(2023, 4, 1))


def test_check_letters_use_the_whole_alphabet_of_23():
    assert len(UPN_LETTERS) == 23
    assert not set("IOS") & set(UPN_LETTERS)
