"""A school's own list of next places, and what providers give for it by a signed link."""

from collections.abc import Collection

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class OpportunityKind(models.TextChoices):
    """What an opportunity is. All are of a route, so that each route has equal room."""

    COURSE = "course", "Course, apprenticeship or other place"
    OPEN_DAY = "open_day", "Open day"
    TASTER = "taster", "Taster"


class OpportunityFacts(models.Model):
    """What a provider offers, in the facts that anyone who enters it gives.

    Of a course: `gcses` at `grade` are asked for, `subjects` among them; 0 where no grades are,
    None where it is not known. `english_grade` and `maths_grade` are asked for besides, and
    `requirements` says in words what else is. Of an open day or taster `open_day` is its date.
    `opens_on` to `apply_by`: when one may apply.
    """

    kind = models.CharField(max_length=10, choices=OpportunityKind, default=OpportunityKind.COURSE)
    title = models.CharField(max_length=160)
    route = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    sectors = models.JSONField(default=list)
    subject = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    gcses = models.PositiveSmallIntegerField(null=True, blank=True)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    english_grade = models.PositiveSmallIntegerField(null=True, blank=True)
    maths_grade = models.PositiveSmallIntegerField(null=True, blank=True)
    subjects = models.JSONField(default=list)
    requirements = models.CharField(max_length=500, blank=True)
    open_day = models.DateField(null=True, blank=True)
    opens_on = models.DateField(null=True, blank=True)
    apply_by = models.DateField(null=True, blank=True)
    details = models.CharField(max_length=500, blank=True)
    link = models.URLField(max_length=500, blank=True)

    class Meta:
        abstract = True

    def sector_for(self, liked: Collection[str]) -> str:
        """The kind of work it is shown for: one that somebody likes, else the first it names."""
        sectors: list[str] = self.sectors
        return next((one for one in sectors if one in liked), sectors[0] if sectors else "")

    @property
    def is_course(self) -> bool:
        return self.kind == OpportunityKind.COURSE


# The facts by name, as forms, files and approval carry them over.
FACTS = {field.name: field for field in OpportunityFacts._meta.local_fields}


# What each fact is called where a change is told; those left out go without saying.
FACT_NAMES = {
    "title": "Title",
    "route": "Kind of place",
    "level": "Level",
    "sectors": "Kinds of work",
    "subject": "Subject",
    "starts_on": "Start",
    "postcode": "Postcode",
    "gcses": "GCSEs",
    "grade": "Grade",
    "english_grade": "English",
    "maths_grade": "Maths",
    "subjects": "Other subjects",
    "requirements": "Asks for",
    "open_day": "Open day",
    "opens_on": "Apply from",
    "apply_by": "Apply by",
    "details": "What to know",
    "link": "Web address",
}


class InTheList(models.Manager["Opportunity"]):
    """What has not been taken out."""

    def get_queryset(self) -> models.QuerySet["Opportunity"]:
        """Without what was taken out of the list."""
        return super().get_queryset().filter(taken_out_at__isnull=True)


class Opportunity(OpportunityFacts):
    """A course, an apprenticeship, an open day or another next place in a school's own list.

    One line for all kinds and routes, so that each has equal room. `miles` is from the school.
    `given_on`: the day on which the provider itself gave it; None where the school entered it.
    What has an end (`expires_on`) is not shown after it. `taken_out_at`: when it was taken out of
    the list; `objects` are those in it.
    """

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="opportunities"
    )
    provider = models.CharField(max_length=160)
    miles = models.FloatField(null=True, blank=True)
    expires_on = models.DateField()
    checked_on = models.DateField()
    given_on = models.DateField(null=True, blank=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)

    objects = InTheList()
    with_taken_out = models.Manager["Opportunity"]()

    class Meta:
        ordering = ["provider", "title", "id"]
        indexes = [models.Index(fields=["school", "route"], name="opportunity_school_route")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "provider", "title", "route"],
                condition=Q(kind=OpportunityKind.COURSE, taken_out_at__isnull=True),
                name="opportunity_once",
            ),
            # The same open day is held more than once a year.
            models.UniqueConstraint(
                fields=["school", "provider", "title", "route", "kind", "open_day"],
                condition=~Q(kind=OpportunityKind.COURSE) & Q(taken_out_at__isnull=True),
                name="opportunity_day_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.provider}"


class ProviderLink(models.Model):
    """A link by which one provider tells one school what it offers, without an account.

    The address carries a signature over its key and its school; it is good until `expires_on`
    or until it is revoked. `listed` is the provider in the published lists, where it is there.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=160)
    listed = models.ForeignKey(
        "pathways.Provider", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.provider

    @property
    def audit_label(self) -> str:
        return f"Link for {self.provider}"


class GivenState(models.TextChoices):
    """What has become of something that a provider gave."""

    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken_back", "Taken back by the provider"


class GivenOpportunity(OpportunityFacts):
    """An opportunity as a provider gave it: nothing that students see until the school accepts it.

    `given_at`: when the provider last gave or changed it. `corrects`: the line of the school's
    list that it is to stand in place of; None for a new one. Once accepted, `made` is the line it
    became, and `before` holds the facts that stood there before (None where there was no line), so
    that accepting can be undone. `ends`: the provider no longer has what it corrects.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey(ProviderLink, on_delete=models.CASCADE, related_name="given")
    corrects = models.ForeignKey(
        Opportunity, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ends = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=GivenState, default=GivenState.WAITING)
    given_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    made = models.ForeignKey(Opportunity, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["given_at", "id"]
        indexes = [models.Index(fields=["school", "state"], name="given_school_state")]

    def __str__(self) -> str:
        return f"{self.title}, {self.given_by.provider}"

    @property
    def audit_label(self) -> str:
        return f"{self.title}, given by {self.given_by.provider}"
