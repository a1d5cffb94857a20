"""Which field a column heading means.

The headings that SIMS, Arbor, Bromcom, Go4Schools and similar systems print on student lists, and
what people type for themselves. From general knowledge of such exports; a school corrects a wrong
guess on screen and the correction is remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# In order of preference: where several columns of a file mean one field, the heading that stands
# first here wins ("Legal surname" gives way to "Surname").
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "upn": ("upn", "unique pupil number", "unique pupil no", "pupil upn", "student upn", "upn no"),
    "former_upn": ("former upn", "previous upn", "old upn"),
    "uln": ("uln", "unique learner number", "unique learner no", "uniquelearnernumber"),
    "source_id": (
        "admission number",
        "admission no",
        "adno",
        "adm no",
        "admno",
        "admission num",
        "sourcedid",
        "mis id",
        "misid",
        "sims id",
        "arbor id",
        "arbor student id",
        "bromcom id",
        "student id",
        "studentid",
        "pupil id",
        "pupil number",
        "student number",
        "student no",
        "student reference",
        "person id",
        "external id",
        "id",
    ),
    "given_name": (
        "forename",
        "first name",
        "firstname",
        "given name",
        "givenname",
        "legal forename",
        "legal first name",
        "student forename",
        "student first name",
        "pupil forename",
        "pupil first name",
    ),
    "family_name": (
        "surname",
        "last name",
        "lastname",
        "family name",
        "familyname",
        "legal surname",
        "legal last name",
        "student surname",
        "student last name",
        "pupil surname",
        "pupil last name",
    ),
    "full_name": (
        "full name",
        "fullname",
        "name",
        "student name",
        "student",
        "pupil name",
        "pupil",
        "legal name",
        "legal full name",
    ),
    "preferred_name": (
        "preferred forename",
        "preferred first name",
        "preferred given name",
        "preferredgivenname",
        "preferred name",
        "chosen name",
        "chosen forename",
        "known as",
    ),
    "sex": ("sex", "legal sex", "gender", "legal gender", "sex gender", "m f"),
    "born_on": ("date of birth", "dob", "birth date", "birthdate", "d o b", "born"),
    "email": (
        "student email",
        "school email",
        "email",
        "email address",
        "e mail",
        "primary email",
        "student email address",
        "school email address",
        "work email",
    ),
    "year_group": (
        "year group",
        "nc year",
        "ncyearactual",
        "nc year actual",
        "national curriculum year",
        "curriculum year",
        "year",
        "yr",
        "yeargroup",
        "current year group",
        "year grp",
        "current nc year",
        "actual nc year",
        "grade",
        "grades",
    ),
    "tutor_group": (
        "tutor group",
        "reg group",
        "registration group",
        "reg",
        "reg form",
        "registration form",
        "registration",
        "form",
        "form group",
        "tutor",
        "tutorgroup",
        "reggroup",
        "class",
        "mentor group",
        "current registration form",
    ),
    "joined_on": (
        "date of admission",
        "admission date",
        "entry date",
        "date of entry",
        "doa",
        "start date",
        "date joined",
        "enrolment date",
        "enrolment start date",
        "date of joining",
        "joined",
    ),
    "left_on": (
        "date of leaving",
        "leaving date",
        "dol",
        "date left",
        "leave date",
        "end date",
        "enrolment end date",
        "left",
        "leavers date",
    ),
    "on_roll": ("enrolment status", "on roll", "status", "roll status", "enrollment status"),
    "sen_provision": (
        "sen provision",
        "sen status",
        "sen code",
        "sen",
        "send status",
        "send",
        "sen stage",
        "current sen status",
        "sen provision code",
        "sen support",
    ),
    "sen_type": (
        "sen type",
        "sen need",
        "sen needs",
        "primary sen need",
        "primary need",
        "sen need type",
        "sen primary need",
        "primary sen type",
        "sen type ranking 1",
        "type of need",
    ),
    "ehc_plan": (
        "ehc plan",
        "ehcp",
        "ehc",
        "has ehcp",
        "education health and care plan",
        "education health care plan",
    ),
    "disability": ("disability", "disabled", "has disability", "disability flag", "disabilities"),
    "free_school_meals": (
        "fsm",
        "free school meals",
        "eligible for free school meals",
        "fsm eligible",
        "fsm eligibility",
        "free school meal",
        "free meals",
        "fsm current",
        "current fsm",
        "fsmeligible",
        "eligible for fsm",
        "free school meals eligible",
    ),
    "pupil_premium": (
        "pupil premium",
        "pupil premium indicator",
        "pp",
        "pupil premium eligible",
        "eligible for pupil premium",
        "pp eligible",
        "pupil premium recipient",
        "pupil premium student",
        "disadvantaged",
    ),
    "first_language": (
        "first language",
        "home language",
        "language",
        "first language code",
        "mother tongue",
        "native language",
    ),
    "eal": (
        "eal",
        "english as an additional language",
        "english additional language",
        "eal status",
        "has eal",
        "english as additional language",
        "is eal",
    ),
    "ethnicity": (
        "ethnicity",
        "ethnic group",
        "ethnic origin",
        "ethnicity code",
        "ethnic code",
        "ethnicity dfe code",
    ),
    "in_care": (
        "in care",
        "looked after",
        "lac",
        "looked after child",
        "in lea care",
        "child looked after",
        "cla",
        "in la care",
        "in local authority care",
        "currently in care",
        "looked after children",
    ),
    "young_carer": ("young carer", "young carers", "youngcarer", "young carer indicator"),
    "attendance": (
        "attendance",
        "attendance percentage",
        "percentage attendance",
        "attend",
        "overall attendance",
        "present",
        "attendance ytd",
        "year to date attendance",
        "percentage present",
        "attendance this year",
    ),
    "attainment": (
        "attainment",
        "attainment 8",
        "average point score",
        "aps",
        "average grade",
        "average points",
        "ks2 average",
        "ks2 scaled score",
        "attainment score",
        "points score",
        "total points",
        "average score",
    ),
    "postcode_district": ("postcode", "post code", "home postcode", "zip", "postal code"),
}

_FIELD_OF = {synonym: field for field, synonyms in _SYNONYMS.items() for synonym in synonyms}
_PREFERENCE = {
    synonym: place for synonyms in _SYNONYMS.values() for place, synonym in enumerate(synonyms)
}
_BETWEEN_WORDS = re.compile(r"[^a-z0-9%]+")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain_heading(heading: str) -> str:
    """A heading in small letters with single spaces, without brackets, marks or “%”."""
    text = unicodedata.normalize("NFKC", heading)
    # "Sex (as at 1 September)" and "Reg Group [current]" mean what stands before the bracket,
    # but "(legal) surname" keeps its word.
    text = re.sub(r"(?<=\w)\s*[(\[].*$", "", text)
    text = text.replace("%", " percentage ")
    return _BETWEEN_WORDS.sub(" ", text.lower()).strip()


def field_for(heading: str) -> str | None:
    """The field that a heading means, or None."""
    found = _lookup(heading)
    return None if found is None else _FIELD_OF[found]


def _lookup(heading: str) -> str | None:
    plain = plain_heading(heading)
    candidates = (
        plain,
        plain.removesuffix(" code"),
        plain.removeprefix("percentage "),
        plain.removeprefix("current "),
        plain_heading(_HUMPS.sub(" ", heading)),
    )
    return next((text for text in candidates if text in _FIELD_OF), None)


def suggest_mapping(headings: Sequence[str]) -> dict[str, str]:
    """Field to heading, for the headings that are understood; each field and heading once.

    Separate first name and surname columns make a whole-name column unnecessary.
    """
    best: dict[str, tuple[int, str]] = {}
    for heading in headings:
        synonym = _lookup(heading)
        if synonym is None:
            continue
        field, preference = _FIELD_OF[synonym], _PREFERENCE[synonym]
        if field not in best or preference < best[field][0]:
            best[field] = (preference, heading)
    mapping = {field: heading for field, (_, heading) in best.items()}
    if "given_name" in mapping and "family_name" in mapping:
        mapping.pop("full_name", None)
    return mapping
