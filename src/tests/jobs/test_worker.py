"""The worker as it runs: a process that is killed in the middle of a roll of 2,000 students."""

import os
import signal
import time
from contextlib import contextmanager

from fingerpost.installation.serve import worker_command
from fingerpost.jobs import progress

STUDENTS = 2_000
PATIENCE = 60


def wait_for(what):
    """What a function answers once it answers anything."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if answer := what():
            return answer
        time.sleep(0.005)
    raise AssertionError(f"Waited {PATIENCE} seconds in vain")


@contextmanager
def working(installation):
    process = installation.begin(worker_command())
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def state(installation):
    return installation.all("select state, attempts from jobs_job")[0]


def test_a_worker_killed_in_the_middle_of_a_roll_leaves_nothing_and_the_next_does_it_all(
    installation, settings
):
    settings.HOME = installation.home
    job = installation.begin_a_roll(STUDENTS)
    with working(installation) as worker:
        wait_for(lambda: progress.told(job).done)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    assert state(installation) == ("running", 1)
    assert installation.one("select count(*) from students_student") == 0
    assert installation.one("select count(*) from students_tutorgroup") == 0
    assert installation.one("select state from students_rollimport") == "preview"

    # As if the seconds had passed after which nobody is thought to work on it.
    silent = time.time() - progress.SILENT_SECONDS - 1
    os.utime(progress._path(job), (silent, silent))
    with working(installation):
        wait_for(lambda: state(installation) == ("done", 2))
        # Before the worker is killed: it tidies up after the job has ended.
        wait_for(lambda: not progress._path(job).exists())
    assert installation.one("select count(*) from students_student") == STUDENTS
    assert installation.one("select state from students_rollimport") == "applied"
    deeds = "select count(*) from audit_event where deed = 'imported'"
    assert installation.one(deeds) == 1
    assert not list((installation.home / "uploads").iterdir())


def test_others_write_while_a_roll_is_put_on(installation, settings):
    """A sign-in writes: it must not wait longer than SQLite lets it (20 seconds)."""
    installation.begin_a_roll(STUDENTS)
    longest = 0
    with working(installation):
        while state(installation)[0] != "done":
            began = time.monotonic()
            with installation.database() as connection:
                connection.execute("update accounts_person set name = name")
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.005)
    assert longest < 10
