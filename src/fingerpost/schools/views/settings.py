"""A school's settings, kept by its administrator."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from fingerpost.accounts.permissions import ADMINISTRATOR
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page

from ..forms.settings import RoomForm, SettingsForm, TermForm, WeekForm, YearForm
from ..presenters.settings import rooms_table, settings_rows, week_table, years_cards
from ..selectors import academic_years, periods, rooms, school_events, terms
from ..services import setup
from ..services.errors import SchoolRefusal

TOP = ("School", "/schools/settings/")


def _school(request: ViewerRequest) -> Any:
    return request.viewer.school


@page(ADMINISTRATOR)
def settings(request: ViewerRequest) -> HttpResponse:
    """Everything there is to set, with where to change it."""
    school = _school(request)
    counts = {
        "years": academic_years(school).count(),
        "periods": periods(school).count(),
        "rooms": rooms(school).count(),
        "events": school_events(school).count(),
    }
    context = {"title": "School", "rows": settings_rows(school, counts)}
    return render(request, "schools/settings.html", context)


@page(ADMINISTRATOR)
def general(request: ViewerRequest) -> HttpResponse:
    """Name, sixth form and second step."""
    school = _school(request)
    initial = {name: getattr(school, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        setup.change_settings(school=school, changes=form.cleaned_data, by=request.user)
        messages.success(request, "Saved the settings.")
        return redirect("schools:settings")
    return _form_page(request, "Name and switches", form, "schools:settings")


def _form_page(
    request: ViewerRequest, title: str, form: Form, back: str, **more: Any
) -> HttpResponse:
    context = {
        "title": title,
        "breadcrumbs": [TOP],
        "form": form,
        "cancel_url": reverse(back),
        **more,
    }
    return render(request, "web/form_page.html", context)


def _saved(form: Form, save: Any, **options: Any) -> bool:
    """Whether the form was in order and its record saved; a refusal is shown on the form."""
    if not form.is_valid():
        return False
    try:
        save(values=form.cleaned_data, **options)
    except SchoolRefusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


# --- years and terms ----------------------------------------------------------------------------


@page(ADMINISTRATOR)
def years(request: ViewerRequest) -> HttpResponse:
    """The academic years with their terms, and a form to add a year."""
    school = _school(request)
    form = YearForm(request.POST or None)
    if request.method == "POST" and _saved(
        form, setup.save_year, school=school, year=None, by=request.user
    ):
        messages.success(request, "Added the academic year.")
        return redirect("schools:years")
    context = {
        "title": "Academic years",
        "breadcrumbs": [TOP],
        "cards": years_cards(academic_years(school)),
        "form": form,
    }
    return render(request, "schools/years.html", context)


@page(ADMINISTRATOR)
def change_year(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change a year's name and days."""
    school = _school(request)
    year = get_object_or_404(academic_years(school), pk=pk)
    initial = {name: getattr(year, name) for name in YearForm.base_fields}
    form = YearForm(request.POST or None, initial=initial)
    if request.method == "POST" and _saved(
        form, setup.save_year, school=school, year=year, by=request.user
    ):
        messages.success(request, "Saved the academic year.")
        return redirect("schools:years")
    return _form_page(request, f"Academic year {initial['name']}", form, "schools:years")


@page(ADMINISTRATOR)
def add_term(request: ViewerRequest, pk: int) -> HttpResponse:
    """Add a term to a year."""
    year = get_object_or_404(academic_years(_school(request)), pk=pk)
    form = TermForm(request.POST or None)
    if request.method == "POST" and _saved(
        form, setup.save_term, year=year, term=None, by=request.user
    ):
        messages.success(request, "Added the term.")
        return redirect("schools:years")
    return _form_page(request, f"Add a term to {year.name}", form, "schools:years")


