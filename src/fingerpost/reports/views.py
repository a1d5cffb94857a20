"""Pages of reports."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.accounts.permissions import REPORTS
from fingerpost.web.access import page

from .presenters.charts import page_sections
from .presenters.governors import governors_report
from .presenters.pdf import as_pdf
from .presenters.report import Report


def _report(request: HttpRequest) -> Report:
    """The report of the viewer's school on the day in the address, today by default."""
    today = timezone.localdate()
    try:
        asked = dt.date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        asked = today
    # The duty came into force on the first of these days; there is nothing to report before.
    day = max(min(asked, today), dt.date(2013, 9, 1))
    return governors_report(request.viewer.school, day)  # type: ignore[attr-defined]


@page(REPORTS)
@require_safe
def governors(request: HttpRequest) -> HttpResponse:
    """The governors' report as a page."""
    report = _report(request)
    return render(
        request,
        "reports/governors.html",
        {"title": "Governors’ report", "report": report, "sections": page_sections(report)},
    )


@page(REPORTS)
@require_safe
def governors_pdf(request: HttpRequest) -> HttpResponse:
    """The governors' report as a tagged PDF."""
    report = _report(request)
    answer = HttpResponse(as_pdf(report), content_type="application/pdf")
    name = f"governors-report-{report.urn}-{report.as_of:%Y-%m-%d}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
