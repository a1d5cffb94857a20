"""What the school plans for groups of students, and the money it is paid from."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from fingerpost.common.academic_year import AcademicYear
from fingerpost.ledger.models import Channel


def this_academic_year() -> int:
    """The calendar year in which the current academic year started."""
    return AcademicYear.of(timezone.localdate()).start


class BudgetLine(models.Model):
    """Money kept for one purpose of the careers programme in one academic year."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="budget_lines"
    )
    academic_year = models.ForeignKey(
        "schools.AcademicYear", on_delete=models.CASCADE, related_name="budget_lines"
    )
    name = models.CharField(max_length=80)
    pence = models.PositiveIntegerField()

    class Meta:
        ordering = ["-academic_year__starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["academic_year", "name"], name="budget_line_once")
        ]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """Something the school plans for students: why, for whom, with whom, at what cost.

    Its sessions say when. `audience` holds `years` (numbers), `groups` (ids of tutor groups) and
    perhaps `measure` with `side` ("counted" or "not_counted"): of those years and groups, only
    students on that side of the measure.
    """

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="activities"
    )
    # The academic year it is planned for, by the calendar year in which that starts.
    academic_year_start = models.PositiveSmallIntegerField(default=this_academic_year)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300, blank=True)
    outcomes = models.JSONField(default=list)  # what students should be able to do afterwards
    audience = models.JSONField(default=dict)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.IN_PERSON)
    in_school_hours = models.BooleanField(default=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    organisation = models.CharField(max_length=200, blank=True)  # the provider or employer
    subject = models.CharField(max_length=60, blank=True)
    routes = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    # What somebody who leads a session tomorrow can read in two minutes.
    briefing = models.TextField(max_length=2000, blank=True)
    # Another activity that takes up what students met in this one.
    follow_up = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="follows"
    )
    budget_line = models.ForeignKey(
        BudgetLine, null=True, blank=True, on_delete=models.SET_NULL, related_name="activities"
    )
    pence_a_session = models.PositiveIntegerField(null=True, blank=True)
    needs_consent = models.BooleanField(default=False)
    needs_risk_assessment = models.BooleanField(default=False)
    risks = models.TextField(max_length=2000, blank=True)
    risks_assessed_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    # A form sent twice makes one activity.
    form_key = models.UUIDField(unique=True)

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def academic_year(self) -> AcademicYear:
        return AcademicYear(self.academic_year_start)

    @property
    def lacks_risk_assessment(self) -> bool:
        return self.needs_risk_assessment and not (self.risks and self.risks_assessed_on)
