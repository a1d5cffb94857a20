"""Entries about the local labour market, and the lessons in which they are shown."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from fingerpost.pathways.models import Placed

from .enums import DAYS_OPEN, EntryKind

# Keys of sessions that are records of lessons are made from it.
_RECORDS = uuid.UUID("6d0f0c52-5f0a-4b0e-9a43-0d2f1f7c8a11")


class LocalEntry(models.Model):
    """What an employer or a local body says of work near here, and until when it holds.

    sectors: names as in the rules; occupations: slugs of the occupation base. After `until_on`
    no student sees it; staff may renew it. reference: the number of a vacancy in the list it was
    read from, empty for what was entered by hand. Where it is: metres on the national grid.
    """

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="local_entries"
    )
    kind = models.CharField(max_length=15, choices=EntryKind)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=1000, blank=True)
    source = models.CharField(max_length=160)
    link = models.URLField(max_length=500, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.IntegerField(null=True, blank=True)
    northing = models.IntegerField(null=True, blank=True)
    placed_by = models.CharField(max_length=8, choices=Placed, blank=True)
    sectors = models.JSONField(default=list)
    occupations = models.JSONField(default=list)
    from_on = models.DateField()
    until_on = models.DateField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "local entries"
        ordering = ["until_on", "title", "id"]
        indexes = [models.Index(fields=["school", "until_on"], name="local_entry_school_until")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="local_entry_runs_forward"
            ),
            # The same said again is the same entry: it is renewed, not entered twice.
            models.UniqueConstraint(
                "school",
                "kind",
                Lower("title"),
                Lower("source"),
                condition=Q(withdrawn_at__isnull=True, reference=""),
                name="local_entry_once",
            ),
            # A vacancy is the same for as long as its number is, also where it was withdrawn.
            models.UniqueConstraint(
                fields=["school", "reference"],
                condition=~Q(reference=""),
                name="local_entry_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class VacancyList(models.Model):
    """One list of apprenticeship vacancies: looked at, then kept in one step.

    rows: what of it is near and still open, as `services.vacancies` writes it; empty once it is
    kept. told: how many lines there were of each sort, and the lines that were refused.
    """

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="vacancy_lists"
    )
    file_name = models.CharField(max_length=255)
    miles = models.PositiveSmallIntegerField(null=True)  # how far off at most; None: anywhere
    rows = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"Vacancies of {self.file_name}"


class Lesson(models.Model):
    """One labour market lesson of a tutor group, a year group or those down for a session, started
    by a press.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="lessons")
    tutor_group = models.ForeignKey(
        "students.TutorGroup", null=True, on_delete=models.CASCADE, related_name="lessons"
    )
    year_group = models.PositiveSmallIntegerField(null=True)
    session = models.ForeignKey(
        "programme.GroupSession", null=True, on_delete=models.CASCADE, related_name="lessons"
    )
    # Of which area the openings are told: a code of the occupation base.
    area = models.CharField(max_length=10)
    held_on = models.DateField()
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(tutor_group__isnull=False, year_group__isnull=True, session__isnull=True)
                    | Q(tutor_group__isnull=True, year_group__isnull=False, session__isnull=True)
                    | Q(tutor_group__isnull=True, year_group__isnull=True, session__isnull=False)
                ),
                name="lesson_of_one_group",
            ),
            models.UniqueConstraint(
                fields=["session", "held_on"],
                condition=Q(withdrawn_at__isnull=True, session__isnull=False),
                name="lesson_of_a_session_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["tutor_group", "held_on"],
                condition=Q(withdrawn_at__isnull=True, tutor_group__isnull=False),
                name="lesson_of_a_tutor_group_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["school", "year_group", "held_on"],
                condition=Q(withdrawn_at__isnull=True, year_group__isnull=False),
                name="lesson_of_a_year_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Labour market lesson of {self.group_name}"

    @property
    def group_name(self) -> str:
        if self.session_id:
            return f"{self.session}"
        return str(self.tutor_group) if self.tutor_group_id else f"Year {self.year_group}"

    @property
    def record_key(self) -> uuid.UUID:
        """The key of the session as which a lesson of a group is recorded: one and no other."""
        return uuid.uuid5(_RECORDS, f"{self.school_id}/{self.pk}")

    @property
    def open_until(self) -> dt.date:
        """The last day on which a step still counts as written in this lesson."""
        return self.held_on + dt.timedelta(days=DAYS_OPEN - 1)
