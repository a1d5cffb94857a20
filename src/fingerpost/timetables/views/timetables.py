"""The list of timetables, one of them, its terms and the adults who come along."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.accounts.permissions import CAREERS_LEADER, INTERVIEWS
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.interviews.selectors.advisers import register
from fingerpost.interviews.selectors.booking import already_booked, may_need_an_adult
from fingerpost.programme.bridge import measures_with_sides
from fingerpost.programme.forms.audience import AudienceChoices
from fingerpost.programme.selectors.recording import groups_of, years_of
from fingerpost.web.access import page
from fingerpost.web.keys import keys_in
from fingerpost.web.paging import page_of

from ..forms.adults import AdultsForm
from ..forms.terms import SecondsForm, TermsForm, answers_of, first_answers
from ..permissions import may_make, visible_drafts
from ..presenters import lists, words
from ..selectors.school import named_students, term_ends_on
from ..selectors.seats import changes_of, states_of
from ..selectors.supply import times_in, windows
from ..selectors.timetables import seats_booked, timetables_for
from ..selectors.whom import Whom, companions_of, students_of
from ..services import making
from .reach import PER_PAGE, begin_making, crumbs, labels, timetable_of

FORM = ["GET", "HEAD", "POST"]


@page(INTERVIEWS)
@require_safe
def timetables(request: ViewerRequest) -> HttpResponse:
    """The school's timetables, newest first."""
    viewer = request.viewer
    found = page_of(request, timetables_for(viewer), PER_PAGE)
    context = {
        "title": "Timetables",
        "lede": "Interviews of a term or a year: who needs it soonest is seen first, and nobody "
        "misses the same lesson twice.",
        "table": lists.timetables_table(found),
        "found": found,
        "may_make": may_make(viewer),
        "has_advisers": register(viewer.school).exists(),
    }
    return render(request, "timetables/list.html", context)


# The terms -------------------------------------------------------------------------------------


def _choices(request: ViewerRequest) -> AudienceChoices:
    viewer, today = request.viewer, timezone.localdate()
    return AudienceChoices(
        years=years_of(viewer, today),
        groups=list(groups_of(viewer, today)),
        measures=measures_with_sides(viewer, today),
    )


def _counts(request: ViewerRequest, form: TermsForm) -> dict[str, Any]:
    """For how many students there are how many times, as far as the form can be read."""
    data = getattr(form, "cleaned_data", {})
    if not all(data.get(name) for name in ("from_on", "until_on", "minutes")):
        return {}
    viewer = request.viewer
    students = students_of(viewer, form.whom())
    ahead = already_booked(student.pk for student in students)
    free = windows(viewer.school, data["from_on"], data["until_on"])
    each = data["minutes"] + (data.get("slack_minutes") or 0)
    return {
        "students": len(students) - len(ahead),
        "ahead": len(ahead),
        "times": times_in(free, each),
        "days": len({one.on for one in free}),
    }


@page(CAREERS_LEADER)
@require_safe
def count(request: ViewerRequest) -> HttpResponse:
    """For how many students there are how many times: the part that the form asks for anew."""
    form = TermsForm(request.GET, choices=_choices(request))
    form.is_valid()
    return render(request, "timetables/parts/count.html", {"counts": _counts(request, form)})


@page(CAREERS_LEADER)
@require_http_methods(FORM)
def make(request: ViewerRequest) -> HttpResponse:
    """Say what a new timetable is to be; its first draft is made at once."""
    viewer, today = request.viewer, timezone.localdate()
    if request.method == "POST":
        form = TermsForm(request.POST, choices=_choices(request))
        if form.is_valid() and "look" not in request.POST:
            return _made(request, form)
        return _terms_page(request, form, "Make a timetable")
    named = ",".join(request.GET.getlist("students"))
    answers = first_answers(today, term_ends_on(viewer.school, today))
    form = TermsForm(choices=_choices(request), initial={**answers, "students": named})
    return _terms_page(request, form, "Make a timetable")


def _made(request: ViewerRequest, form: TermsForm) -> HttpResponse:
    viewer = request.viewer
    students = students_of(viewer, form.whom())
    if not students:
        form.add_error(None, "There is nobody to see: choose other students.")
        return _terms_page(request, form, "Make a timetable")
    timetable = making.add_timetable(
        school=viewer.school,
        terms=form.terms(),
        form_key=form.cleaned_data["form_key"],
        students=students,
        by=viewer.person,
    )
    first = timetable.drafts.order_by("pk").first()
    if first is None:
        first = making.ask_for_draft(
            timetable=timetable,
            students=students,
            seconds=form.cleaned_data["seconds"],
            by=viewer.person,
        )
        begin_making(request, first)
    return redirect("timetables:draft", pk=first.pk)


def _terms_page(
    request: ViewerRequest, form: TermsForm, title: str, timetable: Any = None
) -> HttpResponse:
    if form.is_bound:
        counts = _counts(request, form)
    else:
        filled = TermsForm(_as_sent(form), choices=_choices(request))
        filled.is_valid()
        counts = _counts(request, filled)
    context = {
        "title": title,
        "breadcrumbs": crumbs(timetable),
        "form": form,
        "counts": counts,
        "named": len(keys_in(str(form["students"].value() or ""))),
        "submit_label": "Save" if timetable else "Make a draft",
        "cancel_url": crumbs(timetable)[-1][1],
    }
    return render(request, "timetables/terms.html", context)


