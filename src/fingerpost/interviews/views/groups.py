"""Booking interviews for many students at once, and what came of it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse

from fingerpost.accounts.permissions import INTERVIEWS
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.jobs.services import begin
from fingerpost.jobs.views import go_on
from fingerpost.students.services.looks import looked_at_list
from fingerpost.web.access import page
from fingerpost.web.dates import moment_words
from fingerpost.web.paging import page_of

from ..enums import PlaceState
from ..forms.booking import BookManyForm, CancelForm
from ..permissions import group_places_seen_by
from ..presenters.groups import SHOWN, group_tiles, places_table
from ..selectors.booking import Search, already_booked, may_need_an_adult
from ..selectors.groups import counts_of, still_to_come, with_fates, without_interview
from ..services.group_bookings import TIMES, Terms, Wish, ask_for_group, propose
from .times import free_times, kept, search_of

CRUMB = ("Interviews", "/interviews/")
# More times than these are not offered at once; a later day can be asked for.
TIMES_IN_A_LIST = 60
# So many can be given another time before booking; the others get the next free ones.
STUDENTS_TO_CHOOSE_FOR = 30


def book_group(request: ViewerRequest, students: list[Any]) -> HttpResponse:
    """Times for the first students, to be changed; then all of them are booked at one press."""
    viewer = request.viewer
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label="Book interviews",
        query=urlencode(
            {
                "students": ",".join(request.GET.getlist("students")),
                "tutor_group": request.GET.get("tutor_group", ""),
            }
        ),
        students=len(students),
    )
    find, search = search_of(request)
    booked = already_booked(student.pk for student in students)
    waiting = [student for student in students if student.pk not in booked]
    to_choose, others = waiting[:STUDENTS_TO_CHOOSE_FOR], waiting[STUDENTS_TO_CHOOSE_FOR:]
    free = free_times(request, search, TIMES)
    slots = free[:TIMES_IN_A_LIST]
    rows = propose(to_choose, slots)
    needing_adult = may_need_an_adult(student.pk for student in to_choose)
    form = BookManyForm(request.POST or None, rows=rows, slots=slots, needing_adult=needing_adult)
    if request.method == "POST" and form.is_valid():
        return _begin(request, form, others, search)
    context = {
        "title": "Book interviews",
        "lede": f"{len(waiting)} student{pluralize(len(waiting))}. "
        "Change any time, then book them all in one go.",
        "breadcrumbs": [CRUMB],
        "form": form,
        "find": find,
        "slots": slots,
        "free": len(free),
        "others": others,
        "left_over": [] if others else [student for student, slot in rows if slot is None],
        "already": [student for student in students if student.pk in booked],
        "keep": kept(request, "students", "tutor_group"),
    }
    return render(request, "interviews/book_many.html", context)


def _begin(
    request: ViewerRequest, form: BookManyForm, others: list[Any], search: Search
) -> HttpResponse:
    data = form.cleaned_data
    chosen = [Wish(student, slot.key, adult) for student, slot, adult in form.choices()]
    # Whom no time could be proposed for gets one that has become free, if any.
    without = [student for student, slot in form.rows if slot is None]
    wanted = {wish.student.pk for wish in chosen}
    wishes = chosen + [Wish(one) for one in [*without, *others] if one.pk not in wanted]
    school = request.viewer.school
    terms = Terms(search.since, search.adviser_id, data["channel"], data["reason"])
    group = ask_for_group(wishes=wishes, terms=terms, school=school, by=request.user)
    job = begin(
        function="fingerpost.interviews.tasks.book_group",
        title=f"Booking interviews for {len(wishes):,} student{pluralize(len(wishes))}",
        by=request.user,
        group=group.pk,
    )
    return go_on(request, job)


def _places_or_404(request: ViewerRequest, pk: int) -> Any:
    found = group_places_seen_by(request.viewer, pk)
    if not found.exists():
        raise Http404
    return found


@page(INTERVIEWS)
def group(request: ViewerRequest, pk: int) -> HttpResponse:
    """What came of a group booking: who is booked, who is not and why."""
    viewer = request.viewer
    places = _places_or_404(request, pk)
    counts = counts_of(places)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else next((one for one in SHOWN if counts.get(one)), "")
    found = page_of(request, with_fates(places).filter(fate=show))
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label="Group booking",
        query=f"group={pk}&{request.GET.urlencode()}",
        students=found.paginator.count,
    )
    one = places[0].group
    left = without_interview(places)
    context = {
        "title": "Interviews booked",
        "lede": f"{moment_words(one.made_at)}. The e-mails to students and advisers follow.",
        "breadcrumbs": [CRUMB],
        "tiles": group_tiles(counts),
        "waiting": counts.get(PlaceState.WAITING, 0),
        "shown": SHOWN.get(show, ""),
        "table": places_table(found),
        "found": found,
        "book_left": f"{reverse('interviews:book')}?students={','.join(map(str, left))}"
        if left
        else "",
        "can_cancel": still_to_come(places).exists(),
        "pk": pk,
    }
    return render(request, "interviews/group.html", context)


@page(INTERVIEWS)
def group_cancel(request: ViewerRequest, pk: int) -> HttpResponse:
    """Cancel what a group booking has booked, with the reason."""
    interviews = list(
        still_to_come(_places_or_404(request, pk)).values_list("interview_id", flat=True)
    )
    if not interviews:
        return redirect("interviews:group", pk=pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        job = begin(
            function="fingerpost.interviews.tasks.cancel_group",
            title=f"Cancelling {len(interviews):,} interview{pluralize(len(interviews))}",
            by=request.user,
            group=pk,
            interviews=interviews,
            because=form.cleaned_data["because"],
        )
        return go_on(request, job)
    context = {
        "title": f"Cancel {len(interviews):,} interview{pluralize(len(interviews))}?",
        "lede": "All that were booked together and are still to come, moved ones too.",
        "breadcrumbs": [CRUMB, ("Interviews booked", reverse("interviews:group", args=[pk]))],
        "form": form,
        "submit_label": "Cancel them all",
        "warning": True,
        "cancel_url": reverse("interviews:group", args=[pk]),
    }
    return render(request, "web/confirm.html", context)
