"""Pages about who is down for a planned session: putting down, taking off, consent, needs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.accounts.permissions import GUIDANCE, RECORDING
from fingerpost.accounts.viewer import Viewer, ViewerRequest
from fingerpost.students.services.looks import looked_at_list
from fingerpost.web.access import page
from fingerpost.web.keys import keys_in
from fingerpost.web.paging import page_of

from .. import bridge, permissions
from ..enums import Consent
from ..forms import people as forms
from ..presenters import planned as presenters
from ..presenters.words import when
from ..selectors import planned, recording
from ..selectors.audience import Audience
from ..selectors.busy import busy_at
from ..services import participants as services
from .reach import counted_words, planned_session_of, session_of

# As many as a table with tick boxes shows at once; a year group of most schools.
PER_PAGE = 60


def down_for(viewer: Viewer, session: Any) -> list[Any]:
    """Who of the viewer's students is down for a session, by name; the look is noted."""
    rows = list(recording.attendance_of(viewer, session))
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=f"Who is down for a session: {session.title}",
        query=f"session={session.pk}",
        students=len(rows),
    )
    return rows


def _to_list(request: ViewerRequest, session: Any, form: Any) -> list[Any]:
    """The students that the form asks for, by name."""
    viewer, today, asked = request.viewer, timezone.localdate(), form.asked()
    if asked["students"]:
        found = list(recording.students_in(viewer, today, ids=asked["students"]))
    else:
        found = bridge.students_for(viewer, _audience(session, asked), today)
    return [one for one in found if all(word in one.name.casefold() for word in asked["words"])]


def _audience(session: Any, asked: dict[str, Any]) -> Audience:
    kind, _, key = asked["who"].partition(":")
    if kind == forms.AUDIENCE and not asked["measure"]:
        return Audience.stored(session.activity.audience) if session.activity else Audience()
    within = Audience()
    if kind == forms.AUDIENCE and session.activity:
        within = Audience.stored(session.activity.audience)
    return Audience(
        years=(int(key),) if kind == "year" else within.years,
        groups=(int(key),) if kind == "group" else within.groups,
        measure=asked["measure"],
        side=asked["side"],
    )


def _find_form(request: ViewerRequest) -> forms.FindStudentsForm:
    viewer, today = request.viewer, timezone.localdate()
    return forms.FindStudentsForm(
        request.GET,
        years=recording.years_of(viewer, today),
        groups=list(recording.groups_of(viewer, today)),
        measures=bridge.measures_with_sides(viewer, today),
    )


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def put_down(request: ViewerRequest, pk: int) -> HttpResponse:
    """Find students by group, measure or name, and put them down for a session."""
    viewer = request.viewer
    found = planned_session_of(request, pk)
    form = _find_form(request)
    students = _to_list(request, found, form)
    if request.method == "POST":
        wanted = set(forms.ticked(request.POST))
        if "all" in request.POST:
            wanted = {student.pk for student in students}
        chosen = [student for student in students if student.pk in wanted]
        if _put_down(request, found, chosen):
            return redirect("programme:session", found.pk)
    busy = busy_at(viewer.school, found.on, found.starts_at, found.ends_at, [found.pk])
    down = {row.student_id for row in recording.attendance_of(viewer, found)}
    shown = page_of(request, students, PER_PAGE)
    return render(
        request,
        "programme/put_down.html",
        {
            "title": "Put students down",
            "session": found,
            "when": when(found),
            "filter_form": form,
            "total": len(students),
            "new": sum(student.pk not in down for student in students),
            "page_of": shown,
            "table": presenters.candidates_table(shown, down, busy.students),
        },
    )


def _put_down(request: ViewerRequest, session: Any, students: list[Any]) -> bool:
    if not students:
        messages.warning(request, "Nobody was ticked.")
        return False
    try:
        new = services.put_down(session=session, students=students, by=request.viewer.person)
    except services.SessionFull:
        left = session.places_left
        messages.error(
            request,
            f"There {'is' if left == 1 else 'are'} only {counted_words(left, 'place')} left: "
            "tick fewer students, or give the session more places.",
        )
        return False
    except services.NotPlanned as error:
        messages.error(request, str(error))
        return True
    already = len(students) - new
    tail = f" {already} were down before." if already else ""
    messages.success(request, f"{counted_words(new)} put down.{tail}")
    return True


@page(RECORDING)
@require_POST
def bulk(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take the ticked students off a session, or keep what their parents said."""
    viewer = request.viewer
    found = planned_session_of(request, pk)
    wanted = set(forms.ticked(request.POST))
    students = [row.student for row in recording.attendance_of(viewer, found)]
    chosen = [student for student in students if student.pk in wanted]
    deed = request.POST.get("to", "")
    if not chosen:
        messages.warning(request, "Nobody was ticked.")
    elif deed == "off":
        _take_off(request, found, chosen)
    elif deed in Consent.values:
        changed = services.set_consent(
            session=found, students=chosen, consent=deed, by=viewer.person
        )
        label = Consent(deed).label.lower()
        messages.success(request, f"Consent of {counted_words(changed)}: {label}.")
    return redirect("programme:session", found.pk)


def _take_off(request: ViewerRequest, session: Any, students: list[Any]) -> None:
    try:
        off = services.take_off(session=session, students=students, by=request.viewer.person)
    except services.NotPlanned as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{counted_words(off)} taken off.")


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: ViewerRequest, pk: int, student_pk: int) -> HttpResponse:
    """What one student needs to take part, and whether a parent or carer agreed."""
    viewer = request.viewer
    found = planned_session_of(request, pk)
    row = get_object_or_404(recording.attendance_of(viewer, found), student=student_pk)
    data = request.POST if request.method == "POST" else None
    form = forms.NeedsForm(data, initial={"needs": row.needs, "consent": row.consent})
    if data is not None and form.is_valid():
        try:
            services.note_needs(
                session=found,
                student=row.student,
                needs=form.cleaned_data["needs"],
                by=viewer.person,
            )
            services.set_consent(
                session=found,
                students=[row.student],
                consent=form.cleaned_data["consent"],
                by=viewer.person,
            )
        except services.NotPlanned as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Kept for {row.student.name}.")
            return redirect("programme:session", found.pk)
    return render(
        request,
        "web/form_page.html",
        {
            "title": row.student.name,
            "lede": f"{found.title}, {when(found)}",
            "form": form,
            "cancel_url": reverse("programme:session", args=[found.pk]),
        },
    )


@page(GUIDANCE)
@require_safe
def consent_list(request: ViewerRequest, pk: int) -> HttpResponse:
    """A list to print: who is down, what parents said, and room to sign."""
    viewer = request.viewer
    found = session_of(request, pk)
    rows = down_for(viewer, found)
    return render(
        request,
        "programme/consent_list.html",
        {
            "title": f"Consent: {found.title}",
            "session": found,
            "when": when(found),
            "staff": ", ".join(str(one) for one in planned.staff_of(found)),
            "rows": rows,
            "counts": presenters.consent_counts(rows),
        },
    )


@page(RECORDING)
@require_safe
def choose_session(request: ViewerRequest) -> HttpResponse:
    """Choose the planned session that students of a list are put down for."""
    viewer = request.viewer
    coming = planned.plannable(viewer, timezone.localdate())
    shown = page_of(request, coming, PER_PAGE)
    named = request.GET.get("students", "")
    return render(
        request,
        "programme/choose_session.html",
        {
            "title": "Put students down for a session",
            "number": len(keys_in(named)),
            "page_of": shown,
            "table": presenters.choice_table(shown, named),
            "may_plan": permissions.may_plan(viewer),
        },
    )
