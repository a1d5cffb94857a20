"""Sign-ins for a year or a tutor group at once: by e-mail, or on slips of paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.permissions import ADMINISTRATOR
from fingerpost.accounts.services.invitations import ask, make_slips
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.schools.views.invitations import send
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from ..forms.lines import SignInsForm
from ..presenters.lines import ROLL
from ..presenters.sign_ins import WILL_FOLLOW, progress, sign_ins_table, slips, ways_in
from ..selectors import sign_in_states, sign_in_students, student_holdings
from ..services.looks import looked_at_list
from ..services.sign_ins import give_sign_in_names, give_sign_ins

PER_PAGE = 50


@page(ADMINISTRATOR)
def sign_ins(request: ViewerRequest) -> HttpResponse:
    """Who can sign in and who cannot yet, and what to do about it."""
    school = request.viewer.school
    form = SignInsForm(request.GET, school=school)
    within = form.search
    if request.method == "POST":
        return _act(request, within)
    students = list(sign_in_students(school, timezone.localdate(), within))
    states = sign_in_states(students)
    shown = page_of(request, students, PER_PAGE)
    looked_at_list(
        by=request.user,
        school=school,
        label="Sign-ins",
        query=request.GET.urlencode(),
        students=shown.paginator.count,
    )
    context = {
        "title": "Sign-ins for students",
        "lede": "Let in a year, a tutor group, or everyone on the roll.",
        "breadcrumbs": [ROLL],
        "filter": form,
        "students": shown,
        "progress": progress(states.values()),
        "ways_in": ways_in(students, states),
        "waiting": sum(state == "waiting" for state in states.values()),
        "table": sign_ins_table(shown, states),
    }
    return render(request, "students/sign_ins.html", context)


def _act(request: ViewerRequest, within: dict[str, Any]) -> HttpResponse:
    todo = request.POST.get("todo")
    if todo in WILL_FOLLOW and request.POST.get("sure") != "yes":
        asked = _ask_first(request, todo, within)
        if asked is not None:
            return asked
    if todo == "slips":
        return _slips(request, within)
    viewer = request.viewer
    if todo == "email":
        given, left_out = give_sign_ins(school=viewer.school, by=viewer.person, within=within)
        if given:
            messages.success(request, f"{given:,} student{pluralize(given)} got a sign-in.")
        if left_out:
            names = ", ".join(student.name for student in left_out[:5])
            messages.warning(
                request,
                f"{len(left_out):,} got none, because somebody else has the same address: {names}.",
            )
    if todo in ("email", "again"):
        held = student_holdings(_students(viewer, within))
        ask(
            holdings=[one for one in held if not one.person.has_come],
            root=request.build_absolute_uri("/"),
            by=viewer.person,
            again=todo == "again",
        )
    return send(request, back=_back(request))


def _ask_first(request: ViewerRequest, todo: str, within: dict[str, Any]) -> HttpResponse | None:
    """The question before many are told at once; None where there is nobody to tell."""
    students = list(_students(request.viewer, within))
    ways = {way.todo: way for way in ways_in(students, sign_in_states(students))}
    if todo not in ways:
        return None
    context = {
        "title": f"{ways[todo].label}?",
        "text": WILL_FOLLOW[todo],
        "breadcrumbs": [ROLL, ("Sign-ins", _back(request))],
        "fields": [("todo", todo), ("sure", "yes")],
        "cancel_url": _back(request),
    }
    return render(request, "web/confirm.html", context)


def _back(request: ViewerRequest) -> str:
    return f"{reverse('students:sign_ins')}?{request.GET.urlencode()}"


def _slips(request: ViewerRequest, within: dict[str, Any]) -> HttpResponse:
    """The slips, shown this once: their codes are kept nowhere."""
    viewer = request.viewer
    give_sign_in_names(school=viewer.school, by=viewer.person, within=within)
    holdings = student_holdings(_students(viewer, within).filter(email=""))
    made = make_slips(holdings=holdings, school=viewer.school, by=viewer.person)
    if not made:
        messages.info(
            request, "Nobody here needs a slip: all have an e-mail address or chose a password."
        )
        return redirect(_back(request))
    context = {
        "title": f"{len(made):,} sign-in slip{pluralize(made)}",
        "lede": "Print them before you leave this page: the codes are not kept. "
        "Each works once, for 28 days.",
        "breadcrumbs": [ROLL, ("Sign-ins", reverse("students:sign_ins"))],
        "slips": slips(made),
        "school": viewer.school,
        "address": request.build_absolute_uri(reverse("accounts:code")),
    }
    return render(request, "students/slips.html", context)


def _students(viewer: Any, within: dict[str, Any]) -> Any:
    return sign_in_students(viewer.school, timezone.localdate(), within)
