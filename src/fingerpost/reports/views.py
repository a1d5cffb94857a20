"""Pages of reports."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost import rules
from fingerpost.accounts.permissions import ANSWERING, GUIDANCE, REPORTS
from fingerpost.accounts.viewer import Viewer, ViewerRequest
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as record_deed
from fingerpost.common.report_days import report_days
from fingerpost.ledger.permissions import (
    day_for,
    hides_small_groups,
    names_students,
    splits_for,
)
from fingerpost.ledger.presenters.measure import Opens
from fingerpost.pathways.selectors.reach import USUAL_MILES
from fingerpost.programme.presenters.planner import students_table
from fingerpost.programme.selectors.planner import in_order
from fingerpost.students.permissions import guidance_students
from fingerpost.students.services.looks import looked_at, looked_at_list
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, as_file, file_answer
from fingerpost.web.paging import page_of
from fingerpost.web.tables import with_query

from . import bridge, selectors
from .forms import ImpartialityForm, ReportForm, ShowForm
from .presenters import impartiality as impartiality_page
from .presenters import sources as sources_page
from .presenters import student as student_page
from .presenters.charts import page_sections
from .presenters.governors import governors_report
from .presenters.pdf import as_pdf
from .presenters.report import Report

PER_PAGE = 50


def _report(request: ViewerRequest) -> Report:
    """The report of the viewer's school on the day in the address, the newest by default."""
    viewer, today = request.viewer, timezone.localdate()
    try:
        asked = dt.date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        asked = today
    day = day_for(viewer, today, asked)
    return governors_report(viewer.school, day, named=names_students(viewer))


def _days(request: ViewerRequest, chosen: dt.date) -> list[dt.date]:
    """The days to choose from, newest first: today only for whoever may choose freely."""
    viewer, today = request.viewer, timezone.localdate()
    free = set() if hides_small_groups(viewer) else {today, chosen}
    return sorted({*report_days(today), *free}, reverse=True)


@page(REPORTS)
@require_safe
def governors(request: ViewerRequest) -> HttpResponse:
    """The governors' report as a page."""
    report = _report(request)
    return render(
        request,
        "reports/governors.html",
        {
            "title": "Governors’ report",
            "report": report,
            "named": names_students(request.viewer),
            "sections": page_sections(report),
            "filter_form": ReportForm(report.as_of, _days(request, report.as_of)),
        },
    )


@page(REPORTS)
@require_safe
def governors_pdf(request: ViewerRequest) -> HttpResponse:
    """The governors' report as a tagged PDF."""
    report = _report(request)
    name = f"governors-report-{report.urn}-{report.as_of:%Y-%m-%d}.pdf"
    return file_answer(as_pdf(report), name, "application/pdf", inline=True)


@page(GUIDANCE)
@require_safe
def impartiality(request: ViewerRequest) -> HttpResponse:
    """How evenly routes, levels, sectors or kinds of provider have been laid before students."""
    viewer, on = request.viewer, timezone.localdate()
    form = ImpartialityForm(request.GET, splits_for(viewer))
    what, by = form.what, form.split
    wanted = rules.prospects(what, on)
    [whole] = bridge.impartiality(viewer, on, what)
    groups = bridge.impartiality(viewer, on, what, by)
    if request.GET.get("format") == CSV:
        _exported(request, {"show": what, "by": by})
        headings, rows = impartiality_page.as_rows(whole, groups, by, wanted)
        return as_file(f"impartiality-{what}-{on:%Y-%m-%d}", headings, rows, CSV)
    opens = Opens(names_students(viewer))
    many, one = bridge.WHAT[what]
    none_near = selectors.none_within_reach(viewer, on, wanted)
    context = {
        "title": "Impartiality",
        "may_see_sources": ANSWERING.allows(request),
        "lede": f"Has every {one.lower()} been laid before every student? There is time to put it "
        "right.",
        "filter_form": form,
        "csv_url": with_query(request.GET, format=CSV),
        "judged": whole.judged,
        "within_reach": impartiality_page.within_reach_words(
            bridge.judged_within_reach(whole, wanted, none_near)
        ),
        "crowded_out": impartiality_page.crowded_out_words(
            whole.judged.crowded_out if whole.judged else (), none_near
        ),
        "index": impartiality_page.index_words(whole.judged) if whole.judged else "",
        "meaning": impartiality_page.meaning_words(whole.judged, many) if whole.judged else "",
        "chart": impartiality_page.shown_chart(wanted, whole.figures, opens, (many, one)),
        "table": impartiality_page.groups_table(
            groups,
            by,
            wanted,
            opens,
            impartiality_page.Warnings(_warned(viewer, on, what, by), none_near),
        ),
    }
    return render(request, "reports/impartiality.html", context)


