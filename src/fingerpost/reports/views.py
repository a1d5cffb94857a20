"""Pages of reports."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.accounts.permissions import REPORTS
from fingerpost.common.report_days import report_days
from fingerpost.ledger.permissions import day_for, hides_small_groups, names_students
from fingerpost.web.access import page

from .forms import ReportForm
from .presenters.charts import page_sections
from .presenters.governors import governors_report
from .presenters.pdf import as_pdf
from .presenters.report import Report


def _report(request: HttpRequest) -> Report:
    """The report of the viewer's school on the day in the address, the newest by default."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    try:
        asked = dt.date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        asked = today
    day = day_for(viewer, today, asked)
    return governors_report(viewer.school, day, named=names_students(viewer))


def _days(request: HttpRequest, chosen: dt.date) -> list[dt.date]:
    """The days to choose from, newest first: today only for whoever may choose freely."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    free = set() if hides_small_groups(viewer) else {today, chosen}
    return sorted({*report_days(today), *free}, reverse=True)


@page(REPORTS)
@require_safe
def governors(request: HttpRequest) -> HttpResponse:
    """The governors' report as a page."""
    report = _report(request)
    return render(
        request,
        "reports/governors.html",
        {
            "title": "Governors’ report",
            "report": report,
            "named": names_students(request.viewer),  # type: ignore[attr-defined]
            "sections": page_sections(report),
            "filter_form": ReportForm(report.as_of, _days(request, report.as_of)),
        },
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
