"""What is done once a day: the duties that the setting DAILY_DUTIES names."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import DutyRun

logger = logging.getLogger(__name__)
RETRY_AFTER = dt.timedelta(hours=1)
FAILED = "It failed; the error is in the log."


@dataclass(frozen=True)
class Done:
    """What one duty did."""

    duty: str
    sentence: str
    failed: bool


def do_all(*, today: dt.date) -> list[Done]:
    """Do every duty now. One that fails does not stop the others. Safe to repeat."""
    return [_do(duty, today) for duty in settings.DAILY_DUTIES]


def do_next(*, today: dt.date) -> Done | None:
    """Do the first duty not yet done on this day; None when all are.

    One at a time, so that work people wait for comes between them. One that failed is tried
    again after an hour.
    """
    runs = {run.duty: run for run in DutyRun.objects.filter(day=today)}
    retry_before = timezone.now() - RETRY_AFTER
    for duty in settings.DAILY_DUTIES:
        if duty not in runs or (runs[duty].failed and runs[duty].ended_at < retry_before):
            return _do(duty, today)
    return None


def _do(duty: str, today: dt.date) -> Done:
    try:
        work: Callable[..., str] = import_string(duty)
        done = Done(duty, work(today=today), failed=False)
    except Exception:
        logger.exception("Daily duty %s failed", duty)
        done = Done(duty, FAILED, failed=True)
    DutyRun.objects.update_or_create(
        duty=duty,
        day=today,
        defaults={
            "sentence": done.sentence,
            "failed": done.failed,
            "ended_at": timezone.now(),
        },
    )
    return done
