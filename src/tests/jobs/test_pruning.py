"""What ended long ago is deleted; what goes on is not."""

import datetime as dt
import os
import time
import uuid

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fingerpost.jobs import progress
from fingerpost.jobs.enums import JobState
from fingerpost.jobs.models import DutyRun, Job
from fingerpost.jobs.pruning import KEPT, old_jobs

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 10, 5)
LONG_AGO = timezone.now() - KEPT - dt.timedelta(days=1)


def job(state, ended_at=None):
    return Job.objects.create(function="any", title="Work", state=state, ended_at=ended_at)


def task(status, **times):
    made = DBTaskResult.objects.create(
        args_kwargs={},
        task_path="any",
        backend_name="default",
        run_after=timezone.now(),
        exception_class_path="",
        traceback="",
        status=status,
    )
    DBTaskResult.objects.filter(pk=made.pk).update(**times)
    return made


def left(model):
    return set(model.objects.values_list("pk", flat=True))


def test_jobs_that_ended_a_month_ago_are_deleted():
    job(JobState.DONE, LONG_AGO)
    job(JobState.STOPPED, LONG_AGO)
    kept = {job(JobState.DONE, timezone.now()).pk, job(JobState.WAITING).pk}
    assert old_jobs(today=TODAY) == "2 old jobs deleted."
    assert left(Job) == kept
    assert old_jobs(today=TODAY) == "0 old jobs deleted."


def test_tasks_go_when_they_ended_or_lost_their_worker_a_month_ago():
    task("SUCCESSFUL", finished_at=LONG_AGO)
    task("RUNNING", started_at=LONG_AGO)
    kept = {
        task("SUCCESSFUL", finished_at=timezone.now()).pk,
        task("RUNNING", started_at=timezone.now()).pk,
        task("READY", enqueued_at=LONG_AGO).pk,
    }
    old_jobs(today=TODAY)
    assert left(DBTaskResult) == kept


def test_runs_of_duties_are_kept_for_a_month():
    for day in (TODAY - KEPT - dt.timedelta(days=1), TODAY - KEPT):
        DutyRun.objects.create(duty="any", day=day, ended_at=timezone.now())
    old_jobs(today=TODAY)
    assert [run.day for run in DutyRun.objects.all()] == [TODAY - KEPT]


def test_only_the_files_of_jobs_that_go_on_or_are_alive_stay(settings, tmp_path):
    settings.HOME = tmp_path
    silent = time.time() - progress.SILENT_SECONDS - 1
    lost, alive = uuid.uuid4(), uuid.uuid4()
    running = job(JobState.RUNNING).pk
    for key in (lost, alive, running):
        progress.tell(key, progress.Progress("Halfway", 1, 2))
    for key in (lost, running):
        os.utime(progress._path(key), (silent, silent))
    half_told = progress._path(lost).with_suffix(".123")
    half_told.touch()
    os.utime(half_told, (silent, silent))
    old_jobs(today=TODAY)
    assert {path.stem for path in (tmp_path / "progress").iterdir()} == {str(running), str(alive)}
