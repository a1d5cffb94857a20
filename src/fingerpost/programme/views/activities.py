"""Pages of activities: the list, one activity, adding, changing, copying, archiving."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.accounts.permissions import GUIDANCE, PLANNING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as record_deed
from fingerpost.common.academic_year import AcademicYear
from fingerpost.students.services.looks import looked_at_list
from fingerpost.web.access import page
from fingerpost.web.downloads import FORMATS, as_file
from fingerpost.web.paging import page_of
from fingerpost.web.tables import with_query

from .. import bridge, permissions
from ..enums import SessionState
from ..forms import activities as forms
from ..presenters import activities as presenters
from ..presenters import export
from ..presenters.planned import planned_table
from ..selectors import activities as selectors
from ..selectors import budget, planned, recording
from ..services import activities as services
from ..services.recording import AnotherSession, NotForGroups
from .reach import activity_of, audience_labels, audience_of

PER_PAGE = 25
STUDENTS_PER_PAGE = 50
SESSIONS_SHOWN = 30


@page(GUIDANCE)
@require_safe
def activities(request: ViewerRequest) -> HttpResponse:
    """What the school plans for its students."""
    viewer = request.viewer
    now = AcademicYear.of(timezone.localdate()).start
    form = forms.ActivityFilterForm(request.GET, years=selectors.years_planned(viewer), now=now)
    narrowed = form.narrowed()
    if request.GET.get("format") in FORMATS:
        return _export(request, narrowed, request.GET["format"])
    found = selectors.activities_for(viewer, **narrowed)
    shown = page_of(request, found, PER_PAGE)
    return render(
        request,
        "programme/activities.html",
        {
            "title": "Activities",
            "lede": "What the school plans for its students, for whom and why. Sessions say when.",
            "filter_form": form,
            "page_of": shown,
            "table": presenters.activities_table(shown, *audience_labels(request)),
            "may_plan": permissions.may_plan(viewer),
            "is_narrowed": any(narrowed.values()),
            "downloads": [
                (f"Download as {name.upper()}", with_query(request.GET, format=name, page=None))
                for name in FORMATS
            ],
        },
    )


def _export(request: ViewerRequest, narrowed: dict[str, Any], file_format: str) -> HttpResponse:
    viewer = request.viewer
    found = list(selectors.activities_to_export(viewer, **narrowed))
    record_deed(
        by=viewer.person,
        deed=Deed.EXPORTED,
        school=viewer.school,
        label="Activities with their sessions",
        details={"activities": len(found)},
    )
    rows = export.rows(found, *audience_labels(request))
    return as_file("activities", export.HEADINGS, rows, file_format)


@page(GUIDANCE)
@require_safe
def activity(request: ViewerRequest, pk: int) -> HttpResponse:
    """One activity: for whom and why, its sessions, its cost."""
    viewer = request.viewer
    found = activity_of(request, pk)
    audience, words = audience_of(request, found)
    sessions = planned.sessions_of_activity(viewer, found)
    coming = sessions.filter(state=SessionState.PLANNED)
    cancelled = list(sessions.filter(state=SessionState.CANCELLED)[:SESSIONS_SHOWN])
    number = coming.count()
    return render(
        request,
        "programme/activity.html",
        {
            "title": found.title,
            "breadcrumbs": [("Activities", reverse("programme:activities"))],
            "activity": found,
            "summary": presenters.summary(found, words),
            "safety": presenters.safety(found),
            "money": presenters.money(found, budget.spending_of(found)),
            "shows_money": permissions.may_see_budget(viewer),
            "reading_time": presenters.reading_time(found),
            "audience_number": len(bridge.students_for(viewer, audience, timezone.localdate())),
            "coming": planned_table(coming[:SESSIONS_SHOWN]) if number else None,
            "more_coming": number if number > SESSIONS_SHOWN else 0,
            "coming_url": presenters.sessions_url(found, SessionState.PLANNED),
            "cancelled": planned_table(cancelled, cancelled=True) if cancelled else None,
            "held_number": recording.sessions_for(viewer, activity=found.pk).count(),
            "held_url": presenters.sessions_url(found, SessionState.HELD),
            "may_plan": permissions.may_plan(viewer),
        },
    )


@page(GUIDANCE)
@require_safe
def audience(request: ViewerRequest, pk: int) -> HttpResponse:
    """The viewer's students whom an activity is for."""
    viewer = request.viewer
    found = activity_of(request, pk)
    whom, words = audience_of(request, found)
    students = bridge.students_for(viewer, whom, timezone.localdate())
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=f"Students for an activity: {found.title}",
        query=request.GET.urlencode(),
        students=len(students),
    )
    shown = page_of(request, students, STUDENTS_PER_PAGE)
    return render(
        request,
        "programme/audience.html",
        {
            "title": f"Who it is for: {found.title}",
            "breadcrumbs": [
                ("Activities", reverse("programme:activities")),
                (found.title, reverse("programme:activity", args=[found.pk])),
            ],
            "activity": found,
            "words": words,
            "total": len(students),
            "page_of": shown,
            "table": presenters.students_table(shown),
        },
    )