@page(ADMINISTRATOR)
def change_term(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change a term's name and days."""
    term = get_object_or_404(terms(_school(request)), pk=pk)
    initial = {name: getattr(term, name) for name in TermForm.base_fields}
    form = TermForm(request.POST or None, initial=initial)
    if request.method == "POST" and _saved(
        form, setup.save_term, year=term.academic_year, term=term, by=request.user
    ):
        messages.success(request, "Saved the term.")
        return redirect("schools:years")
    return _form_page(request, str(initial["name"]), form, "schools:years")


@page(ADMINISTRATOR)
def remove_term(request: ViewerRequest, pk: int) -> HttpResponse:
    """Remove a term, after asking."""
    term = get_object_or_404(terms(_school(request)), pk=pk)
    return _remove(request, term, f"{term.name} of {term.academic_year.name}", "schools:years")


def _remove(request: ViewerRequest, record: Any, what: str, back: str) -> HttpResponse:
    if request.method == "POST":
        setup.remove(record=record, school=_school(request), by=request.user)
        messages.success(request, f"Removed {what}.")
        return redirect(back)
    context = {
        "title": f"Remove {what}?",
        "submit_label": "Remove",
        "warning": True,
        "cancel_url": reverse(back),
    }
    return render(request, "web/confirm.html", context)


# --- the week -----------------------------------------------------------------------------------


@page(ADMINISTRATOR)
def week(request: ViewerRequest) -> HttpResponse:
    """The timetable periods, and a form that adds a whole week at once."""
    school = _school(request)
    form = WeekForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added, changed = setup.add_week(
                school=school,
                weekdays=form.cleaned_data["weekdays"],
                periods=form.cleaned_data["pattern"],
                by=request.user,
            )
        except SchoolRefusal as refusal:
            form.add_error("pattern", refusal.sentence)
        else:
            messages.success(request, f"{added} periods added, {changed} changed.")
            return redirect("schools:periods")
    context = {
        "title": "Timetable periods",
        "breadcrumbs": [TOP],
        "table": week_table(periods(school)),
        "form": form,
    }
    return render(request, "schools/periods.html", context)


@page(ADMINISTRATOR)
def remove_period(request: ViewerRequest, pk: int) -> HttpResponse:
    """Remove a period, after asking."""
    period = get_object_or_404(periods(_school(request)), pk=pk)
    return _remove(request, period, period.name, "schools:periods")


# --- rooms --------------------------------------------------------------------------------------


@page(ADMINISTRATOR)
def room_list(request: ViewerRequest) -> HttpResponse:
    """The rooms, and a form to add one."""
    school = _school(request)
    form = RoomForm(request.POST or None)
    if request.method == "POST" and _saved(
        form, setup.save_room, school=school, room=None, by=request.user
    ):
        messages.success(request, "Added the room.")
        return redirect("schools:rooms")
    context = {
        "title": "Rooms",
        "lede": "Guidance interviews are best held where nobody else can see or hear.",
        "breadcrumbs": [TOP],
        "table": rooms_table(rooms(school)),
        "form": form,
    }
    return render(request, "schools/rooms.html", context)


@page(ADMINISTRATOR)
def change_room(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change a room."""
    school = _school(request)
    room = get_object_or_404(rooms(school), pk=pk)
    initial = {name: getattr(room, name) for name in RoomForm.base_fields}
    form = RoomForm(request.POST or None, initial=initial)
    if request.method == "POST" and _saved(
        form, setup.save_room, school=school, room=room, by=request.user
    ):
        messages.success(request, "Saved the room.")
        return redirect("schools:rooms")
    context = {
        "title": initial["name"],
        "breadcrumbs": [TOP, ("Rooms", reverse("schools:rooms"))],
        "form": form,
        "room": room,
    }
    return render(request, "schools/room.html", context)


@page(ADMINISTRATOR)
def remove_room(request: ViewerRequest, pk: int) -> HttpResponse:
    """Remove a room, after asking."""
    room = get_object_or_404(rooms(_school(request)), pk=pk)
    return _remove(request, room, room.name, "schools:rooms")
