"""The log holds no address that is good for whoever has it."""

import logging

import pytest

from fingerpost.web.logs import WithoutSecrets


@pytest.mark.parametrize(
    ("address", "shortened"),
    [
        ("/opportunities/by/eyJs:1xW:rloP9/add/course/", "/opportunities/by/…/add/course/"),
        ("/feedback/guest/eyJs:1xW:rloP9/", "/feedback/guest/…/"),
        ("/calendar/7/abcDEF123.ics", "/calendar/7/…"),
        ("/sign-in/password/reset/key/1-d0a-ffee/", "/sign-in/password/reset/key/…/"),
        ("/students/7/", "/students/7/"),
    ],
)
def test_what_stands_in_for_a_password_is_shortened(address, shortened):
    record = logging.LogRecord("d", 30, "f", 1, "%s: %s", ("Not Found", address), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Not Found: {shortened}"
    plain = logging.LogRecord("d", 30, "f", 1, f"Not Found: {address}", None, None)
    WithoutSecrets().filter(plain)
    assert plain.getMessage() == f"Not Found: {shortened}"


def test_the_console_goes_through_it(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["no_secrets"]
