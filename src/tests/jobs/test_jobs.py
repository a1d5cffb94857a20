"""Background work: it ends in full or not at all, and one whose worker died is taken up again."""

import datetime as dt
import os
import time

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fingerpost.accounts.enums import Role
from fingerpost.jobs import progress
from fingerpost.jobs.enums import JobState
from fingerpost.jobs.models import Job
from fingerpost.jobs.outcome import Outcome
from fingerpost.jobs.selectors import LONG_WAIT, progress_of
from fingerpost.jobs.services import MOST_ATTEMPTS, begin, claim, leave, take_up_lost
from fingerpost.jobs.tasks import TakenOver, Work, run_job
from tests.factories import people

HERE = "tests.jobs.test_jobs"
runs = []


def write_a_name(work, *, name):
    runs.append(name)
    work.tell("Halfway", 1, 2)
    with transaction.atomic():
        return work.finish(Outcome("/roll/", "Written."))


def refuse(work):
    return Outcome("/roll/import/", "This file is empty.", refused=True)


def break_down(work):
    raise RuntimeError("unforeseen")


def lose_the_worker(work):
    runs.append("lost")
    raise SystemExit(1)


@pytest.fixture(autouse=True)
def clean(settings, tmp_path):
    runs.clear()
    settings.HOME = tmp_path


def _running(function, person, attempts=1):
    return Job.objects.create(
        function=f"{HERE}.{function}",
        title="Work",
        begun_by=person,
        arguments={"name": "Ada"} if function == "write_a_name" else {},
        state=JobState.RUNNING,
        attempts=attempts,
    )


def _silence(job):
    progress.tell(job.pk, progress.Progress("Halfway", 1, 2))
    old = time.time() - progress.SILENT_SECONDS - 1
    os.utime(progress._path(job.pk), (old, old))


def test_small_work_has_ended_when_it_is_begun(client_of):
    person = client_of(Role.ADMINISTRATOR).person
    job = begin(function=f"{HERE}.write_a_name", title="Work", by=person, name="Ada")
    assert (job.state, job.outcome["sentence"]) == (JobState.DONE, "Written.")
    assert progress.told(job.pk) == progress.Progress()


def test_an_unforeseen_error_stops_with_a_plain_sentence(client_of):
    client = client_of(Role.ADMINISTRATOR)
    job = begin(function=f"{HERE}.break_down", title="Work", by=client.person)
    assert job.state == JobState.STOPPED
    shown = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "nothing was changed" in shown
    assert "unforeseen" not in shown


def test_a_refusal_shows_its_sentence_and_the_way_back(client_of):
    client = client_of(Role.ADMINISTRATOR)
    job = begin(function=f"{HERE}.refuse", title="Work", by=client.person)
    shown = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "This file is empty." in shown
    assert 'href="/roll/import/"' in shown


def test_progress_is_shown_without_javascript_and_in_part_to_htmx(client_of):
    client = client_of(Role.ADMINISTRATOR)
    job = _running("write_a_name", client.person)
    progress.tell(job.pk, progress.Progress("Adding 40 students …", 1, 4))
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "Adding 40 students" in page and 'value="25"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    part = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "Adding 40 students" in part and "<html" not in part


def test_whoever_waits_is_told_whether_other_work_or_nobody_is_there(client_of):
    person = client_of(Role.ADMINISTRATOR).person
    mine = Job.objects.create(function=f"{HERE}.refuse", title="Work", begun_by=person)
    assert progress_of(mine).words == "Waiting to begin …"
    mine.made_at -= LONG_WAIT * 2
    assert "worker may not be running" in progress_of(mine).words
    other = _running("write_a_name", person)
    progress.tell(other.pk, progress.Progress())
    assert progress_of(mine).words == "Waiting for other work to end …"


