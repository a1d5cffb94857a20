import pytest

from fingerpost.common.postcodes import InvalidPostcode, postcode_district


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("BD7 1AA", "BD7"),
        ("bd71aa", "BD7"),
        ("EC2Y 8BB", "EC2Y"),
        ("M1 1AE", "M1"),
        ("SW1A 1AA", "SW1A"),
        ("BD7", "BD7"),
        ("LS11", "LS11"),
    ],
)
def test_only_the_district_is_kept(text, district):
    assert postcode_district(text) == district


@pytest.mark.parametrize("text", ["", "7BD", "Bradford", "BD7 1A1", "=1+1"])
def test_what_is_no_postcode_is_refused(text):
    with pytest.raises(InvalidPostcode):
        postcode_district(text)
