"""The page that shows how far background work is, and then leads to its result."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django_htmx.http import HttpResponseClientRedirect

from fingerpost.accounts.permissions import SIGNED_IN
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from .enums import JobState
from .presenters import jobs_table
from .selectors import jobs_of, progress_of

PER_PAGE = 25


def go_on(request: HttpRequest, job: Any) -> HttpResponse:
    """The answer to a form that began a job: its result if it has ended, else its progress."""
    if job.state != JobState.DONE:
        return redirect("jobs:job", pk=job.pk)
    if job.outcome["sentence"]:
        messages.add_message(
            request, messages.DEFAULT_LEVELS[job.outcome["level"].upper()], job.outcome["sentence"]
        )
    return redirect(job.outcome["address"])


@page(SIGNED_IN)
def jobs(request: HttpRequest) -> HttpResponse:
    """One's own background work of the last weeks: what goes on, what came of the rest."""
    found = page_of(request, jobs_of(request.user), PER_PAGE)
    context = {
        "title": "Work in the background",
        "lede": "What Fingerpost does for you while you go on: for instance sending e-mails.",
        "table": jobs_table(found),
        "found": found,
    }
    return render(request, "jobs/jobs.html", context)


@page(SIGNED_IN)
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far one's own job is; the part alone for htmx."""
    one = get_object_or_404(jobs_of(request.user), pk=pk)
    htmx = request.htmx  # type: ignore[attr-defined]
    if one.has_ended and htmx:
        return HttpResponseClientRedirect(request.path)
    if one.state == JobState.DONE:
        return go_on(request, one)
    context = {
        "title": "This was not done" if one.has_ended else one.title,
        "job": one,
        "progress": None if one.has_ended else progress_of(one),
    }
    return render(request, "jobs/parts/progress.html" if htmx else "jobs/job.html", context)