def test_the_bar_is_never_empty(client_of):
    client = client_of(Role.ADMINISTRATOR)
    job = _running("write_a_name", client.person)
    progress.tell(job.pk, progress.Progress("Opening the file …", 0, 3))
    assert (
        "value="
        not in client.get(f"/jobs/{job.pk}/").content.decode().split("<progress")[1].split(">")[0]
    )


def test_when_it_has_ended_the_page_leads_to_the_result(client_of):
    client = client_of(Role.ADMINISTRATOR)
    job = begin(function=f"{HERE}.write_a_name", title="Work", by=client.person, name="Ada")
    answer = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/jobs/{job.pk}/"
    assert client.get(f"/jobs/{job.pk}/")["Location"] == "/roll/"


def test_nobody_else_sees_a_job(client_of, school):
    owner = people.person_with(Role.ADMINISTRATOR, school=school)
    job = _running("write_a_name", owner)
    assert client_of(Role.ADMINISTRATOR).get(f"/jobs/{job.pk}/").status_code == 404


def test_a_job_whose_worker_died_is_run_again(client_of):
    job = _running("write_a_name", client_of(Role.ADMINISTRATOR).person)
    _silence(job)
    take_up_lost()
    job.refresh_from_db()
    assert (job.state, job.attempts, runs) == (JobState.DONE, 2, ["Ada"])


def test_a_job_that_is_alive_is_left_alone(client_of):
    job = _running("write_a_name", client_of(Role.ADMINISTRATOR).person)
    progress.tell(job.pk, progress.Progress())
    assert take_up_lost() == 0
    assert runs == []


def test_a_job_that_lost_its_worker_often_says_that_it_stopped(client_of):
    job = _running("write_a_name", client_of(Role.ADMINISTRATOR).person, attempts=MOST_ATTEMPTS)
    _silence(job)
    take_up_lost()
    job.refresh_from_db()
    assert (job.state, runs) == (JobState.STOPPED, [])


def test_a_killed_worker_leaves_its_job_to_be_taken_up(client_of):
    person = client_of(Role.ADMINISTRATOR).person
    job = Job.objects.create(function=f"{HERE}.lose_the_worker", title="Work", begun_by=person)
    with pytest.raises(SystemExit):
        run_job.func(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_run_that_was_taken_over_writes_nothing(client_of):
    job = _running("write_a_name", client_of(Role.ADMINISTRATOR).person)
    Job.objects.filter(pk=job.pk).update(attempts=2)
    with pytest.raises(TakenOver):
        write_a_name(Work(job), name="Ada")
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_only_one_worker_gets_a_job(client_of):
    person = client_of(Role.ADMINISTRATOR).person
    job = Job.objects.create(function=f"{HERE}.refuse", title="Work", begun_by=person)
    assert claim(str(job.pk)) is not None
    assert claim(str(job.pk)) is None


def test_what_somebody_waits_for_goes_before_what_was_left(client_of, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr("fingerpost.jobs.services.MOMENT", 0)
    person = client_of(Role.ADMINISTRATOR).person
    asked = {"function": f"{HERE}.write_a_name", "title": "Work", "by": person}
    later = timezone.now() + dt.timedelta(minutes=5)
    leave(**asked, name="another day", not_before=later)
    first_left = leave(**asked, name="left")
    waited_for = begin(**asked, name="waited for")
    queue = [row.args_kwargs["args"] for row in DBTaskResult.objects.ready()]
    assert queue == [[str(waited_for.pk)], [str(first_left.pk)]]


def test_one_sees_ones_own_jobs_and_what_came_of_them(client_of, school):
    other = people.person_with(Role.ADMINISTRATOR, school=school)
    begin(function=f"{HERE}.write_a_name", title="Others", by=other, name="Ada")
    client = client_of(Role.TUTOR)
    begin(function=f"{HERE}.write_a_name", title="Mine", by=client.person, name="Ada")
    begin(function=f"{HERE}.break_down", title="Broken", by=client.person)
    shown = client.get("/jobs/").content.decode()
    assert "Written." in shown and "nothing was changed" in shown
    assert "Others" not in shown
