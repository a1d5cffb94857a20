"""Words of the labour market lesson."""

from django.db.models import TextChoices


class EntryKind(TextChoices):
    """What an entry about the local labour market tells."""

    VACANCIES = "vacancies", "Vacancies"
    SHORTAGE = "shortage", "Shortage"
    NEW_BUSINESS = "new_business", "New business"
    CLOSING = "closing", "Closing"
    APPRENTICESHIP = "apprenticeship", "Apprenticeship"


# The same, as students read them, in the order in which pages show them.
KIND_FOR_STUDENTS = {
    EntryKind.VACANCIES: "Jobs to apply for",
    EntryKind.SHORTAGE: "More people needed",
    EntryKind.NEW_BUSINESS: "New near here",
    EntryKind.CLOSING: "Closing down",
    EntryKind.APPRENTICESHIP: "Apprenticeship",
}
# The longest that an entry is shown before somebody has to look at it again.
LONGEST_DAYS = 366
# A lesson takes steps from the day it is held on, so that whoever was away can still write one.
DAYS_OPEN = 7
# Routes that an apprenticeship is a way on.
ROUTES_OF_APPRENTICESHIPS = ("apprenticeship", "higher_apprenticeship")