def _warned(viewer: Viewer, on: dt.date, what: str, by: str) -> dict[int, bridge.Warned]:
    """What year groups are warned of: where routes are looked at by year group, else nothing."""
    if (what, by) != ("route", "year_group"):
        return {}
    return {one.year_group: one for one in bridge.warnings(viewer, on)}


@page(ANSWERING)
@require_safe
def impartiality_sources(request: ViewerRequest) -> HttpResponse:
    """What each adviser and organisation has shown this year, and what students mean to do."""
    viewer, on = request.viewer, timezone.localdate()
    form = ShowForm(request.GET)
    what, wanted = form.what, rules.prospects(form.what, on)
    advisers = [
        (one, bridge.judged_of(one.shown, one.students, wanted))
        for one in selectors.advisers(viewer, on, wanted)
    ]
    if request.GET.get("format") == CSV:
        _exported(request, {"show": what, "of": "advisers"})
        headings, rows = sources_page.advisers_as_rows(advisers, wanted)
        return as_file(f"impartiality-advisers-{what}-{on:%Y-%m-%d}", headings, rows, CSV)
    organisations = selectors.organisations(viewer, on, wanted)
    [whole] = bridge.impartiality(viewer, on, what)
    shown = list(zip(wanted, whole.figures, strict=True))
    against = selectors.against(viewer, on, wanted)
    many = bridge.WHAT[what][0]
    context = {
        "title": "Who showed what",
        "lede": "This academic year, by adviser and by organisation; and what there is near here, "
        "who has been shown it, who means to take it and who has a place.",
        "breadcrumbs": [("Impartiality", reverse("reports:impartiality"))],
        "filter_form": form,
        "csv_url": with_query(request.GET, format=CSV),
        "many": many.lower(),
        "is_sector": what == "sector",
        "is_route": what == "route",
        "miles": USUAL_MILES,
        "advisers": sources_page.advisers_table(advisers),
        "organisations": sources_page.organisations_table(organisations, wanted, many),
        "against": sources_page.against_table(shown, against, what, Opens(names_students(viewer))),
    }
    return render(request, "reports/impartiality_sources.html", context)


@page(ANSWERING)
@require_safe
def impartiality_students(request: ViewerRequest) -> HttpResponse:
    """The students behind one figure of who showed what."""
    viewer, on = request.viewer, timezone.localdate()
    which, key = request.GET.get("list", ""), request.GET.get("of", "")
    source = selectors.behind(viewer, on, which, key)
    if source is None:
        raise Http404("There is no such list.")
    title = sources_page.list_title(which, source)
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=title,
        query=request.GET.urlencode(),
        students=len(source.students),
    )
    shown = page_of(request, in_order(viewer, source.students), PER_PAGE)
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
def impartiality_of_student(request: ViewerRequest, pk: int) -> HttpResponse:
    """What one student has been shown, and what not yet: routes, levels, sectors, providers."""
    viewer, on = request.viewer, timezone.localdate()
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


def _exported(request: ViewerRequest, details: dict[str, str]) -> None:
    viewer = request.viewer
    record_deed(
        by=viewer.person,
        deed=Deed.EXPORTED,
        school=viewer.school,
        label="Impartiality",
        details=details,
    )
