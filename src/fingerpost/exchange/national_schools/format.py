"""The columns of the national list of schools, by the two sets of names in use.

Source: the column names of the Get Information About Schools (GIAS) download, and of smaller tables
that others make from it.
"""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "name": ("EstablishmentName",),
    "la_code": ("LA (code)", "LAId", "LA"),
    "la_name": ("LA (name)", "LAName"),
    "establishment_number": ("EstablishmentNumber",),
    "laestab": ("LAESTAB",),
    "status": ("EstablishmentStatus (name)", "EstablishmentStatusName"),
    "phase": ("PhaseOfEducation (name)", "PhaseOfEducationName"),
    "kind": ("TypeOfEstablishment (name)", "TypeOfEstablishmentName"),
    "kind_group": ("EstablishmentTypeGroup (name)", "EstablishmentTypeGroupName"),
    "lowest_age": ("StatutoryLowAge", "AgeRangeLow"),
    "highest_age": ("StatutoryHighAge", "AgeRangeHigh"),
    "sixth_form": ("OfficialSixthForm (name)", "OfficialSixthFormName"),
    "sexes": ("Gender (name)", "GenderName"),
    "capacity": ("SchoolCapacity", "TotalCapacity"),
    "students": ("NumberOfPupils", "TotalPupils"),
    "trust": ("Trusts (name)", "TrustName"),
    "ukprn": ("UKPRN",),
    "street": ("Street",),
    "town": ("Town",),
    "postcode": ("Postcode",),
    "region": ("GOR (name)", "RegionName"),
    "district": ("DistrictAdministrative (name)", "DistrictAdministrativeName"),
    "easting": ("Easting",),
    "northing": ("Northing",),
    "website": ("SchoolWebsite", "Website"),
    "opened_on": ("OpenDate",),
    "closed_on": ("CloseDate",),
}
"""What we keep, and the names of its column, the download's own first."""

NEEDED = ("urn", "name")
HAS_SIXTH_FORM = {"has a sixth form": True, "does not have a sixth form": False}
SEXES = {"mixed": "mixed", "girls": "girls", "boys": "boys"}
CLOSED = ("closed",)
LARGEST = 400 * 1024 * 1024
"""The whole download is about 65 MB; it is read a line at a time."""
