"""The start page of each role, and the guidance record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import ANYONE, GUIDANCE, STUDENT
from fingerpost.accounts.viewer import Viewer, ViewerRequest
from fingerpost.interviews.permissions import own_actions, own_records
from fingerpost.interviews.selectors.booking import upcoming
from fingerpost.ledger.selectors import standing_lines
from fingerpost.pathways.selectors.ideas import ideas_of
from fingerpost.programme.presenters.words import when
from fingerpost.programme.selectors.planned import coming_for
from fingerpost.records.selectors.whole import origins
from fingerpost.signposting import bridge as signposting
from fingerpost.signposting.presenters import staff_cards, student_cards
from fingerpost.students.permissions import (
    guidance_students,
    own_student,
    visible_characteristics,
)
from fingerpost.students.selectors import current_characteristics
from fingerpost.students.services.looks import looked_at, looked_at_list
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from ..forms import HappenedForm
from ..presenters import record, start_pages

PER_PAGE = 12


@page(ANYONE)
def start(request: HttpRequest) -> HttpResponse:
    """The first page: what matters now, by role; for a stranger, what Fingerpost is."""
    viewer: Viewer | None = request.viewer  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        return render(request, "home/welcome.html")
    if viewer is None:
        return render(request, "home/no_role.html")
    sections = [
        section
        for role, build in start_pages.BY_ROLE.items()
        if viewer.has(role) and (section := build(viewer))
    ]
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label="Start page",
        query="",
        students=len(set().union(*(section.named for section in sections))),
    )
    first_name = viewer.person.get_full_name().split(" ")[0]
    context = {"title": f"Hello {first_name}", "sections": sections}
    return render(request, "home/start.html", context)


@page(GUIDANCE)
def guidance_record(request: ViewerRequest, pk: int) -> HttpResponse:
    """A student's guidance record for staff: due, next, done, agreed. Each look is logged."""
    viewer = request.viewer
    student = get_object_or_404(guidance_students(viewer).select_related("tutor_group"), pk=pk)
    looked_at(student=student, by=request.user)
    visible = visible_characteristics(viewer)
    known = current_characteristics([student.pk], visible).get(student.pk, {})
    group = f"Year {student.year_group}, {student.tutor_group or 'no tutor group'}"
    context = _record(request, student, for_student=False) | {
        "title": student.name,
        "lede": group + (" (has left)" if student.left_on else ""),
        "known": record.characteristics(known),
        "cards": staff_cards(signposting.steps_for(student), student, viewer, one_per_aim=True)[:6],
        "steps_url": reverse("signposting:for_student", args=[student.pk]),
        "may_book": viewer.has(Role.ADVISER, Role.CAREERS_LEADER),
    }
    return render(request, "home/guidance_record.html", context)


@page(STUDENT)
def own_record(request: ViewerRequest) -> HttpResponse:
    """A student's own record, in plain words."""
    student = own_student(request.viewer)
    if student is None:
        return render(request, "home/no_role.html")
    context = _record(request, student, for_student=True) | {
        "title": "What I have done",
        "own": True,
        "cards": student_cards(signposting.steps_for(student, own_page=True)),
    }
    return render(request, "home/guidance_record.html", context)


def _record(request: ViewerRequest, student: Any, *, for_student: bool) -> dict[str, Any]:
    lines = list(standing_lines(student.pk))
    form = HappenedForm(request.GET, years=record.years_of(lines), for_student=for_student)
    found = record.narrowed(lines, *form.chosen())
    shown = page_of(request, found, PER_PAGE)
    actions = list(own_actions(student).filter(state="open"))
    coming = list(upcoming(student)[:3])
    return {
        "student": student,
        "glance": record.at_a_glance(lines, coming, actions, for_student=for_student),
        "dues": record.dues(signposting.dues_of(student), for_student=for_student),
        "filter_form": form,
        "page_of": shown,
        "years": record.timeline(shown, for_student=for_student, origins=origins(student.pk)),
        "anything": bool(lines),
        "actions": actions[:10],
        "coming": coming,
        "down_for": [
            (session, when(session)) for session in coming_for(student, timezone.localdate())[:5]
        ],
        "ideas": ideas_of(student)[:10],
        "records": own_records(student)[:5],
    }
