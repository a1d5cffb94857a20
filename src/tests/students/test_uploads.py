"""Uploads lie here only while somebody may still decide on them."""

import datetime as dt
import os
import time

import pytest
from django.utils import timezone

from fingerpost.jobs.models import Job
from fingerpost.jobs.uploads import path_of
from fingerpost.students.duties import uploads
from fingerpost.students.enums import RollImportState
from fingerpost.students.models import RollImport
from fingerpost.students.services import waiting_files

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 10, 5)
TWO_DAYS = 2 * 24 * 60 * 60


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def upload(seconds_ago=TWO_DAYS):
    stored_as = waiting_files.keep([b"a roll"], "roll.csv")
    then = time.time() - seconds_ago
    os.utime(path_of(stored_as).parent, (then, then))
    return stored_as


def waiting(school, stored_as, days, state=RollImportState.PREVIEW):
    made = RollImport.objects.create(
        school=school, file_name="roll.csv", format="csv", stored_as=stored_as, state=state
    )
    RollImport.objects.filter(pk=made.pk).update(made_at=timezone.now() - dt.timedelta(days=days))
    return made


def is_here(stored_as):
    return path_of(stored_as).is_file()


def test_an_upload_that_nobody_waits_for_is_deleted_after_a_day():
    orphan, fresh = upload(), upload(seconds_ago=60)
    assert uploads(today=TODAY) == "0 roll files discarded, 1 uploads deleted."
    assert (is_here(orphan), is_here(fresh)) == (False, True)
    assert uploads(today=TODAY) == "0 roll files discarded, 0 uploads deleted."


def test_an_upload_stays_while_a_preview_or_a_job_waits_for_it(school):
    previewed, queued, ended = upload(), upload(), upload()
    waiting(school, previewed, days=6)
    Job.objects.create(function="any", title="Work", arguments={"stored_as": queued})
    Job.objects.create(
        function="any", title="Work", arguments={"stored_as": ended}, state="stopped"
    )
    uploads(today=TODAY)
    assert [is_here(one) for one in (previewed, queued, ended)] == [True, True, False]


@pytest.mark.parametrize("state", [RollImportState.PREVIEW, RollImportState.COLUMNS])
def test_a_roll_file_that_nobody_decided_on_for_a_week_is_discarded(school, state):
    stored_as = upload()
    old = waiting(school, stored_as, days=8, state=state)
    assert uploads(today=TODAY).startswith("1 roll files discarded")
    old.refresh_from_db()
    assert (old.state, old.stored_as) == (RollImportState.DISCARDED, "")
    assert not is_here(stored_as)


def test_nothing_is_wrong_where_nobody_ever_uploaded():
    assert uploads(today=TODAY) == "0 roll files discarded, 0 uploads deleted."
