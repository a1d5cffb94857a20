"""Group sessions: planned, held, and who takes part."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete
from django.dispatch import receiver

from fingerpost.ledger.models import Channel

from ..enums import Consent, PlacesBy, SessionState
from .activities import Activity


class GroupSession(models.Model):
    """One encounter that a group of students has together: planned first, or entered afterwards.

    A planned session takes its words from its activity and may differ from it. Only a held one
    has ledger lines.
    """

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="group_sessions"
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.HELD)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.IN_PERSON)
    organisation = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    in_school_hours = models.BooleanField(default=True)
    routes = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    room = models.ForeignKey(
        "schools.Room", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    where = models.CharField(max_length=120, blank=True)  # when it is in no room of the school
    places_by = models.CharField(max_length=12, choices=PlacesBy, default=PlacesBy.STAFF)
    # None: no limit. `taken` counts those down for it; the database keeps it within the limit.
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    minimum = models.PositiveSmallIntegerField(default=0)  # it runs only with so many
    pence = models.PositiveIntegerField(null=True, blank=True)  # what it cost, or will
    # Sessions made together, such as one for each tutor group or one a week.
    series = models.UUIDField(null=True, blank=True, db_index=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    # Answers to the checklist of the benchmark the kind counts for (rules/data/meaningful.toml).
    checklist = models.JSONField(default=dict)
    # A form sent twice makes one session: the key is made when the empty form is shown.
    form_key = models.UUIDField(unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["school", "-on"], name="group_session_school_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="group_session_not_over_capacity",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="group_session_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_planned(self) -> bool:
        return self.state == SessionState.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == SessionState.HELD

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    @property
    def places_left(self) -> int | None:
        """None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def costs(self) -> int | None:
        """Pence: what was entered for it, else what the activity says a session costs."""
        if self.pence is not None or self.activity is None:
            return self.pence
        return self.activity.pence_a_session


class SessionStaff(models.Model):
    """A member of staff who leads a session or goes along."""

    session = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="staff")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions_to_lead"
    )

    class Meta:
        verbose_name_plural = "session staff"
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="session_staff_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.session}"


class Attendance(models.Model):
    """One student who is down for a group session, and whether they took part."""

    session = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="attendance")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="attendance"
    )
    # None until the register has been taken.
    was_present = models.BooleanField(null=True)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NOT_ASKED)
    # What this student needs to take part: an adult to go along, transport, a quiet place.
    needs = models.CharField(max_length=200, blank=True)
    # The student signed up, and may leave again.
    signed_up = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "attendance"
        ordering = ["student", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "student"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.student} at {self.session}"


@receiver(post_delete, sender=Attendance)
def _give_the_place_back(instance: Attendance, **_: Any) -> None:
    """Count `taken` down with every line that goes, whichever way: taken off, undone, erased.

    On a register there may be lines that never took a place (walk-ins, and all of a session that
    was entered afterwards): what is left there is only counted down while it is too high.
    """
    left = Attendance.objects.filter(session=instance.session_id).order_by().values("session")
    is_too_high = Q(taken__gt=Coalesce(Subquery(left.annotate(n=Count("pk")).values("n")), 0))
    GroupSession.objects.filter(
        ~Q(state=SessionState.HELD) | is_too_high, pk=instance.session_id, taken__gt=0
    ).update(taken=F("taken") - 1)
