"""Reading jobs."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from . import progress
from .enums import JobState
from .models import Job

LONG_WAIT = dt.timedelta(seconds=30)


def jobs_of(person: Any) -> QuerySet[Job]:
    """The jobs a person began; nobody else sees them."""
    return Job.objects.filter(begun_by=person)


def arguments_going_on() -> list[dict[str, Any]]:
    """The arguments of all jobs that have not ended."""
    going_on = Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    return list(going_on.values_list("arguments", flat=True))


def progress_of(job: Job) -> progress.Progress:
    """How far a job is, in words."""
    if job.state == JobState.RUNNING:
        told = progress.told(job.pk)
        return told if told.words else progress.Progress("Beginning …")
    before = Job.objects.filter(state=JobState.RUNNING)
    if any(not progress.is_silent(one.pk) for one in before):
        return progress.Progress("Waiting for other work to end …")
    if timezone.now() - job.made_at > LONG_WAIT:
        return progress.Progress(
            "Still waiting to begin. If this goes on, tell whoever looks after Fingerpost: its "
            "worker may not be running."
        )
    return progress.Progress("Waiting to begin …")
