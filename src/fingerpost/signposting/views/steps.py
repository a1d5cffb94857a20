"""Next steps: for one student, and across a group."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import GUIDANCE
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.permissions import guidance_students
from fingerpost.students.selectors import students_on_roll
from fingerpost.students.services.looks import looked_at, looked_at_list
from fingerpost.web.access import page
from fingerpost.web.paging import page_of
from fingerpost.web.tables import Cell, Column, Row, Table

from .. import bridge, presenters
from ..forms import GroupForm, OverrideForm
from ..permissions import may_read
from ..selectors import overrides_of
from ..services import OverrideRefused, end_override, override

ON_ONE_PAGE = 50
# More tiles than this and nobody knows where to begin.
AT_FIRST = 10


def _students(request: ViewerRequest) -> Any:
    viewer = request.viewer
    return students_on_roll(guidance_students(viewer), timezone.localdate())


def _rule_or_404(request: ViewerRequest, name: str) -> Any:
    """A rule by name; one that tells of what the viewer may not see is not found."""
    found = bridge.rule_named(name)
    if found is None or not may_read(request.viewer, found):
        raise Http404("No such next step.")
    return found


@page(GUIDANCE)
def group(request: ViewerRequest) -> HttpResponse:
    """What a group needs next, by step; with `?rule=` the students who need that step."""
    viewer = request.viewer
    own = _students(request)
    form = GroupForm(request.GET, students=own)
    chosen = {k: v for k, v in (form.cleaned_data if form.is_valid() else {}).items() if v}
    students = {s.pk: s for s in own.filter(**chosen).select_related("tutor_group")}
    assessment = bridge.assessment_of(viewer.school)
    name = request.GET.get("rule", "")
    rule = _rule_or_404(request, name) if name else None
    context = {"title": "Next steps", "form": form, "rule": rule}
    if rule is not None:
        context["rule_title"] = presenters.staff_title(rule, viewer)
    if rule is not None:
        in_need = [pk for pk in assessment.students_with(rule=name) if pk in students]
        looked_at_list(
            by=viewer.person,
            school=viewer.school,
            label=f"Next steps: {rule.title}",
            query=request.GET.urlencode(),
            students=len(in_need),
        )
        context |= _list_of(request, rule, [students[pk] for pk in in_need])
    else:
        counts = assessment.counts(students)
        query = urlencode(
            {k: request.GET[k] for k in ("year_group", "tutor_group") if request.GET.get(k)}
        )
        readable = [one for one in bridge.rules_now() if may_read(viewer, one)]
        steps = presenters.group_steps(counts, readable, len(students), query, viewer)
        context["steps"], context["later"] = steps[:AT_FIRST], steps[AT_FIRST:]
        context["lede"] = "What these students need now, by the rules in force today."
    return render(request, "signposting/group.html", context)


def _list_of(request: ViewerRequest, rule: Any, students: list[Any]) -> dict[str, Any]:
    part = page_of(request, students, ON_ONE_PAGE)
    way = presenters.staff_way(rule.suggests, request.viewer)
    act_url, act_label = (reverse(way.page), way.label) if way else ("", "")
    rows = [
        Row(
            key=str(student.pk),
            name=student.name,
            cells=[
                Cell(student.name, url=f"/students/{student.pk}/"),
                f"Year {student.year_group}",
                student.tutor_group or "",
            ],
        )
        for student in part
    ]
    columns = [
        Column("Student"),
        *(Column(one, plain=True) for one in ("Year group", "Tutor group")),
    ]
    table = Table(
        *("Students", columns, rows),
        hide_caption=True,
        tick="students" if act_url else "",
        people=True,
    )
    return {
        "students": students,
        "page_of_students": part,
        "table": table,
        "act_url": act_url,
        "act_label": act_label,
    }


@page(GUIDANCE)
def for_student(request: ViewerRequest, pk: int) -> HttpResponse:
    """One student's next steps with their reasons; the part alone for htmx."""
    viewer = request.viewer
    student = get_object_or_404(_students(request), pk=pk)
    looked_at(student=student, by=request.user)
    steps = bridge.steps_for(student)
    context = {
        "title": f"Next steps for {student.name}",
        "breadcrumbs": [(student.name, f"/students/{student.pk}/")],
        "student": student,
        "cards": presenters.staff_cards(steps, student, viewer),
        "decisions": [
            _decision(made) for made in overrides_of(student) if _is_readable(viewer, made)
        ],
    }
    part = request.htmx  # type: ignore[attr-defined]
    return render(
        request, "signposting/steps.html" if part else "signposting/for_student.html", context
    )


def _is_readable(viewer: Any, made: Any) -> bool:
    rule = bridge.rule_named(made.rule)
    return rule is None or may_read(viewer, rule)


def _decision(made: Any) -> dict[str, Any]:
    rule = bridge.rule_named(made.rule)
    return {
        "pk": made.pk,
        "title": rule.title if rule else made.rule,
        "kind": made.get_kind_display().lower(),
        "reason": made.reason,
        "until_on": made.until_on,
        "made_by": made.made_by or "someone who has left",
        "made_at": made.made_at,
        "stands": made.ended_at is None and made.until_on >= timezone.localdate(),
    }


@page(GUIDANCE)
def decide(request: ViewerRequest, pk: int, rule: str) -> HttpResponse:
    """Decide otherwise about one step: not needed, or first; with a reason and an end."""
    student = get_object_or_404(_students(request), pk=pk)
    found = _rule_or_404(request, rule)
    looked_at(student=student, by=request.user)
    form = OverrideForm(request.POST or None, initial={"rule": rule})
    if request.method == "POST" and form.is_valid():
        try:
            override(student=student, by=request.user, **{**form.cleaned_data, "rule": rule})
        except OverrideRefused as problem:
            form.add_error("until_on", str(problem))
        else:
            messages.success(request, "Your decision is kept with its reason.")
            return redirect("signposting:for_student", pk=pk)
    context = {
        "title": f"Decide about “{found.title}”",
        "lede": f"For {student.name}. The rule: {found.source}.",
        "form": form,
        "submit_label": "Keep this decision",
        "cancel_url": f"/next-steps/students/{pk}/",
    }
    return render(request, "web/form_page.html", context)


@page(GUIDANCE)
@require_POST
def end(request: ViewerRequest, pk: int, override_pk: int) -> HttpResponse:
    """End a decision, so that the rules speak again."""
    student = get_object_or_404(_students(request), pk=pk)
    standing = get_object_or_404(overrides_of(student), pk=override_pk)
    end_override(standing=standing, by=request.user)
    messages.success(request, "The decision has ended.")
    return redirect("signposting:for_student", pk=pk)
