"""Pages of the programme: recording group sessions, and what was recorded."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import GUIDANCE, RECORDING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from .. import permissions
from ..enums import SessionState
from ..forms import recording as forms
from ..presenters import recording as presenters
from ..selectors import recording as selectors
from ..services import recording as services
from .looks import WHO_WAS_THERE, note_look
from .planning import planned_page
from .reach import session_of

PER_PAGE = 25


def _person(request: ViewerRequest) -> Any:
    """The person who is asking."""
    return request.viewer.person


@page(GUIDANCE)
@require_GET
def sessions(request: ViewerRequest) -> HttpResponse:
    """The sessions that are coming, were held, or were cancelled."""
    viewer = request.viewer
    counts = selectors.state_counts(viewer)
    asked = request.GET.get("state", "")
    # Where nothing is planned the list is what it was: what has been recorded.
    usual = SessionState.PLANNED if counts.get(SessionState.PLANNED) else SessionState.HELD
    state = asked if asked in SessionState.values else usual
    form = forms.SessionFilterForm(request.GET, state=state)
    narrowed = form.narrowed()
    found = selectors.sessions_for(viewer, **(narrowed | {"state": state}))
    shown = page_of(request, found, PER_PAGE)
    return render(
        request,
        "programme/sessions.html",
        {
            "title": "Sessions",
            "filter_form": form,
            "tabs": presenters.state_tabs(counts, state),
            "state": state,
            "narrowed_to": _narrowed_to(viewer, narrowed),
            "page_of": shown,
            "table": presenters.table_of(shown, state),
            "may_record": viewer.has(*permissions.RECORDERS),
            "may_plan": permissions.may_plan(viewer),
            "is_narrowed": any(value for name, value in narrowed.items() if name != "state"),
        },
    )


def _narrowed_to(viewer: Any, narrowed: dict[str, Any]) -> str:
    """The activity or budget line that a link narrowed the list to, in words."""
    if narrowed.get("activity"):
        found = permissions.visible_activities(viewer).filter(pk=narrowed["activity"]).first()
        return f"Of the activity “{found}”" if found else ""
    if narrowed.get("line"):
        line = permissions.visible_budget_lines(viewer).filter(pk=narrowed["line"]).first()
        return f"Paid from “{line}”, {line.academic_year}" if line else ""
    return ""


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: ViewerRequest) -> HttpResponse:
    """Record a group session: choose the group, then say what it was and who was missing."""
    viewer = request.viewer
    today = timezone.localdate()
    if request.method == "POST":
        return _record_sent(request)
    groups = list(selectors.groups_of(viewer, today))
    years = selectors.years_of(viewer, today)
    choice = forms.GroupForm(request.GET, groups=groups, years=years)
    chosen = choice.chosen() if choice.is_valid() else {}
    if not any(chosen.values()) and len(groups) == 1:
        # A tutor with one group need not be asked which.
        chosen = {"groups": [groups[0].pk]}
    students = list(selectors.students_in(viewer, today, **chosen)) if any(chosen.values()) else []
    if students:
        note_look(request, "Students of a session to record", chosen, len(students))
        form = forms.RecordForm(students=students, initial=_first_answers(request))
        return _record_page(request, form, students)
    return render(
        request,
        "programme/choose_group.html",
        {
            "title": "Record a group session",
            "form": forms.GroupForm(groups=groups, years=years),
            "has_groups": bool(groups or years),
            "nobody": bool(any(chosen.values())),
        },
    )


def _first_answers(request: ViewerRequest) -> dict[str, str]:
    """Answers that a link from another page brings along."""
    names = ("kind", "title", "organisation", "subject", "purpose", "form_key")
    known = {name: request.GET[name] for name in names if request.GET.get(name)}
    if not _is_key(known.get("form_key", "")):
        known.pop("form_key", None)
    return known


def _is_key(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _record_sent(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    ids = forms.students_named(request.POST)
    students = list(selectors.students_in(viewer, timezone.localdate(), ids=ids))
    data = request.POST.copy()
    data["students"] = ",".join(str(student.pk) for student in students)
    form = forms.RecordForm(data, students=students)
    if len(students) != len(set(ids)):
        form.add_error(
            None,
            "The list of students has changed since you opened this page. Look at it again, "
            "then record the session.",
        )
    if form.is_valid():
        try:
            session = services.record_session(
                school=viewer.school,
                details=form.details(),
                students=students,
                absent=form.absent_ids(),
                form_key=form.cleaned_data["form_key"],
                by=viewer.person,
            )
        except (services.NobodyThere, services.NotForGroups, services.AnotherSession) as error:
            form.add_error(None, str(error))
        else:
            there = len(students) - len(form.absent_ids())
            noun = "student" if there == 1 else "students"
            messages.success(request, f"“{session.title}” is recorded for {there} {noun}.")
            return redirect("programme:session", session.pk)
    return _record_page(request, form, students)


def _record_page(request: ViewerRequest, form: Any, students: list[Any]) -> HttpResponse:
    return render(
        request,
        "programme/record.html",
        {
            "title": "Record a group session",
            "form": form,
            "students": students,
            **_words_before(request),
        },
    )


def _words_before(request: ViewerRequest) -> dict[str, list[str]]:
    school = request.viewer.school
    return {
        "organisations": selectors.words_used_before(school, "organisation"),
        "subjects": selectors.words_used_before(school, "subject"),
    }


@page(GUIDANCE)
@require_GET
def session(request: ViewerRequest, pk: int) -> HttpResponse:
    """One session: what it was, who of the viewer's students was there."""
    viewer = request.viewer
    found = session_of(request, pk)
    if not found.is_held:
        return planned_page(request, found)
    shown = page_of(request, selectors.attendance_of(viewer, found), 60)
    note_look(request, WHO_WAS_THERE, {"session": [pk]}, shown.paginator.count)
    judgement = presenters.judgement(found)
    may_judge = permissions.may_judge(viewer, found) and not found.withdrawn_at
    return render(
        request,
        "programme/session.html",
        {
            "title": found.title,
            "session": found,
            "about_key": services.about(found),
            "summary": presenters.summary(found, permissions.may_see_budget(viewer)),
            "present": found.present,
            "down_for_it": found.down_for_it,
            "others": found.down_for_it - shown.paginator.count,
            "table": presenters.attendance_table(shown),
            "page_of": shown,
            "judgement": judgement,
            "ask_first": bool(judgement and judgement["ask_first"] and may_judge),
            "may_change": permissions.may_change(viewer, found),
            "may_judge": may_judge,
            "may_teach": permissions.may_teach(viewer, found),
            "may_take_register": permissions.may_take_register(viewer)
            and presenters.register_is_open(found),
        },
    )


