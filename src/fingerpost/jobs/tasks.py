"""The one task of the queue: run a job."""

import logging

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import task

from . import progress
from .enums import JobState
from .models import Job
from .outcome import Outcome
from .services import STOPPED, claim, finish

logger = logging.getLogger(__name__)


class TakenOver(Exception):
    """Another run of the same job has begun: this one must not write."""


class Work:
    """What a job's function is given: a way to say how far it is, and to end in its transaction."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.finished = False

    def tell(self, words: str, done: int = 0, total: int = 0) -> None:
        """Say how far the work is."""
        progress.tell(self.job.pk, progress.Progress(words, done, total))

    def finish(self, outcome: Outcome) -> Outcome:
        """End the job in the transaction that writes its result: both stand or neither.

        Raises TakenOver when another run has begun meanwhile.
        """
        if not finish(self.job, outcome.state, outcome.stored()):
            raise TakenOver(f"Job {self.job.pk}")
        self.finished = True
        return outcome


@task()
def run_job(job_id: str) -> None:
    """Run a waiting job to its end.

    An error nobody foresaw stops it with a plain sentence. What kills the worker (not an
    `Exception`) leaves it running and silent, and it is taken up again.
    """
    job = claim(job_id)
    if job is None:
        return
    work = Work(job)
    with progress.beating(job.pk):
        try:
            outcome = import_string(job.function)(work, **job.arguments)
            if not work.finished:
                with transaction.atomic():
                    work.finish(outcome)
        except TakenOver:
            logger.warning("Job %s was taken over", job.pk)
        except Exception:
            logger.exception("Job %s (%s) failed", job.pk, job.function)
            finish(job, JobState.STOPPED, {"sentence": STOPPED})
    progress.forget(job.pk)
