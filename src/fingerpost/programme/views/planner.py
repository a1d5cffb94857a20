"""The planner: a year of the programme by year group and term, and what it leaves out."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.accounts.permissions import GUIDANCE
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as record_deed
from fingerpost.common.academic_year import AcademicYear
from fingerpost.ledger.bridge import frameworks
from fingerpost.rules import routes
from fingerpost.students.services.looks import looked_at_list
from fingerpost.web.access import page
from fingerpost.web.downloads import FORMATS, as_file
from fingerpost.web.keys import key_in, keys_in
from fingerpost.web.paging import page_of
from fingerpost.web.tables import with_query

from .. import bridge, permissions
from ..forms.planner import PlannerForm, is_offered, year_asked
from ..presenters import planner as presenters
from ..presenters import planner_clashes, planner_gaps
from ..selectors import planner as selectors
from ..selectors.clashes import Wanted, clashes
from .reach import session_of

PER_PAGE = 50
LABEL = "Planner"


def _year(request: ViewerRequest) -> AcademicYear:
    return year_asked(request.GET, AcademicYear.of(timezone.localdate()))


@page(GUIDANCE)
@require_safe
def planner(request: ViewerRequest) -> HttpResponse:
    """The year's sessions by year group and term; under it gaps, routes, one-offs and clashes."""
    viewer, today, year = request.viewer, timezone.localdate(), _year(request)
    planned = selectors.sessions_of_year(viewer, year)
    terms = selectors.terms_of(viewer.school, year)
    if request.GET.get("format") in FORMATS:
        return _export(request, planned, terms, year)
    years = selectors.year_groups(viewer, year, planned)
    may_plan = permissions.may_plan(viewer)
    met = selectors.routes_met(viewer, year)
    one_offs = selectors.one_offs(planned)
    context = {
        "title": f"Planner {year.name}",
        "year": year,
        "lines": presenters.grid(planned, terms, years),
        "terms": terms,
        "has_students": bool(years),
        "may_plan": may_plan,
        "scoped": not selectors.sees_whole_school(viewer),
        "routes": planner_gaps.routes_table(planned, met, years, year),
        "one_offs": planner_gaps.one_offs_table(one_offs, may_plan) if one_offs else None,
        "downloads": [
            (f"Download as {name.upper()}", with_query(request.GET, format=name))
            for name in FORMATS
        ],
        **_years_beside(request, year),
    }
    # Of a year that is over nothing can be planned any more.
    if year >= AcademicYear.of(today):
        context |= {**_gaps(request, year, planned, years), **_clashes(viewer, planned, today)}
    return render(request, "programme/planner.html", context)


def _years_beside(request: ViewerRequest, year: AcademicYear) -> dict[str, Any]:
    now = AcademicYear.of(timezone.localdate())
    return {
        name: (other.name, with_query(request.GET, year=other.start))
        if is_offered(other, now)
        else None
        for name, other in (("before", year.previous), ("after", year.next))
    }


def _gaps(
    request: ViewerRequest, year: AcademicYear, planned: list[Any], years: list[int]
) -> dict[str, Any]:
    viewer, today = request.viewer, timezone.localdate()
    in_force = frameworks(max(today, year.starts_on))
    form = PlannerForm(request.GET, in_force, year)
    gaps = bridge.gaps_of(viewer, year, form.against, planned, years, today)
    return {
        "filter_form": form,
        "framework": in_force[form.against],
        "gaps": planner_gaps.gaps_by_group(gaps, year, permissions.may_plan(viewer)),
        "shows_gaps": True,
    }


def _clashes(viewer: Any, planned: list[Any], today: dt.date) -> dict[str, Any]:
    coming = [one for one in planned if one.session.is_planned and one.session.on >= today]
    found = clashes(viewer.school, [Wanted.saved(one.session) for one in coming])
    names = selectors.names_of(
        {key for some in found.values() for one in some for key in one.people if one.is_of_staff}
    )
    mine = selectors.own_keys(viewer, today)
    table = planner_clashes.clashes_table(coming, found, names, mine) if found else None
    return {"clashes": table}


