"""Where somebody looks from: what they typed, else where they live, else their school."""

from collections.abc import Iterable
from typing import Any

from fingerpost.accounts.viewer import Viewer
from fingerpost.common.postcodes import InvalidPostcode, postcode_district
from fingerpost.schools.selectors import establishment
from fingerpost.students.enums import Characteristic
from fingerpost.students.permissions import own_student
from fingerpost.students.selectors import current_characteristics

from .. import bridge
from ..bridge import Here
from ..models import PostcodeDistrict, Provider


def here_of(viewer: Viewer, typed: str = "") -> Here | None:
    """Where a viewer looks from; None where nothing tells it."""
    if typed:
        return middle_of(typed, typed.upper())
    return _home(viewer) or here_of_school(viewer.school)


def middle_of(postcode: str, name: str) -> Here | None:
    """The middle of a postcode's district, else of its area; None for one nobody has placed."""
    found = middles_of([postcode]).get(postcode)
    return Here(found.easting, found.northing, name) if found else None


def middles_of(postcodes: Iterable[str]) -> dict[str, PostcodeDistrict]:
    """For each postcode that can be placed, the middle of its district, else of its area. One
    query.
    """
    names = {postcode: _district_and_area(postcode) for postcode in postcodes}
    wanted = {name for pair in names.values() for name in pair}
    known = {one.name: one for one in PostcodeDistrict.objects.filter(name__in=wanted)}
    return {
        postcode: next(known[name] for name in pair if name in known)
        for postcode, pair in names.items()
        if any(name in known for name in pair)
    }


def _district_and_area(postcode: str) -> tuple[str, ...]:
    try:
        district = postcode_district(postcode)
    except InvalidPostcode:
        return ()
    return district, "".join(letter for letter in district[:2] if letter.isalpha())


def published_postcode(provider: str) -> str:
    """The postcode that the published lists have of a provider, by its name; empty for none."""
    found = Provider.objects.filter(name__iexact=provider).exclude(postcode="")
    return found.values_list("postcode", flat=True).first() or ""


def miles_from_school(school: Any, postcode: str) -> float | None:
    """How many miles it is from a school to the middle of a postcode; None where unknown."""
    there = middle_of(postcode, "")
    found = bridge.miles_from(here_of_school(school), [there])[0] if there else None
    return None if found is None else round(found, 1)


def _home(viewer: Viewer) -> Here | None:
    student = own_student(viewer)
    if student is None:
        return None
    known = current_characteristics([student.pk], [Characteristic.POSTCODE]).get(student.pk, {})
    value = known.get(Characteristic.POSTCODE)
    return middle_of(value.value, "where you live") if value else None


def here_of_school(school: Any) -> Here | None:
    """Where a school is: its own place, else the middle of its postcode district."""
    if school is None:
        return None
    listed = establishment(school.urn)
    if listed is not None and listed.easting and listed.northing:
        return Here(listed.easting, listed.northing, "your school")
    found = Provider.objects.filter(key=f"urn:{school.urn}", easting__isnull=False).first()
    if found is not None and found.easting is not None and found.northing is not None:
        return Here(found.easting, found.northing, "your school")
    return middle_of(listed.postcode, "your school") if listed is not None else None