def _choices(request: ViewerRequest, found: Any = None) -> forms.Choices:
    viewer, today = request.viewer, timezone.localdate()
    return forms.Choices(
        years=recording.years_of(viewer, today),
        groups=list(recording.groups_of(viewer, today)),
        measures=bridge.measures_with_sides(viewer, today),
        lines=budget.budget_lines(viewer, None),
        follow_ups=selectors.may_be_followed_by(viewer, found),
    )


def _form_page(
    request: ViewerRequest, form: Any, title: str, back: tuple[str, str]
) -> HttpResponse:
    school = request.viewer.school
    return render(
        request,
        "programme/activity_form.html",
        {
            "title": title,
            "form": form,
            "breadcrumbs": [("Activities", reverse("programme:activities")), back],
            "cancel_url": back[1],
            "organisations": recording.words_used_before(school, "organisation"),
            "subjects": recording.words_used_before(school, "subject"),
        },
    )


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest) -> HttpResponse:
    """Plan a new activity."""
    viewer = request.viewer
    data = request.POST if request.method == "POST" else None
    first = forms.first_answers(request.GET)
    form = forms.ActivityForm(data, choices=_choices(request), initial=first)
    if data is not None and form.is_valid():
        try:
            made = services.add_activity(
                school=viewer.school,
                details=form.details(),
                form_key=form.cleaned_data["form_key"],
                by=viewer.person,
            )
        except (NotForGroups, AnotherSession) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{made.title}” is planned. Now say when: plan a session.")
            return redirect("programme:activity", made.pk)
    back = ("Add an activity", reverse("programme:activities"))
    return _form_page(request, form, "Add an activity", back)


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change an activity; its planned sessions follow where they said the same."""
    found = activity_of(request, pk)
    data = request.POST if request.method == "POST" else None
    form = forms.ActivityForm(
        data, choices=_choices(request, found), initial=forms.answers_of(found)
    )
    if data is not None and form.is_valid():
        try:
            services.change_activity(
                activity=found, details=form.details(), by=request.viewer.person
            )
        except NotForGroups as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The activity is changed.")
            return redirect("programme:activity", found.pk)
    back = (found.title, reverse("programme:activity", args=[found.pk]))
    return _form_page(request, form, "Change this activity", back)


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: ViewerRequest, pk: int) -> HttpResponse:
    """Plan an activity again for another academic year, without its sessions."""
    found = activity_of(request, pk)
    data = request.POST if request.method == "POST" else None
    form = forms.CopyForm(data, of=found.academic_year_start)
    if data is not None and form.is_valid():
        made = services.copy_activity(
            activity=found,
            year=form.cleaned_data["year"],
            form_key=form.cleaned_data["form_key"],
            by=request.viewer.person,
        )
        messages.success(request, f"“{made.title}” is planned for {made.academic_year} too.")
        return redirect("programme:activity", made.pk)
    return render(
        request,
        "web/form_page.html",
        {
            "title": f"Copy “{found.title}”",
            "lede": "What it is, for whom and why comes along; its sessions do not. "
            "Risks have to be assessed anew.",
            "form": form,
            "submit_label": "Copy it",
            "cancel_url": reverse("programme:activity", args=[found.pk]),
        },
    )


@page(PLANNING)
@require_POST
def archive(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put an activity away. Its sessions stay as they are."""
    found = activity_of(request, pk)
    if services.archive(activity=found, by=request.viewer.person):
        messages.success(request, "The activity is archived. You can undo this.")
    return redirect("programme:activity", found.pk)


@page(PLANNING)
@require_POST
def bring_out(request: ViewerRequest, pk: int) -> HttpResponse:
    """Undo archiving an activity."""
    found = activity_of(request, pk)
    if services.bring_out(activity=found, by=request.viewer.person):
        messages.success(request, "The activity is back in the list.")
    return redirect("programme:activity", found.pk)
