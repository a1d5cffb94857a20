"""`fingerpost worker`: do what pages leave to be done in the background, and the daily duties."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from fingerpost.common.lifeline import end_with_parent
from fingerpost.jobs.duties import do_next
from fingerpost.jobs.services import take_up_lost

LOOK_EVERY = 0.15
TAKE_UP_EVERY = 5.0
DUTIES_EVERY = 60.0


class Command(BaseCommand):
    """Runs until stopped: a first signal lets the job in hand end, a second does not."""

    help = "Do what pages leave to be done in the background, and once a day the daily duties."

    def handle(self, *args: Any, **options: Any) -> None:
        end_with_parent()
        _warm()
        worker = _worker()
        next_look = dict.fromkeys(_LOOKS, 0.0)
        while worker.running:
            close_old_connections()
            try:
                # A look that takes no lock, several times a second; the library's own takes one.
                if DBTaskResult.objects.ready().exists():
                    worker.run()
                for work, due in next_look.items():
                    if time.monotonic() >= due:
                        next_look[work] = time.monotonic() + work()
            except OperationalError as error:
                # A database that is busy or being restarted is there again in a moment.
                self.stderr.write(f"The database did not answer: {error}")
                time.sleep(1)
            time.sleep(LOOK_EVERY)


def _worker() -> Worker:
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    return worker


def _warm() -> None:
    """Import the slow readers now, so that a small file does not wait for them."""
    import fingerpost.exchange.reading  # noqa: F401


def _take_up() -> float:
    take_up_lost()
    return TAKE_UP_EVERY


def _duty() -> float:
    """Do one duty; the next has its turn when nobody's work waits."""
    return 0.0 if do_next(today=timezone.localdate()) else DUTIES_EVERY


# Each tells after how many seconds it wants to look again.
_LOOKS = (_take_up, _duty)
