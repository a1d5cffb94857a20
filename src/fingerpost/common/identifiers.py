"""National identifiers: UPN, ULN, URN, LAESTAB, UKPRN and local authority codes.

Each `validate_x(text)` gives the identifier back in its one normal form (no spaces, capital
letters) or raises a subclass of `IdentifierError` whose `sentence` can be shown to a school
administrator as it stands.
"""

from __future__ import annotations

import operator
import re

from fingerpost.common.local_authorities import local_authorities
from fingerpost.common.told import Told

# I, O and S are left out so that they are not read as 1, 0 and 5. A is 0, Z is 22.
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_VALUE = {letter: value for value, letter in enumerate(UPN_LETTERS)}
_UPN_VALUE.update({str(digit): digit for digit in range(10)})
_UPN_WEIGHTS = range(2, 14)
_UPN_SHAPE = re.compile(rf"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]")

# A number can be given a little before an authority's first day (for the coming school year), and
# some school systems keep an authority's old code for a while after its last.
_YEARS_BEFORE_AUTHORITY = 1
_YEARS_AFTER_AUTHORITY = 3

TEMPORARY_ULN = "9999999999"

_GAPS = re.compile(r"\s+")


class IdentifierError(Told, ValueError):
    """An identifier is wrong; `sentence` says how, in plain words."""


class InvalidUpn(IdentifierError):
    """Not a unique pupil number."""


class InvalidUln(IdentifierError):
    """Not a unique learner number."""


class InvalidUrn(IdentifierError):
    """Not a school's unique reference number."""


class InvalidLaestab(IdentifierError):
    """Not a school's seven-figure LAESTAB number."""


class InvalidUkprn(IdentifierError):
    """Not a UK provider reference number."""


def _normal(text: str) -> str:
    return _GAPS.sub("", text).upper()


def _shown(text: str) -> str:
    """The value as quoted in a sentence, cut short if someone pasted a paragraph."""
    return text if len(text) <= 20 else f"{text[:19]}…"


def is_upn_shaped(text: str) -> bool:
    """Whether `text` has the letters and digits of a UPN in the right places.

    True for permanent numbers (13th character a digit) and temporary ones (a letter). Says
    nothing about the check letter or the local authority.
    """
    return _UPN_SHAPE.fullmatch(_normal(text)) is not None


def upn_check_letter(rest: str) -> str:
    """The check letter for the last 12 characters of a UPN.

    Source: the government data standard for the unique pupil number (2004): each character times
    its position (2 to 13), the sum modulo 23. In a temporary number the letter in position 13
    counts by its place in the alphabet that leaves out I, O and S.
    """
    total = sum(map(operator.mul, _UPN_WEIGHTS, map(_UPN_VALUE.__getitem__, rest)))
    return UPN_LETTERS[total % 23]


def validate_upn(text: str) -> str:
    """A UPN in normal form: check letter, 3 digits of authority, 4 of school, 2 of year, 3 more.

    Raises InvalidUpn. Checks the shape, the check letter, that the authority's code is known, and
    that the code was in use around the year written in the number.
    """
    upn = _normal(text)
    if len(upn) != 13:
        raise InvalidUpn(
            f"The UPN {_shown(upn)} has {len(upn)} characters: a UPN has 13, a letter and then "
            "12 more."
        )
    if not _UPN_SHAPE.fullmatch(upn):
        raise InvalidUpn(
            f"The UPN {upn} is not made of one letter and 12 digits (a temporary UPN may end in a "
            "letter; the letters I, O and S are never used)."
        )
    expected = upn_check_letter(upn[1:])
    if upn[0] != expected:
        raise InvalidUpn(
            f"The UPN {upn} has been mistyped somewhere: its first letter should be {expected} "
            f"for these digits, not {upn[0]}."
        )
    _check_upn_authority(upn)
    return upn


def _check_upn_authority(upn: str) -> None:
    authority = local_authorities().get(upn[1:4])
    if authority is None:
        raise InvalidUpn(f"The UPN {upn} holds {upn[1:4]}, which is no local authority's code.")
    year = 2000 + int(upn[8:10])
    if year >= 2090:
        year -= 100
    opened, closed = authority.valid_from, authority.valid_to
    too_early = opened is not None and year < opened.year - _YEARS_BEFORE_AUTHORITY
    too_late = closed is not None and year > closed.year + _YEARS_AFTER_AUTHORITY
    if too_early or too_late:
        raise InvalidUpn(
            f"The UPN {upn} says it was given in {year}, but {authority.name} did not use the "
            f"code {authority.code} then."
        )


def validate_uln(text: str) -> str:
    """A ULN in normal form: ten digits, not starting with 0, with a right check digit.

    9999999999, which stands for a number still to come, is accepted. Raises InvalidUln.
    Source: the check in the individualised learner record (rule DD01).
    """
    uln = _normal(text)
    if not re.fullmatch(r"[1-9][0-9]{9}", uln):
        raise InvalidUln(f"The ULN {_shown(uln)} is not ten digits starting with 1 to 9.")
    if uln == TEMPORARY_ULN:  # allowed by name: its last digit does not fit the rule
        return uln
    remainder = sum(
        weight * int(digit) for weight, digit in zip(range(10, 1, -1), uln, strict=False)
    )
    remainder %= 11
    if remainder == 0 or 10 - remainder != int(uln[9]):
        raise InvalidUln(f"The ULN {uln} has been mistyped somewhere: its last digit does not fit.")
    return uln


def validate_urn(text: str) -> str:
    """A school's URN: six digits, not starting with 0. Raises InvalidUrn."""
    urn = _normal(text)
    if not re.fullmatch(r"[1-9][0-9]{5}", urn):
        raise InvalidUrn(f"The URN {_shown(urn)} is not six digits.")
    return urn


def validate_laestab(text: str) -> str:
    """A LAESTAB as seven digits: authority's code and school's number, with or without a slash.

    Raises InvalidLaestab.
    """
    laestab = re.sub(r"[/-]", "", _normal(text))
    if not re.fullmatch(r"[0-9]{7}", laestab):
        raise InvalidLaestab(
            f"The school number {_shown(laestab)} is not seven digits: three for the local "
            "authority and four for the school."
        )
    if laestab[:3] not in local_authorities():
        raise InvalidLaestab(
            f"The school number {laestab} starts with {laestab[:3]}, which is no local authority's "
            "code."
        )
    return laestab


def validate_ukprn(text: str) -> str:
    """A UKPRN: eight digits starting with 1. Raises InvalidUkprn."""
    ukprn = _normal(text)
    if not re.fullmatch(r"1[0-9]{7}", ukprn):
        raise InvalidUkprn(f"The UKPRN {_shown(ukprn)} is not eight digits starting with 1.")
    return ukprn
