"""Pages of reports."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.accounts.permissions import ANSWERING, GUIDANCE, REPORTS
from fingerpost.common.report_days import report_days
from fingerpost.ledger.permissions import (
    day_for,
    hides_small_groups,
    names_students,
    splits_for,
)
from fingerpost.ledger.presenters.measure import Opens
from fingerpost.programme.presenters.planner import students_table
from fingerpost.programme.selectors.planner import in_order
from fingerpost.students.permissions import guidance_students
from fingerpost.students.services.looks import looked_at, looked_at_list
from fingerpost.web.access import page

from . import bridge, selectors
from .forms import ImpartialityForm, ReportForm
from .presenters import impartiality as impartiality_page
from .presenters import sources as sources_page
from .presenters import student as student_page
from .presenters.charts import page_sections
from .presenters.governors import governors_report
from .presenters.pdf import as_pdf
from .presenters.report import Report

PER_PAGE = 50


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


@page(GUIDANCE)
@require_safe
def impartiality(request: HttpRequest) -> HttpResponse:
    """How evenly routes or sectors have been laid before the viewer's students."""
    viewer, on = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    form = ImpartialityForm(request.GET, splits_for(viewer))
    what, by = form.what, form.split
    choices = bridge.choices(what, on)
    [whole] = bridge.impartiality(viewer, on, what)
    opens = Opens(names_students(viewer))
    many, one = bridge.WHAT[what]
    context = {
        "title": "Impartiality",
        "may_see_sources": ANSWERING.allows(request),
        "lede": "Has every route been laid before every student? While it can still be put right.",
        "filter_form": form,
        "judged": whole.judged,
        "index": impartiality_page.index_words(whole.judged) if whole.judged else "",
        "meaning": impartiality_page.meaning_words(whole.judged, many) if whole.judged else "",
        "chart": impartiality_page.shown_chart(choices, whole.figures, opens, (many, one)),
        "table": impartiality_page.groups_table(
            bridge.impartiality(viewer, on, what, by), by, choices, opens
        ),
    }
    return render(request, "reports/impartiality.html", context)


@page(ANSWERING)
@require_safe
def impartiality_sources(request: HttpRequest) -> HttpResponse:
    """What each adviser and organisation has shown this year, and what students mean to do."""
    viewer, on = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    advisers = [
        (one, bridge.judged_by_route(one.by_route, one.students, on))
        for one in selectors.advisers(viewer, on)
    ]
    organisations = selectors.organisations(viewer, on)
    [whole] = bridge.impartiality(viewer, on, "route")
    shown = zip(bridge.choices("route", on), whole.figures, strict=True)
    opens = Opens(names_students(viewer))
    context = {
        "title": "Who showed what",
        "lede": "This academic year, by adviser and by organisation; and of each route what there "
        "is near here, who has been shown it, who means to take it and who has a place.",
        "breadcrumbs": [("Impartiality", reverse("reports:impartiality"))],
        "advisers": sources_page.advisers_table(advisers),
        "organisations": sources_page.organisations_table(organisations, on),
        "routes": sources_page.routes_table(list(shown), selectors.by_route(viewer, on), opens),
    }
    return render(request, "reports/impartiality_sources.html", context)


@page(ANSWERING)
@require_safe
def impartiality_students(request: HttpRequest) -> HttpResponse:
    """The students behind one figure of who showed what."""
    viewer, on = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    which, key = request.GET.get("list", ""), request.GET.get("of", "")
    source = selectors.behind(viewer, on, which, key)
    if source is None:
        raise Http404("There is no such list.")
    title = sources_page.list_title(which, source, on)
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=title,
        query=request.GET.urlencode(),
        students=len(source.students),
    )
    shown = Paginator(in_order(viewer, source.students), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": title,
        "breadcrumbs": [
            ("Impartiality", reverse("reports:impartiality")),
            ("Who showed what", reverse("reports:impartiality_sources")),
        ],
        "total": len(source.students),
        "table": students_table(shown),
        "page_of": shown,
    }
    return render(request, "programme/planner_students.html", context)


@page(GUIDANCE)
@require_safe
def impartiality_of_student(request: HttpRequest, pk: int) -> HttpResponse:
    """What one student has been shown, and what not yet: routes, levels, sectors, providers."""
    viewer, on = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    student = get_object_or_404(guidance_students(viewer), pk=pk)
    looked_at(student=student, by=viewer.person)
    lines = selectors.shown_to(student, on)
    context = {
        "title": f"What {student.given_name} has been shown",
        "lede": "In encounters of any kind and in research of their own, from Year 7 to now. A "
        "route counts for each level that it usually leads to.",
        "breadcrumbs": [(student.name, f"/students/{student.pk}/")],
        "parts": [student_page.shown_table(what, lines, on) for what in bridge.WHAT],
    }
    return render(request, "reports/impartiality_student.html", context)
