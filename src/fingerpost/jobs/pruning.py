"""Removing what is left of work that ended long ago."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import progress
from .enums import JobState
from .models import DutyRun, Job

KEPT = dt.timedelta(days=30)


def old_jobs(*, today: dt.date) -> str:
    """Delete jobs, their tasks and runs of duties that ended a month ago; a daily duty."""
    before = timezone.now() - KEPT
    jobs, _ = Job.objects.filter(ended_at__lt=before).delete()
    # One whose worker died never ends; its job was taken up by another.
    DBTaskResult.objects.filter(
        Q(finished_at__lt=before) | Q(finished_at=None, started_at__lt=before)
    ).delete()
    DutyRun.objects.filter(day__lt=today - KEPT).delete()
    going_on = Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    progress.forget_others({job.pk for job in going_on})
    return f"{jobs:,} old jobs deleted."
