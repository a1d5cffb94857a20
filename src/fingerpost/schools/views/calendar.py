"""The school's calendar: what the careers programme has to plan around."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.accounts.permissions import ROLL
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as record_deed
from fingerpost.common.academic_year import AcademicYear
from fingerpost.exchange.icalendar.format import LARGEST
from fingerpost.web.access import page
from fingerpost.web.downloads import FORMATS, as_file
from fingerpost.web.keys import keys_in
from fingerpost.web.paging import page_of
from fingerpost.web.tables import with_query
from fingerpost.web.uploads import larger_than, limited_upload, too_large

from .. import selectors
from ..forms.calendar import CalendarFileForm, EventFilterForm, EventForm, ImportForm
from ..presenters import calendar as presenters
from ..services import calendar_imports, events
from ..services.calendar_differences import differences
from ..services.errors import SchoolRefusal

PER_PAGE = 50
CALENDAR = "schools:calendar"
YEARS_BACK, YEARS_AHEAD = 1, 2


def _school(request: ViewerRequest) -> Any:
    return request.viewer.school


def _trail() -> list[tuple[str, str]]:
    return [("School calendar", reverse(CALENDAR))]


@page(ROLL)
@require_safe
def calendar(request: ViewerRequest) -> HttpResponse:
    """The events of an academic year, by day."""
    school = _school(request)
    now = AcademicYear.of(timezone.localdate()).start
    starts = range(now - YEARS_BACK, now + YEARS_AHEAD + 1)
    form = EventFilterForm(
        request.GET, years=[(start, AcademicYear(start).name) for start in starts], now=now
    )
    narrowed = form.narrowed()
    year = AcademicYear(narrowed.pop("year"))
    found = selectors.events_for(school, first=year.starts_on, last=year.ends_on, **narrowed)
    if request.GET.get("format") in FORMATS:
        return _export(request, found, year)
    shown = page_of(request, found, PER_PAGE)
    context = {
        "title": "School calendar",
        "year": year,
        "filter_form": form,
        "page_of": shown,
        "table": presenters.events_table(shown),
        "is_narrowed": any(narrowed.values()),
        "last_import": selectors.last_calendar_import(school),
        "downloads": [
            (f"Download as {name.upper()}", with_query(request.GET, format=name, page=None))
            for name in FORMATS
        ],
    }
    return render(request, "schools/calendar.html", context)


def _export(request: ViewerRequest, found: list[Any], year: AcademicYear) -> HttpResponse:
    record_deed(
        by=request.user,
        deed=Deed.EXPORTED,
        school=_school(request),
        label=f"School calendar {year.name}",
        details={"events": len(found)},
    )
    name = f"school-calendar-{year.name.replace('/', '-')}"
    return as_file(name, presenters.HEADINGS, presenters.rows(found), request.GET["format"])


def _saved(form: EventForm, save: Any) -> Any:
    """The event that was saved; None where something has to be put right first."""
    if not form.is_valid():
        return None
    try:
        return save(form.details())
    except SchoolRefusal as refusal:
        form.add_error(None, refusal.sentence)
        return None


@page(ROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_event(request: ViewerRequest) -> HttpResponse:
    """Add an event by hand."""
    form = EventForm(request.POST or None)
    if request.method == "POST":
        made = _saved(
            form,
            lambda details: events.add_event(
                school=_school(request), details=details, by=request.user
            ),
        )
        if made is not None:
            messages.success(request, f"“{made.title}” is in the calendar.")
            return redirect(CALENDAR)
    return _form_page(request, "Add an event", form)


@page(ROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_event(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change an event, or remove it."""
    found = get_object_or_404(selectors.school_events(_school(request)), pk=pk)
    initial = {name: getattr(found, name) for name in EventForm.base_fields}
    form = EventForm(request.POST or None, initial=initial)
    if request.method == "POST":
        changed = _saved(
            form,
            lambda details: events.change_event(event=found, details=details, by=request.user),
        )
        if changed is not None:
            messages.success(request, f"“{found.title}” is saved.")
            return redirect(CALENDAR)
    return _form_page(request, f"Change “{initial['title']}”", form, event=found)


def _form_page(request: ViewerRequest, title: str, form: EventForm, event: Any = None) -> Any:
    context = {
        "title": title,
        "breadcrumbs": _trail(),
        "form": form,
        "event": event,
        "cancel_url": reverse(CALENDAR),
    }
    return render(request, "schools/event.html", context)


