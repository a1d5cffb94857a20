"""Words with a fixed list of values about students."""

from django.db.models import TextChoices


class Characteristic(TextChoices):
    """What may be known about a student beyond name and group, each with source and date."""

    SEN_PROVISION = "sen_provision", "SEN provision"
    SEN_TYPE = "sen_type", "SEN type"
    EHC_PLAN = "ehc_plan", "Education, health and care plan"
    DISABILITY = "disability", "Disability"
    FREE_SCHOOL_MEALS = "free_school_meals", "Free school meals"
    PUPIL_PREMIUM = "pupil_premium", "Pupil Premium"
    FIRST_LANGUAGE = "first_language", "First language"
    EAL = "eal", "English as an additional language"
    ETHNICITY = "ethnicity", "Ethnicity"
    IN_CARE = "in_care", "In care"
    YOUNG_CARER = "young_carer", "Young carer"
    ATTENDANCE = "attendance", "Attendance (per cent)"
    ATTAINMENT = "attainment", "Attainment (school's points)"
    POSTCODE = "postcode", "Postcode"


class Sex(TextChoices):
    """As the school's own records have it."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not known"


class RollImportState(TextChoices):
    """Where a roll import stands."""

    COLUMNS = "columns", "Waiting for its columns to be matched"
    PREVIEW = "preview", "Waiting to be applied"
    APPLIED = "applied", "Applied"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Discarded"


YES, NO = "yes", "no"

YES_NO_KINDS = frozenset(
    {
        Characteristic.EHC_PLAN,
        Characteristic.DISABILITY,
        Characteristic.FREE_SCHOOL_MEALS,
        Characteristic.PUPIL_PREMIUM,
        Characteristic.EAL,
        Characteristic.IN_CARE,
        Characteristic.YOUNG_CARER,
    }
)
NUMBER_KINDS = frozenset({Characteristic.ATTENDANCE, Characteristic.ATTAINMENT})


def value_as_text(value: str | bool | float) -> str:
    """A characteristic's value as it is kept: yes or no, a plain number, or a code."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float):
        return f"{float(value):.12g}"
    return value


def typed_value(kind: str, text: str) -> str | bool | float | None:
    """What `value_as_text` was given; None for a number that cannot be read."""
    if kind in YES_NO_KINDS:
        return text == YES
    if kind not in NUMBER_KINDS:
        return text
    try:
        return float(text)
    except ValueError:
        return None
