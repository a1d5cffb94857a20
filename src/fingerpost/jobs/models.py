"""Background work that somebody waits for, and the duties done each day."""

import uuid

from django.conf import settings
from django.db import models

from .enums import JobState


class Job(models.Model):
    """One piece of background work. Arguments are keys of records, never details of a person.

    How far it is stands in a file (`progress.py`): on SQLite nobody can write to the database
    while the work itself does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    function = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    # Counted up at each start; a run whose number is no longer this one may not finish.
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    # Of work that is tried again later: it does not begin before.
    not_before = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # How it ended: address, sentence and level, as `outcome.Outcome` has them.
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["state"], name="job_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in (JobState.WAITING, JobState.RUNNING)


class DutyRun(models.Model):
    """The last time a daily duty was done on a day, and what it said."""

    duty = models.CharField(max_length=200)
    day = models.DateField()
    sentence = models.TextField()
    failed = models.BooleanField(default=False)
    ended_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "duty"]
        constraints = [models.UniqueConstraint(fields=["duty", "day"], name="duty_once_a_day")]

    def __str__(self) -> str:
        return f"{self.duty} on {self.day}"
