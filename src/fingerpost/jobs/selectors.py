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


def waiting_jobs(*, function: str, **arguments: Any) -> QuerySet[Job]:
    """Jobs of a function that have not begun, with these arguments (`name__gt` and so on too)."""
    wanted = {f"arguments__{name}": value for name, value in arguments.items()}
    return Job.objects.filter(function=function, state=JobState.WAITING, **wanted)


def arguments_going_on() -> list[dict[str, Any]]:
    """The arguments of all jobs that have not ended."""
    going_on = Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    return list(going_on.values_list("arguments", flat=True))


def progress_of(job: Job) -> progress.Progress:
    """How far a job is, in words."""
    if job.state == JobState.RUNNING:
        told = progress.told(job.pk)
        return told if told.words else progress.Progress("Beginning …")
    if job.not_before and job.not_before > timezone.now():
        return progress.Progress(f"Tried again at {timezone.localtime(job.not_before):%H:%M}.")
    before = Job.objects.filter(state=JobState.RUNNING)
    if any(not progress.is_silent(one.pk) for one in before):
        return progress.Progress("Waiting for other work to end …")
    if timezone.now() - (job.not_before or job.made_at) > LONG_WAIT:
        return progress.Progress(
            "Still waiting to begin. If this goes on, tell whoever looks after Fingerpost: its "
            "worker may not be running."
        )
    return progress.Progress("Waiting to begin …")
