"""Of which area a school's openings are told: the one that holds its local authority."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.common.local_authorities import local_authorities
from fingerpost.common.postcodes import InvalidPostcode, postcode_district
from fingerpost.schools.selectors import authorities_of_district, establishment

from .. import bridge

# All of England: what openings are told of where no nearer area is known.
WHOLE_COUNTRY = "EN"


@dataclass(frozen=True)
class SchoolArea:
    """The area of a school, and how it was found.

    code: of the occupation base. authority: name of the local authority, empty where nobody knows
    it. district: the first part of the postcode, where the authority was found by that.
    """

    code: str
    authority: str = ""
    district: str = ""

    @property
    def is_nearer(self) -> bool:
        return self.code != WHOLE_COUNTRY


def area_of_school(school: Any) -> SchoolArea:
    """The area of a school: by its local authority, else by that of the schools whose postcodes
    begin as its own does; all of England where neither tells of a nearer one.
    """
    code, district = _authority_of(school)
    listed = local_authorities().get(code)
    if listed is None:
        return SchoolArea(WHOLE_COUNTRY)
    return SchoolArea(bridge.area_of_authority(code) or WHOLE_COUNTRY, listed.name, district)


def _authority_of(school: Any) -> tuple[str, str]:
    """The code of a school's authority, and the postcode district by which it was found, if so."""
    if school is None or school.local_authority_code:
        return (school.local_authority_code if school else ""), ""
    listed = establishment(school.urn)
    if listed is None or listed.local_authority_code:
        return (listed.local_authority_code if listed else ""), ""
    try:
        district = postcode_district(listed.postcode)
    except InvalidPostcode:
        return "", ""
    in_use = [
        code
        for code in authorities_of_district(district)
        if code in local_authorities() and local_authorities()[code].in_use_on(timezone.localdate())
    ]
    most = Counter(in_use).most_common(1)
    return (most[0][0], district) if most else ("", "")
