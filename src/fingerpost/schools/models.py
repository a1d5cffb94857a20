"""Schools, their years, terms, periods, rooms and events."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .enums import CalendarImportState, EventKind


class Establishment(models.Model):
    """One line of the national school list (DfE, Get Information about Schools)."""

    urn = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=200, db_index=True)
    local_authority_code = models.CharField(max_length=3, blank=True)
    local_authority = models.CharField(max_length=100, blank=True)
    establishment_number = models.CharField(max_length=4, blank=True)
    phase = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=60, blank=True)
    lowest_age = models.PositiveSmallIntegerField(null=True)
    highest_age = models.PositiveSmallIntegerField(null=True)
    has_sixth_form = models.BooleanField(null=True)
    trust = models.CharField(max_length=200, blank=True)
    ukprn = models.CharField(max_length=8, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(null=True)
    northing = models.PositiveIntegerField(null=True)
    listed_on = models.DateField(null=True)

    class Meta:
        ordering = ["name", "urn"]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"


class School(models.Model):
    """A school that uses this installation."""

    urn = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=200)
    local_authority_code = models.CharField(max_length=3, blank=True)
    establishment_number = models.CharField(max_length=4, blank=True)
    has_sixth_form = models.BooleanField(default=True)
    staff_second_factor = models.BooleanField(default=True)
    # How many months after leaving a sign-in ends and records are due to be erased; empty for the
    # rule in rules/data/leavers.toml.
    leaver_sign_in_months = models.PositiveSmallIntegerField(null=True, blank=True)
    leaver_record_months = models.PositiveSmallIntegerField(null=True, blank=True)
    erases_leavers_itself = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)
    # Counted up with every change, so that whatever was computed knows when it is out of date.
    roll_revision = models.PositiveBigIntegerField(default=0)
    ledger_revision = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class AcademicYear(models.Model):
    """A school's year, from the first to the last day students attend."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="academic_years")
    name = models.CharField(max_length=7)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="academic_year_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="academic_year_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A term of an academic year."""

    academic_year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["academic_year", "name"], name="term_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="term_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """A timetable period on one weekday (1 is Monday)."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="periods")
    name = models.CharField(max_length=20)
    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["school", "weekday", "name"], name="period_once_a_day"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="period_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="period_weekday"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room interviews may use; `is_confidential` means nobody outside can see or hear."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=60)
    is_confidential = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="room_once")]

    def __str__(self) -> str:
        return self.name


class SchoolEvent(models.Model):
    """Something in the school's calendar that the careers programme has to plan around.

    Times are those of a single day; an event of several days takes all of each. `year_groups`
    lists whom it concerns, empty for everybody. What came with an imported calendar names that
    calendar and its own identifier there.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind, default=EventKind.OTHER)
    title = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    year_groups = models.JSONField(default=list)
    calendar = models.CharField(max_length=120, blank=True)
    uid = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["starts_on", "starts_at", "id"]
        indexes = [models.Index(fields=["school", "starts_on"], name="school_event_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="school_event_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(ends_on=F("starts_on"), ends_at__gt=F("starts_at")),
                name="school_event_times_of_one_day",
            ),
            models.UniqueConstraint(
                fields=["school", "uid"], condition=~Q(uid=""), name="school_event_uid_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CalendarImport(models.Model):
    """One calendar file: looked at, then applied in one step, then perhaps undone.

    `plan` holds what the file says of the academic year; `undo` the events as they were before.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="calendar_imports")
    academic_year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255)
    calendar = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10, choices=CalendarImportState, default=CalendarImportState.PREVIEW
    )
    plan = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"Calendar import of {self.file_name}"