def _export(
    request: ViewerRequest, planned: list[Any], terms: list[Any], year: AcademicYear
) -> HttpResponse:
    viewer = request.viewer
    record_deed(
        by=viewer.person,
        deed=Deed.EXPORTED,
        school=viewer.school,
        label=f"Programme {year.name}",
        details={"sessions": len(planned)},
    )
    name = f"programme-{year.name.replace('/', '-')}"
    rows = presenters.rows(planned, terms)
    return as_file(name, presenters.HEADINGS, rows, request.GET["format"])


# What figures open ------------------------------------------------------------------------------


def _list(request: ViewerRequest, title: str, students: list[Any], **more: Any) -> HttpResponse:
    viewer = request.viewer
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=title,
        query=request.GET.urlencode(),
        students=len(students),
    )
    shown = page_of(request, students, PER_PAGE)
    return render(
        request,
        "programme/planner_students.html",
        {
            "title": title,
            "breadcrumbs": [(LABEL, reverse("programme:planner"))],
            "total": len(students),
            "page_of": shown,
            "table": presenters.students_table(shown, more.pop("also", None)),
            **more,
        },
    )


@page(GUIDANCE)
@require_safe
def students(request: ViewerRequest) -> HttpResponse:
    """The viewer's students of a year group who are down for some sessions, or were there."""
    viewer = request.viewer
    keys = keys_in(request.GET.get("sessions", ""))
    group = key_in(request.GET.get("group", ""))
    found = selectors.sessions_named(viewer, keys)
    if not found or not group:
        raise Http404("There is no such session.")
    theirs = selectors.students_of(viewer, found, group)
    return _list(request, f"{found[0].title}: Year {int(group)}", theirs)


@page(GUIDANCE)
@require_safe
def due(request: ViewerRequest) -> HttpResponse:
    """The viewer's students of a year group who are due something, and for whom nothing is
    planned that counts for it.
    """
    viewer, today = request.viewer, timezone.localdate()
    year, asked = _year(request), request.GET.get("criterion", "")
    group = key_in(request.GET.get("group", ""))
    name = next(
        (one.name for one in frameworks(today).values() for c in one.criteria if c.name == asked),
        None,
    )
    if name is None or not group or today not in year:
        raise Http404("Nobody is due that.")
    planned = selectors.sessions_of_year(viewer, year)
    gaps = bridge.gaps_of(viewer, year, name, planned, [group], today)
    gap = next((one for one in gaps if one.criterion.name == asked), None)
    if gap is None:
        raise Http404("Nobody is due that.")
    theirs = selectors.in_order(viewer, gap.without)
    more = urlencode({"side": "not_counted", "by": "year_group", "group": group})
    return _list(
        request,
        f"Year {group}: {gap.criterion.label}",
        theirs,
        meaning="They have not had it, and are down for nothing planned that counts for it.",
        act_url=f"{reverse('ledger:measure_students', args=[asked])}?{more}",
        act_label="Everybody who has not had it",
    )


@page(GUIDANCE)
@require_safe
def twice(request: ViewerRequest, pk: int) -> HttpResponse:
    """The viewer's students who are down for a session and for something else at its time."""
    viewer = request.viewer
    found = session_of(request, pk)
    told = clashes(viewer.school, [Wanted.saved(found)]).get(found.pk, [])
    keys = planner_clashes.twice(told, selectors.own_keys(viewer, timezone.localdate()))
    also = {
        key: ", ".join(one.what for one in told if one.is_of_students and key in one.people)
        for key in keys
    }
    theirs = selectors.in_order(viewer, keys)
    return _list(request, f"Down twice: {found.title}", theirs, also=also)


@page(GUIDANCE)
@require_safe
def sessions(request: ViewerRequest) -> HttpResponse:
    """The sessions of a year that show a route."""
    viewer, year = request.viewer, _year(request)
    route = next((r for r in routes(year.ends_on) if r.name == request.GET.get("route")), None)
    if route is None:
        raise Http404("There is no such route.")
    found = [
        one for one in selectors.sessions_of_year(viewer, year) if route.name in one.session.routes
    ]
    shown = page_of(request, found, PER_PAGE)
    return render(
        request,
        "programme/planner_sessions.html",
        {
            "title": f"Sessions about: {route.label}",
            "breadcrumbs": [(LABEL, reverse("programme:planner"))],
            "year": year,
            "total": len(found),
            "page_of": shown,
            "table": presenters.sessions_table(list(shown)),
        },
    )
