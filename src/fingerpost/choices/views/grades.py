"""Predicted grades: a list of them brought in, and a wrong one taken out by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.accounts.permissions import CAREERS_LEADER
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.common.days import day_words
from fingerpost.exchange.grades import COLUMNS, LARGEST
from fingerpost.lists.keeping import Keeper
from fingerpost.lists.pages import ListPages, bring_in_page, preview_page, undo_page
from fingerpost.students.permissions import guidance_students
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, as_file
from fingerpost.web.uploads import limited_upload

from ..selectors.grades import grades_of
from ..services.grades import grade_list, take_out


def _pages() -> ListPages:
    return ListPages(
        title="Bring in predicted grades",
        about="A CSV file with one line for each student and GCSE subject. Grades are used for "
        "figures about groups and in talks with students; they never narrow what a student is "
        "shown.",
        columns=COLUMNS,
        words={},
        bring_in="choices:grades",
        preview="choices:grade_list",
        undo="choices:undo_grades",
        blank="choices:blank_grades",
        then="choices:grades",
        breadcrumbs=[("Choices and applications", reverse("choices:school"))],
    )


def _keeper(request: ViewerRequest) -> Keeper:
    viewer = request.viewer
    return grade_list(school=viewer.school, students=guidance_students(viewer))


@limited_upload(LARGEST)
@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def grades(request: ViewerRequest) -> HttpResponse:
    """Send a file of predicted grades, to be looked at before anything is saved."""
    return bring_in_page(request, _pages(), _keeper(request))


@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def grade_list_preview(request: ViewerRequest, pk: int) -> HttpResponse:
    """What a file of predicted grades would change; saved with one press."""
    return preview_page(request, _pages(), _keeper(request), pk)


@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def undo_grades(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put the grades back as they were before the file saved last, after asking."""
    return undo_page(request, _pages(), _keeper(request), pk)


@page(CAREERS_LEADER)
@require_GET
def blank_grades(request: ViewerRequest) -> HttpResponse:
    """An empty list with the right columns, to fill in."""
    return as_file("predicted-grades", list(COLUMNS), [], CSV)


@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_grade(request: ViewerRequest, pk: int, grade: int) -> HttpResponse:
    """Take out a wrong predicted grade of a student, after asking."""
    student = get_object_or_404(guidance_students(request.viewer), pk=pk)
    back = reverse("choices:of_student", args=[student.pk])
    found = grades_of(student.pk).filter(pk=grade).first()
    if found is None:
        messages.info(request, "This grade has been taken out already.")
        return redirect(back)
    if request.method != "POST":
        context = {
            "title": f"Take out {found} of {student.name}?",
            "text": f"It is of {day_words(found.predicted_on)}. An earlier grade in "
            f"{found.subject}, if there is one, counts again. To have this one back, send it "
            "in a list.",
            "breadcrumbs": [(f"Choices of {student.name}", back)],
            "submit_label": "Take it out",
            "warning": True,
            "cancel_url": back,
        }
        return render(request, "web/confirm.html", context)
    if take_out(grade=found, by=request.viewer.person):
        messages.success(request, f"{found} is taken out.")
    return redirect(back)