def _held(request: ViewerRequest, pk: int) -> Any:
    found = session_of(request, pk)
    if not found.is_held:
        raise Http404("This session has not been held.")
    return found


def _changeable(request: ViewerRequest, pk: int) -> Any:
    """The session, when the viewer may change it; somebody else's is not found."""
    found = _held(request, pk)
    if not permissions.may_change(request.viewer, found):
        raise Http404("This session was recorded by someone else.")
    return found


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put right what is said about a session."""
    found = _changeable(request, pk)
    names = forms.DetailsForm.base_fields
    initial = {name: getattr(found, name) for name in names}
    form = forms.DetailsForm(request.POST or None, initial=initial)
    form.mark_optional = False  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            services.change_details(
                session=found,
                details=form.details(),
                by=_person(request),
            )
        except (services.NotForGroups, services.AlreadyWithdrawn) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The session is changed.")
            return redirect("programme:session", found.pk)
    return render(
        request,
        "programme/change.html",
        {
            "title": "Change this session",
            "form": form,
            "session": found,
            "unfold": True,
            **_words_before(request),
        },
    )


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: ViewerRequest, pk: int) -> HttpResponse:
    """Answer the checklist of what makes this kind of encounter meaningful."""
    found = _held(request, pk)
    if not permissions.may_judge(request.viewer, found):
        raise Http404("This session was led and recorded by others.")
    listed = selectors.checklist_items(selectors.kind_of(found), found.on)
    if listed is None:
        messages.info(request, "There is no checklist for this kind of session.")
        return redirect("programme:session", found.pk)
    checklist, items = listed
    initial = {name: "yes" if answer else "no" for name, answer in found.checklist.items()}
    form = forms.ChecklistForm(
        request.POST if request.method == "POST" else None,
        checklist=checklist,
        items=items,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.judge(
                session=found,
                answers=form.answers(),
                by=_person(request),
            )
        except services.AlreadyWithdrawn as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your answers are kept.")
            return redirect("programme:session", found.pk)
    return render(
        request,
        "programme/judge.html",
        {"title": "Was it a good one?", "form": form, "session": found, "checklist": checklist},
    )


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a session back, after asking."""
    found = _changeable(request, pk)
    if request.method == "POST":
        if services.withdraw(session=found, by=_person(request)):
            messages.success(
                request,
                "The session is taken back. It no longer counts for anyone. You can undo this.",
            )
        return redirect("programme:session", found.pk)
    return render(
        request,
        "programme/withdraw.html",
        {"title": "Take this session back?", "session": found},
    )


@page(RECORDING)
@require_POST
def bring_back(request: ViewerRequest, pk: int) -> HttpResponse:
    """Undo taking a session back."""
    found = _changeable(request, pk)
    if services.bring_back(session=found, by=_person(request)):
        messages.success(request, "The session counts again.")
    return redirect("programme:session", found.pk)
