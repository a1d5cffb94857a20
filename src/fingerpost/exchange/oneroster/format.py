"""The parts of OneRoster CSV that a roll needs, in versions 1.1 and 1.2.

Source: the 1EdTech OneRoster CSV tables as used by open implementations; 1.2 takes school and role
out of users.csv into roles.csv.
"""

from __future__ import annotations

MANIFEST = "manifest.csv"
USERS = "users.csv"
ROLES = "roles.csv"
ORGS = "orgs.csv"
CLASSES = "classes.csv"
ENROLLMENTS = "enrollments.csv"
DEMOGRAPHICS = "demographics.csv"
ROLL_FILES = (USERS, ROLES, ORGS, CLASSES, ENROLLMENTS, DEMOGRAPHICS)

ABSENT, BULK, DELTA = "absent", "bulk", "delta"

V1_1, V1_2 = "1.1", "1.2"

REQUIRED = {
    USERS: ("sourcedid", "givenname", "familyname"),
    ROLES: ("usersourcedid", "role"),
    ORGS: ("sourcedid", "type"),
    CLASSES: ("sourcedid", "title", "classtype"),
    ENROLLMENTS: ("classsourcedid", "usersourcedid", "role"),
    DEMOGRAPHICS: ("sourcedid",),
}
"""Columns without which a file cannot be used, in small letters."""

STUDENT = "student"
SCHOOL = "school"
HOMEROOM = "homeroom"
ACTIVE = "active"
GONE = ("tobedeleted", "inactive")
"""The second is from before 1.1, and still sent."""
PRIMARY = "primary"

SEX = {"male": "M", "female": "F", "m": "M", "f": "F", "other": "U", "unspecified": "U"}

ETHNICITY_FLAGS = (
    "americanindianoralaskanative",
    "asian",
    "blackorafricanamerican",
    "nativehawaiianorotherpacificislander",
    "white",
    "demographicracetwoormoreraces",
    "hispanicorlatinoethnicity",
)
"""American groups, which do not say which of the English codes is meant."""

METADATA = "metadata."
"""Columns that a sender added for things OneRoster has no place for."""