def _as_sent(form: TermsForm) -> dict[str, Any]:
    """What an unchanged form would send."""
    return {name: value for name in form.fields if (value := form[name].value()) is not None}


@page(CAREERS_LEADER)
@require_http_methods(FORM)
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change the terms of a timetable that is not published yet."""
    timetable = timetable_of(request, pk)
    data = request.POST if request.method == "POST" else None
    form = TermsForm(data, choices=_choices(request), initial=answers_of(timetable))
    del form.fields["seconds"]
    if data is not None and form.is_valid() and "look" not in data:
        try:
            making.change_timetable(timetable=timetable, terms=form.terms(), by=request.user)
        except making.TimetableError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The terms are changed. Make a new draft with them.")
            return redirect("timetables:timetable", pk=pk)
    return _terms_page(request, form, "Change the terms", timetable)


# One timetable ---------------------------------------------------------------------------------


@page(INTERVIEWS)
@require_safe
def timetable(request: ViewerRequest, pk: int) -> HttpResponse:
    """One timetable: its terms, drafts and repairs."""
    viewer, found = request.viewer, timetable_of(request, pk)
    drafts = list(visible_drafts(viewer).filter(timetable=found, repairs=None))
    repairs = list(visible_drafts(viewer).filter(timetable=found, repairs__isnull=False))
    published = next((one for one in drafts if one.published_at), None)
    context = {
        "title": str(found),
        "lede": f"{words.day(found.from_on)} to {words.day(found.until_on)}",
        "breadcrumbs": crumbs(),
        "timetable": found,
        "terms": words.terms(found, *labels(request)),
        "drafts": drafts,
        "table": lists.drafts_table(drafts, states_of(viewer, drafts)),
        "repairs": lists.repairs_table(repairs, changes_of(viewer, repairs)) if repairs else None,
        "published": published,
        "still_to_come": bool(published and seats_booked(found)),
        "seconds": SecondsForm(),
        "may_make": may_make(viewer),
    }
    return render(request, "timetables/timetable.html", context)


@page(CAREERS_LEADER)
@require_http_methods(FORM)
def again(request: ViewerRequest, pk: int) -> HttpResponse:
    """Make another draft on the terms as they are now."""
    viewer, found = request.viewer, timetable_of(request, pk)
    form = SecondsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        students = students_of(viewer, Whom.stored(found.audience))
        try:
            made = making.ask_for_draft(
                timetable=found,
                students=students,
                seconds=form.cleaned_data["seconds"],
                by=viewer.person,
            )
        except making.TimetableError as error:
            form.add_error(None, str(error))
        else:
            begin_making(request, made)
            return redirect("timetables:draft", pk=made.pk)
    context = {
        "title": "Make another draft",
        "lede": "With the advisers’ free times, the needs and the terms as they are now.",
        "breadcrumbs": crumbs(found),
        "form": form,
        "submit_label": "Make a draft",
        "cancel_url": reverse("timetables:timetable", args=[pk]),
    }
    return render(request, "web/form_page.html", context)


@page(CAREERS_LEADER)
@require_http_methods(FORM)
def adults(request: ViewerRequest, pk: int) -> HttpResponse:
    """Who comes along with whom: the same adult is never in two interviews at once."""
    viewer, found = request.viewer, timetable_of(request, pk)
    keys = [student.pk for student in students_of(viewer, Whom.stored(found.audience))]
    named = companions_of(found)
    shown = may_need_an_adult(keys) | set(named)
    students = named_students(viewer.school, shown)
    form = AdultsForm(request.POST or None, students=students, named=named)
    if request.method == "POST" and form.is_valid():
        changed = making.name_companions(timetable=found, names=form.names(), by=request.user)
        if changed:
            messages.success(request, f"{changed} changed. New drafts keep to it.")
        return redirect("timetables:timetable", pk=pk)
    context = {
        "title": "Adults who come along",
        "lede": "Suggested for these students. Ask the student first. The same adult is never "
        "asked to be in two interviews at once.",
        "breadcrumbs": crumbs(found),
        "timetable": found,
        "form": form,
        "names": sorted(set(named.values())),
    }
    return render(request, "timetables/adults.html", context)


@page(CAREERS_LEADER)
@require_http_methods(FORM)
def remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Remove a timetable that was never published."""
    found = timetable_of(request, pk)
    if request.method == "POST":
        try:
            making.remove_timetable(timetable=found, by=request.user)
        except making.TimetableError as error:
            messages.error(request, str(error))
            return redirect("timetables:timetable", pk=pk)
        messages.success(request, f"“{found}” is removed.")
        return redirect("timetables:list")
    context = {
        "title": f"Remove “{found}”?",
        "text": "Its drafts go with it. Nobody has been told of them, and nothing is booked.",
        "breadcrumbs": crumbs(found),
        "submit_label": "Remove it",
        "warning": True,
        "cancel_url": reverse("timetables:timetable", args=[pk]),
    }
    return render(request, "web/confirm.html", context)
