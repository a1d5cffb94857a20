"""What groups do: lessons, talks, visits, and who took part."""

from django.conf import settings
from django.db import models

from fingerpost.ledger.models import Channel


class GroupSession(models.Model):
    """One encounter that a group of students had together."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="group_sessions"
    )
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.IN_PERSON)
    organisation = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    in_school_hours = models.BooleanField(default=True)
    routes = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
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

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether one student took part in a group session."""

    session = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="attendance")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="attendance"
    )
    was_present = models.BooleanField()

    class Meta:
        verbose_name_plural = "attendance"
        ordering = ["student", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "student"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.student} at {self.session}"
