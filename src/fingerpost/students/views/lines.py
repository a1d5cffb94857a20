"""The roll, and one student's line on it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import ADMINISTRATOR, ROLL_LINES
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from ..forms.lines import CharacteristicsForm, LineForm, ParentForm, RollFilter, SignInForm
from ..permissions import roll_students, visible_characteristics
from ..presenters.leavers import line_dates
from ..presenters.lines import ROLL, characteristics_table, identity_rows, roll_table
from ..selectors import current_characteristics, family_links, search_roll, visible_values
from ..services.errors import InvalidChange
from ..services.families import add_parent, remove_parent
from ..services.lines import set_characteristics, update_line
from ..services.looks import looked_at, looked_at_list
from ..services.sign_ins import give_sign_in

PER_PAGE = 50


@page(ROLL_LINES)
def roll(request: ViewerRequest) -> HttpResponse:
    """The roll, narrowed by name, year, tutor group and status."""
    viewer = request.viewer
    today = timezone.localdate()
    form = RollFilter(request.GET, school=viewer.school)
    found = search_roll(viewer, today, form.search)
    shown = page_of(request, found, PER_PAGE)
    # Not what was typed: a name would outlast the erasure of the student's records.
    asked = {name: str(value) for name, value in form.search.items() if value and name != "q"}
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label="Roll",
        query=urlencode(asked),
        students=shown.paginator.count,
    )
    context = {
        "title": "Roll",
        "filter": form,
        "students": shown,
        "table": roll_table(shown, today),
        "is_empty": not found.exists() and not roll_students(viewer).exists(),
        "keeps_roll": viewer.has(Role.ADMINISTRATOR, Role.CAREERS_LEADER),
        "is_administrator": viewer.has(Role.ADMINISTRATOR),
    }
    return render(request, "students/roll.html", context)


@page(ROLL_LINES)
def line(request: ViewerRequest, pk: int) -> HttpResponse:
    """One student's line: who they are, what is known of them, and their family."""
    viewer = request.viewer
    lines = roll_students(viewer).select_related("tutor_group", "person", "school")
    student = get_object_or_404(lines, pk=pk)
    looked_at(student=student, by=viewer.person)
    values = visible_values(viewer, student)
    context = {
        "title": student.name,
        "breadcrumbs": [ROLL],
        "student": student,
        "identity": identity_rows(student),
        "known": characteristics_table(values, visible_characteristics(viewer)),
        "families": family_links(student),
        "is_administrator": viewer.has(Role.ADMINISTRATOR),
        "leaving": line_dates(student, timezone.localdate()),
    }
    return render(request, "students/line.html", context)


@page(ADMINISTRATOR)
def edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change a student's line."""
    viewer = request.viewer
    student = get_object_or_404(roll_students(viewer), pk=pk)
    looked_at(student=student, by=viewer.person)
    names = list(LineForm.base_fields)
    initial = {name: getattr(student, name) for name in names}
    form = LineForm(request.POST or None, initial=initial, school=viewer.school)
    if request.method == "POST" and form.is_valid():
        try:
            update_line(student=student, changes=form.cleaned_data, by=viewer.person)
        except InvalidChange as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Saved {student.name}.")
            return redirect("students:line", pk=pk)
    context = {
        "title": f"Change {student.name}",
        "breadcrumbs": [ROLL, (student.name, reverse("students:line", args=[pk]))],
        "form": form,
        "cancel_url": reverse("students:line", args=[pk]),
    }
    return render(request, "web/form_page.html", context)


@page(ADMINISTRATOR)
def characteristics(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change what is known of a student."""
    viewer = request.viewer
    student = get_object_or_404(roll_students(viewer), pk=pk)
    looked_at(student=student, by=viewer.person)
    known = current_characteristics([pk]).get(pk, {})
    current = {kind: value.value for kind, value in known.items()}
    form = CharacteristicsForm(request.POST or None, current=current)
    if request.method == "POST" and form.is_valid():
        set_characteristics(student=student, values=form.cleaned_data, by=viewer.person)
        messages.success(request, f"Saved what is known of {student.name}.")
        return redirect("students:line", pk=pk)
    context = {
        "title": f"What is known of {student.name}",
        "lede": "“Not known” is an answer too. What was known before is kept with its dates.",
        "breadcrumbs": [ROLL, (student.name, reverse("students:line", args=[pk]))],
        "form": form,
        "cancel_url": reverse("students:line", args=[pk]),
    }
    return render(request, "web/form_page.html", context)


@page(ADMINISTRATOR)
def new_parent(request: ViewerRequest, pk: int) -> HttpResponse:
    """Join a parent or carer to a student."""
    viewer = request.viewer
    student = get_object_or_404(roll_students(viewer).select_related("school", "person"), pk=pk)
    looked_at(student=student, by=viewer.person)
    form = ParentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link, is_new = add_parent(student=student, by=viewer.person, **form.cleaned_data)
        except InvalidChange as refusal:
            form.add_error("email", refusal.sentence)
        else:
            said = "can now see" if is_new else "could already see"
            messages.success(
                request, f"{link.known_as} {said} what {student.name} shares with family."
            )
            return redirect("students:line", pk=pk)
    context = {
        "title": f"Add a parent or carer of {student.name}",
        "lede": "They see what the student shares with family, and nothing else.",
        "breadcrumbs": [ROLL, (student.name, reverse("students:line", args=[pk]))],
        "form": form,
        "submit_label": "Add",
        "cancel_url": reverse("students:line", args=[pk]),
    }
    return render(request, "web/form_page.html", context)


@page(ADMINISTRATOR)
def end_parent(request: ViewerRequest, pk: int, link: int) -> HttpResponse:
    """Part a parent or carer from a student, after asking."""
    viewer = request.viewer
    student = get_object_or_404(roll_students(viewer), pk=pk)
    looked_at(student=student, by=viewer.person)
    family = get_object_or_404(family_links(student), pk=link)
    if request.method == "POST":
        remove_parent(link=family, by=viewer.person)
        messages.success(request, f"{family.known_as} no longer sees {student.name}.")
        return redirect("students:line", pk=pk)
    context = {
        "title": f"Remove {family.known_as} from {student.name}?",
        "text": f"{family.known_as} will no longer see what {student.name} shares with family.",
        "submit_label": "Remove",
        "warning": True,
        "cancel_url": reverse("students:line", args=[pk]),
    }
    return render(request, "web/confirm.html", context)


@page(ADMINISTRATOR)
def new_sign_in(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give one student a sign-in."""
    viewer = request.viewer
    student = get_object_or_404(roll_students(viewer), pk=pk)
    looked_at(student=student, by=viewer.person)
    form = SignInForm(request.POST or None, initial={"email": student.email})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            person = give_sign_in(student=student, email=email, by=viewer.person)
        except InvalidChange as refusal:
            form.add_error("email", refusal.sentence)
        else:
            messages.success(request, f"{student.name} can now sign in with {person.email}.")
            return redirect("students:line", pk=pk)
    context = {
        "title": f"A sign-in for {student.name}",
        "lede": "They use the school's account, or choose a password with “Forgot your password?”.",
        "breadcrumbs": [ROLL, (student.name, reverse("students:line", args=[pk]))],
        "form": form,
        "submit_label": "Give a sign-in",
        "cancel_url": reverse("students:line", args=[pk]),
    }
    return render(request, "web/form_page.html", context)
