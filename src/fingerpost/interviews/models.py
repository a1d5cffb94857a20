"""Advisers, their time, guidance interviews, records of them, and the actions agreed."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from fingerpost.ledger.models import Channel

from .enums import (
    ActionSource,
    ActionState,
    AskKind,
    InterviewState,
    NoticeKind,
    Owner,
    PlaceState,
    ProfessionalRegister,
)

TICK_MINUTES = 5


class Adviser(models.Model):
    """A careers adviser as a school's register has them."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="advisers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="adviser_posts"
    )
    is_internal = models.BooleanField(default=False)
    # Independent of the school: nothing to gain from which route a student takes.
    is_independent = models.BooleanField(default=True)
    organisation = models.CharField(max_length=120, blank=True)
    qualification = models.CharField(max_length=120, blank=True)
    qualification_level = models.PositiveSmallIntegerField(null=True, blank=True)
    register = models.CharField(max_length=10, choices=ProfessionalRegister, blank=True)
    register_number = models.CharField(max_length=40, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "person"], name="adviser_once_at_a_school")
        ]

    def __str__(self) -> str:
        return str(self.person)


class Availability(models.Model):
    """A stretch of one day in which an adviser sees students, in one room or at a distance."""

    adviser = models.ForeignKey(Adviser, on_delete=models.CASCADE, related_name="availability")
    room = models.ForeignKey("schools.Room", null=True, blank=True, on_delete=models.SET_NULL)
    on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    slot_minutes = models.PositiveSmallIntegerField(default=40)
    # Students may book these times themselves.
    open_to_students = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "availability"
        ordering = ["on", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="availability_runs_forward"
            ),
            models.UniqueConstraint(
                fields=["adviser", "on", "starts_at"], name="availability_once"
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=10, slot_minutes__lte=120),
                name="availability_slot_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adviser}, {self.on:%d %B %Y}"


class Interview(models.Model):
    """One guidance interview of one student with one adviser."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="interviews"
    )
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="interviews"
    )
    adviser = models.ForeignKey(Adviser, on_delete=models.PROTECT, related_name="interviews")
    room = models.ForeignKey("schools.Room", null=True, blank=True, on_delete=models.SET_NULL)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=40)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.IN_PERSON)
    state = models.CharField(max_length=10, choices=InterviewState, default=InterviewState.BOOKED)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="follow_ups"
    )
    reason = models.CharField(max_length=200, blank=True)
    accompanying_adult = models.CharField(max_length=120, blank=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    booked_at = models.DateTimeField(auto_now_add=True)
    # False for one that was recorded after it had happened: a student who dropped in.
    was_booked = models.BooleanField(default=True)
    cancelled_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["school", "starts_at"], name="interview_school_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=10, minutes__lte=120), name="interview_length"
            ),
        ]

    def __str__(self) -> str:
        return f"Guidance interview of {self.student}"

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)


class Hold(models.Model):
    """Five minutes of one adviser, room or student taken by one booked interview.

    Uniqueness here is what keeps two interviews from overlapping, on every database.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="holds")
    resource = models.CharField(max_length=30)  # "person:3", "room:1", "student:77"
    tick = models.DateTimeField()

    class Meta:
        ordering = ["tick"]
        constraints = [models.UniqueConstraint(fields=["resource", "tick"], name="hold_once")]

    def __str__(self) -> str:
        return f"{self.resource} at {self.tick}"


class GroupBooking(models.Model):
    """Interviews asked for many students at one press; its places say what came of it."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.IN_PERSON)
    reason = models.CharField(max_length=200, blank=True)
    # Whose free times are given to those without a chosen one, from when on.
    adviser = models.ForeignKey(
        Adviser, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    since = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Group booking of {self.made_at:%d %B %Y}"


class GroupPlace(models.Model):
    """One student of a group booking; those who need it most come first."""

    group = models.ForeignKey(GroupBooking, on_delete=models.CASCADE, related_name="places")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="group_places"
    )
    position = models.PositiveSmallIntegerField()
    # The key of the time chosen; empty for the next one that is free.
    slot = models.CharField(max_length=60, blank=True)
    accompanying_adult = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=PlaceState, default=PlaceState.WAITING)
    because = models.CharField(max_length=200, blank=True)
    interview = models.ForeignKey(
        Interview, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["group", "student"], name="place_once")]

    def __str__(self) -> str:
        return f"{self.student}: {self.get_state_display()}"


class InterviewRecord(models.Model):
    """What came of an interview: short main points; its agreed actions point here."""

    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="record")
    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    main_points = models.TextField(blank=True)
    routes = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    # Counted up with every save; a save that names an older version is a conflict.
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    student_comment = models.CharField(max_length=500, blank=True)
    shared_with_family_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-interview__starts_at"]

    def __str__(self) -> str:
        return f"Record of {self.interview}"


class RecordDraft(models.Model):
    """What one person has typed into a record and not yet saved: kept so that nothing is lost."""

    record = models.ForeignKey(InterviewRecord, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    based_on = models.PositiveIntegerField()
    content = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="draft_once")]

    def __str__(self) -> str:
        return f"Draft of {self.record}"


class Action(models.Model):
    """One agreed step of a student's plan: what, who, by when, linked to something real."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="actions")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="actions"
    )
    record = models.ForeignKey(
        InterviewRecord, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    idea = models.ForeignKey(
        "pathways.Idea", null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    source = models.CharField(max_length=10, choices=ActionSource)
    what = models.CharField(max_length=300)
    owner = models.CharField(max_length=15, choices=Owner, blank=True)
    due_on = models.DateField(null=True, blank=True)
    opportunity = models.CharField(max_length=200, blank=True)
    opportunity_url = models.URLField(max_length=500, blank=True)
    routes = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.OPEN)
    agreed_on = models.DateField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    what_came_of_it = models.CharField(max_length=300, blank=True)
    chased_at = models.DateTimeField(null=True, blank=True)
    # Another date that the student asks for; staff agree to it, or refuse it.
    asked_due_on = models.DateField(null=True, blank=True)
    asked_because = models.CharField(max_length=200, blank=True)
    refused_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        indexes = [models.Index(fields=["school", "state", "due_on"], name="action_school_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="action_closed_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def audit_label(self) -> str:
        return f"Action of {self.student}"


class Ask(models.Model):
    """What a member of staff has asked for a student, until it is met: once at a time."""

    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=12, choices=AskKind)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "kind"], condition=Q(met_at__isnull=True), name="ask_once_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.student}"


class Notice(models.Model):
    """One thing that an e-mail tells one person. Its key keeps it from being told twice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    interview = models.ForeignKey(
        Interview, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    # When the interview was to be: after a move or with another adviser it is no longer so.
    starts_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80, unique=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["queued_at", "id"]
        indexes = [
            models.Index(fields=["queued_at"], condition=Q(sent_at=None), name="notice_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, to {self.person}"