@page(ROLL)
@require_POST
def remove_events(request: ViewerRequest) -> HttpResponse:
    """Remove the events ticked, after asking."""
    keys = keys_in(*request.POST.getlist("events"))
    found = list(selectors.school_events(_school(request)).filter(pk__in=keys))
    if not found:
        messages.warning(request, "Tick the events to remove first.")
        return redirect(CALENDAR)
    if "sure" in request.POST:
        removed = events.remove_events(school=_school(request), events=found, by=request.user)
        messages.success(request, f"{removed} event{'s' if removed != 1 else ''} removed.")
        return redirect(CALENDAR)
    one = len(found) == 1
    context = {
        "title": f"Remove “{found[0].title}”?" if one else f"Remove {len(found)} events?",
        "text": "" if one else ", ".join(event.title for event in found[:12]),
        "submit_label": "Remove",
        "warning": True,
        "fields": [("sure", "1"), *(("events", event.pk) for event in found)],
        "cancel_url": reverse(CALENDAR),
    }
    return render(request, "web/confirm.html", context)


# Importing --------------------------------------------------------------------------------------


@limited_upload(LARGEST)
@page(ROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def import_calendar(request: ViewerRequest) -> HttpResponse:
    """Choose a calendar file; what it would change is shown first."""
    school = _school(request)
    years = selectors.academic_years(school)
    current = selectors.current_academic_year(school, timezone.localdate())
    refusal = larger_than(LARGEST) if request.method == "POST" and too_large(request) else ""
    form = CalendarFileForm(
        request.POST or None,
        request.FILES or None,
        years=years,
        refusal=refusal,
        initial={"academic_year": current},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = calendar_imports.look(
                school=school,
                academic_year=form.cleaned_data["academic_year"],
                file_name=file.name,
                data=file.read(),
                by=request.user,
            )
        except SchoolRefusal as refused:
            form.add_error("file", refused.sentence)
        else:
            return redirect("schools:calendar_import", made.pk)
    context = {
        "title": "Import a calendar",
        "lede": "You see what is new, changed and gone before anything is written.",
        "breadcrumbs": _trail(),
        "form": form,
        "has_years": years.exists(),
        "submit_label": "Look at the file",
        "cancel_url": reverse(CALENDAR),
    }
    return render(request, "schools/calendar_file.html", context)


@page(ROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_import(request: ViewerRequest, pk: int) -> HttpResponse:
    """What a calendar file would change; applied with one press."""
    made = get_object_or_404(selectors.calendar_imports(_school(request)), pk=pk)
    if not made.plan.get("entries"):
        return redirect(CALENDAR)
    told = differences(made)
    form = ImportForm(request.POST or None, entries=told.entries)
    if request.method == "POST" and form.is_valid():
        keep = set(keys_in(*request.POST.getlist("keep")))
        try:
            counts = calendar_imports.apply(
                made=made, choices=form.choices_made(), keep=keep, by=request.user
            )
        except SchoolRefusal as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, presenters.import_words(counts))
        return redirect(CALENDAR)
    parts = [
        (heading, list(form.rows(state)))
        for heading, state in (
            ("New", "new"),
            ("Changed", "changed"),
            ("Here already, the same", "same"),
        )
    ]
    context = {
        "title": f"Import “{made.calendar}”",
        "breadcrumbs": [*_trail(), ("Import a calendar", reverse("schools:import_calendar"))],
        "made": made,
        "form": form,
        "parts": [
            (heading, _lines(rows), heading.startswith("Here")) for heading, rows in parts if rows
        ],
        "gone": presenters.gone_lines(told.gone),
        "left_out": made.plan["left_out"],
        "has_changes": bool(told.gone or told.in_state("new") or told.in_state("changed")),
    }
    return render(request, "schools/calendar_import.html", context)


def _lines(rows: list[tuple[Any, Any, Any, Any]]) -> list[dict[str, Any]]:
    found = []
    for entry, take, kind, years in rows:
        when, more = presenters.days_words(entry.days)
        line = {"entry": entry, "take": take, "kind": kind, "years": years}
        found.append({**line, "when": when, "more": more})
    return found


@page(ROLL)
@require_POST
def undo_import(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put the calendar back as it was before the last import."""
    made = get_object_or_404(selectors.calendar_imports(_school(request)), pk=pk)
    if made.applied_at is None:
        raise Http404("It was not applied.")
    try:
        if calendar_imports.undo(made=made, by=request.user):
            messages.success(request, "Undone: the calendar is as it was before the import.")
    except SchoolRefusal as refused:
        messages.warning(request, refused.sentence)
    return redirect(CALENDAR)
