"""Pages of choices for staff: one student, the school by route and year, and lists."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import GUIDANCE
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as record_deed
from fingerpost.destinations.selectors import current_intention, decision_point
from fingerpost.rules import routes
from fingerpost.signposting.presenters import staff_way
from fingerpost.students.permissions import guidance_students
from fingerpost.students.services.looks import looked_at, looked_at_list
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, as_file
from fingerpost.web.paging import page_of
from fingerpost.web.tables import with_query

from ..forms.school import GroupForm, ListForm
from ..presenters import school as presenters
from ..presenters import words
from ..selectors import applications as selectors
from ..selectors.grades import latest_grades
from ..selectors.standing import standings, students_choosing

ON_ONE_PAGE = 50


@page(GUIDANCE)
@require_safe
def school(request: ViewerRequest) -> HttpResponse:
    """Choices by route and by year of the viewer's students; each figure opens its list."""
    viewer, today = request.viewer, timezone.localdate()
    students = students_choosing(viewer, today)
    form = GroupForm(request.GET, students)
    found = standings(form.narrowed(students), today)
    group = {name: request.GET.get(name, "") for name in ("year_group", "tutor_group")}
    context = {
        "title": "Choices and applications",
        "lede": "What your students mean to do next, and how far they have come with it.",
        "filter_form": form,
        "total": len(found),
        "chart": presenters.routes_chart(found, group),
        "tables": [
            presenters.routes_table(found, group),
            presenters.years_table(found, group),
        ],
        "subjects": presenters.subjects_chart(found, group),
        "closer": presenters.closer(viewer, today),
    }
    return render(request, "choices/school.html", context)


@page(GUIDANCE)
@require_safe
def students(request: ViewerRequest) -> HttpResponse:
    """The students behind a figure, to book interviews for or to export."""
    viewer, today = request.viewer, timezone.localdate()
    own = students_choosing(viewer, today)
    form = ListForm(request.GET, own, routes(today))
    found = form.chosen(standings(form.narrowed(own), today))
    if request.GET.get("format") == "csv":
        record_deed(
            by=viewer.person,
            deed=Deed.EXPORTED,
            school=viewer.school,
            label="List: choices and applications",
            details={"students": len(found)},
        )
        return as_file("choices", presenters.EXPORTED, presenters.exported(found), CSV)
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label="Choices and applications",
        query=request.GET.urlencode(),
        students=len(found),
    )
    way = staff_way("book_interview", viewer)
    shown = page_of(request, found, ON_ONE_PAGE)
    context = {
        "title": "Students and their choices",
        "breadcrumbs": [("Choices and applications", reverse("choices:school"))],
        "filter_form": form,
        "total": len(found),
        "shown": shown,
        "table": presenters.students_table(shown, tick=way is not None),
        "act_url": reverse(way.page) if way else "",
        "act_label": way.label if way else "",
        "csv_url": with_query(request.GET, format="csv", page=None),
    }
    return render(request, "choices/students.html", context)


@page(GUIDANCE)
@require_safe
def of_student(request: ViewerRequest, pk: int) -> HttpResponse:
    """One student's choices, applications and predicted grades."""
    viewer, today = request.viewer, timezone.localdate()
    student = get_object_or_404(guidance_students(viewer), pk=pk)
    looked_at(student=student, by=viewer.person)
    point = decision_point(student, today)
    context: dict[str, Any] = {
        "title": f"Choices of {student.name}",
        "student": student,
        "breadcrumbs": [(student.name, reverse("home:guidance_record", args=[student.pk]))],
        "point": point,
        "cards": words.cards(selectors.applications_of(student), plain=False),
        "grades": presenters.grades_table(
            latest_grades([student.pk]).get(student.pk, []),
            may_take_out=viewer.has(Role.CAREERS_LEADER),
        ),
        "dues": words.due_lines(selectors.due_soon(student, today), today, plain=False),
    }
    if point is not None:
        context |= {
            "plan": words.plan_rows(current_intention(student, point.name), plain=False),
            "why": words.reason_rows(selectors.reasons_of(student, point.name), plain=False),
        }
    return render(request, "choices/of_student.html", context)
