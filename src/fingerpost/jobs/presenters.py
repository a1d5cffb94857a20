"""Jobs as their list shows them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from fingerpost.web.tables import Cell, Column, Table

from .enums import JobState
from .models import Job
from .selectors import progress_of

_TONES = {
    JobState.DONE: "good",
    JobState.REFUSED: "warn",
    JobState.STOPPED: "bad",
}


def jobs_table(jobs: Iterable[Job]) -> Table:
    """One row per job, newest first."""
    return Table(
        caption="Your work in the background",
        hide_caption=True,
        columns=[Column("What"), Column("Begun"), Column("State"), Column("What came of it")],
        rows=[_row(job) for job in jobs],
        empty="Nothing has been done in the background for you in the last weeks.",
    )


def _row(job: Job) -> list[Any]:
    said = job.outcome.get("sentence", "") if job.has_ended else progress_of(job).words
    tone = _TONES.get(JobState(job.state), "")
    is_warning = job.state == JobState.DONE and job.outcome.get("level") != "success"
    return [
        Cell(job.title, url=reverse("jobs:job", args=[job.pk])),
        date_format(localtime(job.made_at), "j F Y, H:i"),
        Cell(tag=job.get_state_display(), tone="warn" if is_warning else tone),
        said or "–",
    ]
