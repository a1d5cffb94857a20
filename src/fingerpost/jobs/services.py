"""Beginning background work, waiting a moment for it, and taking up what was left lying."""

import datetime as dt
import logging
import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from . import progress
from .enums import JobState
from .models import Job

logger = logging.getLogger(__name__)
MOMENT = 1.0
_LOOK_EVERY = 0.04
# In the queue: what somebody watches goes before what is left for later.
WAITED_FOR = 50
LEFT = 0
MOST_ATTEMPTS = 3
STOPPED = "This stopped before it was finished, and nothing was changed. Try it again."


def leave(
    *,
    function: str,
    title: str,
    by: Any,
    not_before: dt.datetime | None = None,
    **arguments: Any,
) -> Job:
    """Leave work to the worker.

    `function` is the dotted name of a `fingerpost...tasks` function that takes a `Work` and the
    arguments by keyword, and returns an `Outcome`. It must be safe to repeat: a job whose worker
    dies is run again. What somebody waits for goes first; so work of more than some seconds ends
    with a part and leaves the rest as a job of its own. `not_before` puts it off.
    """
    job = Job(
        function=function, title=title, begun_by=by, arguments=arguments, not_before=not_before
    )
    return _put(job, LEFT)


@transaction.atomic
def _put(job: Job, priority: int) -> Job:
    job.save(force_insert=True)
    _queue(job, priority)
    return job


def begin(*, function: str, title: str, by: Any, **arguments: Any) -> Job:
    """Leave work to the worker, before all that nobody waits for, and give it a moment.

    What is small has ended on return. The rest is as with `leave`.
    """
    job = Job(function=function, title=title, begun_by=by, arguments=arguments)
    _put(job, WAITED_FOR)
    until = time.monotonic() + MOMENT
    while True:
        job.refresh_from_db()
        if job.has_ended or time.monotonic() > until:
            return job
        time.sleep(_LOOK_EVERY)


def _queue(job: Job, priority: int) -> None:
    from .tasks import run_job

    run_job.using(priority=priority, run_after=job.not_before).enqueue(str(job.pk))


def claim(job_id: str) -> Job | None:
    """Start a waiting job; None when somebody else has."""
    job = Job.objects.filter(pk=job_id, state=JobState.WAITING).first()
    if job is None:
        return None
    claimed = Job.objects.filter(pk=job_id, state=JobState.WAITING, attempts=job.attempts).update(
        state=JobState.RUNNING, attempts=job.attempts + 1
    )
    job.refresh_from_db()
    return job if claimed else None


def finish(job: Job, state: str, outcome: dict[str, Any]) -> bool:
    """End a job, unless another run of it has begun meanwhile; whether it was this one's to end."""
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    return bool(mine.update(state=state, outcome=outcome, ended_at=timezone.now()))


def take_up_lost() -> int:
    """Queue again the jobs whose worker died; one that died often is stopped. How many."""
    lost = [job for job in Job.objects.filter(state=JobState.RUNNING) if progress.is_silent(job.pk)]
    for job in lost:
        if job.attempts >= MOST_ATTEMPTS:
            finish(job, JobState.STOPPED, {"sentence": STOPPED})
            continue
        with transaction.atomic():
            again = Job.objects.filter(
                pk=job.pk, state=JobState.RUNNING, attempts=job.attempts
            ).update(state=JobState.WAITING)
            if again:
                logger.warning("Job %s (%s) lost its worker: again", job.pk, job.function)
                _queue(job, WAITED_FOR)
    return len(lost)
