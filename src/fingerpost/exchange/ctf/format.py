"""The parts of the Common Transfer File that a roll needs.

Sources: the Department for Education's own service that writes these files, and open school
systems that read and write them (element names up to about version 19; Sex has since replaced
Gender). The full schema was not at hand, so every part but the names is optional, and elements are
found wherever in a student's part of the file they stand.
"""

from __future__ import annotations

ROOT = "CTfile"
HEADER = "Header"
STUDENT = "Pupil"

SIMPLE = {
    "source_id": ("SchoolPupilNumber", "AdmissionNumber"),
    "upn": ("UPN",),
    "former_upn": ("FormerUPN",),
    "uln": ("UniqueLearnerNumber", "ULN"),
    "given_name": ("Forename",),
    "family_name": ("Surname",),
    "preferred_name": ("PreferredForename",),
    "sex": ("Sex", "Gender"),
    "born_on": ("DOB",),
    "year_group": ("NCyearActual", "NCYearActual"),
    "tutor_group": ("RegGroup", "RegistrationGroup", "TutorGroup"),
    "ethnicity": ("Ethnicity",),
    "in_care": ("InCare",),
    "young_carer": ("YoungCarer",),
    "pupil_premium": ("PupilPremium", "PupilPremiumIndicator"),
    "first_language": ("FirstLanguage",),
    "email": ("Email",),
    "postcode_district": ("PostCode", "Postcode"),
}
"""Field to the names of the element that holds it, best first."""

# Contacts, other schools and assessments also hold names, addresses and dates: those of others.
NOT_THE_STUDENTS_OWN = frozenset(
    {"Contacts", "Contact", "StageAssessments", "Assessments", "SchoolHistory"}
)

NO_DISABILITY = {"NONE", "NO", "N", "PNTS"}
