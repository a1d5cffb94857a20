"""Pages of drafts: running them, looking at one, comparing two, publishing one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import PLANNING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.jobs.services import begin
from fingerpost.jobs.views import go_on
from fingerpost.students.selectors import students_by_key
from fingerpost.students.services.looks import looked_at_list
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from ..enums import Mode, Phase
from ..presenters import drafts as presenters
from ..presenters.words import MODE_NOTES
from ..selectors.drafts import drafts_of, ready_drafts
from ..selectors.outcomes import LISTS, changes, outcome_of, session_list
from ..selectors.rounds import sessions_of
from ..services import drafts as services
from ..services.errors import RoundError
from ..services.publishing import publish as publish_draft
from .reach import CRUMB, draft_of, refused, round_of


def _crumbs(of: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [CRUMB, (of.title, reverse("places:round", args=[of.pk])), *more]


def _drafts_crumb(of: Any) -> tuple[str, str]:
    return ("Drafts", reverse("places:drafts", args=[of.pk]))


@page(PLANNING)
@require_GET
def drafts(request: ViewerRequest, pk: int) -> HttpResponse:
    """The drafts of a round; running another, and comparing two."""
    of = round_of(request, pk)
    context = {
        "title": "Drafts",
        "lede": "What the engine would give to whom. A draft touches no student until you "
        "publish it.",
        "breadcrumbs": _crumbs(of),
        "round": of,
        "is_closed": of.phase == Phase.CLOSED,
        "modes": [(mode.value, mode.label, MODE_NOTES[mode]) for mode in Mode],
        "table": presenters.drafts_table(drafts_of(of)),
        "ready": [(one.pk, presenters.draft_name(one)) for one in ready_drafts(of)],
    }
    return render(request, "places/drafts.html", context)


@page(PLANNING)
@require_POST
def run(request: ViewerRequest, pk: int) -> HttpResponse:
    """Have a draft worked out."""
    of = round_of(request, pk)
    mode = request.POST.get("mode", Mode.FAIR)
    if mode not in Mode.values:
        raise Http404("There is no such way to share out.")
    try:
        draft = services.ask_for_draft(of=of, mode=mode, by=request.user)
    except RoundError as error:
        return refused(request, error, "places:drafts", pk)
    job = begin(
        function="fingerpost.places.tasks.work_out_draft",
        title=f"A draft of “{of.title}”"[:200],
        by=request.user,
        draft=draft.pk,
    )
    return go_on(request, job)


@page(PLANNING)
@require_GET
def draft(request: ViewerRequest, pk: int) -> HttpResponse:
    """One draft: who gets what, how good it is, and the proof of it."""
    one = draft_of(request, pk)
    outcome = outcome_of(one)
    context = {
        "title": f"Draft {presenters.draft_name(one)}",
        "breadcrumbs": _crumbs(one.round, _drafts_crumb(one.round)),
        "draft": one,
        "note": MODE_NOTES[one.mode],
        "tiles": presenters.outcome_tiles(outcome, one) if one.is_ready else [],
        "need": presenters.need_words(outcome),
        "sessions": presenters.sessions_of_draft(one, outcome, sessions_of(one.round)),
        "proof": presenters.proof_rows(one) if one.is_ready else [],
        "can_publish": presenters.can_be_published(one) and one.round.phase == Phase.CLOSED,
        "others": [
            (other.pk, presenters.draft_name(other))
            for other in ready_drafts(one.round)
            if other.pk != one.pk
        ],
    }
    return render(request, "places/draft.html", context)


@page(PLANNING)
@require_GET
def draft_students(request: ViewerRequest, pk: int) -> HttpResponse:
    """The students behind a figure of a draft."""
    one = draft_of(request, pk)
    outcome = outcome_of(one)
    titles = _titles(one.round)
    show = request.GET.get("show", "placed")
    try:
        heading, keys = (
            (LISTS[show], outcome.lists[show])
            if show in LISTS
            else session_list(outcome, show, titles)
        )
    except KeyError:
        raise Http404("There is no such list.") from None
    ordered = sorted((outcome.got[key] for key in keys), key=lambda got: (-got.need, got.student))
    shown = page_of(request, ordered)
    _looked(request, f"{one.round.title}, draft: {heading}", len(keys))
    context = {
        "title": heading,
        "breadcrumbs": _crumbs(
            one.round,
            _drafts_crumb(one.round),
            (f"Draft {presenters.draft_name(one)}", reverse("places:draft", args=[pk])),
        ),
        "total": len(keys),
        "table": presenters.got_table(shown, students_by_key(got.student for got in shown), titles),
        "found": shown,
    }
    return render(request, "places/students.html", context)


def _titles(of: Any) -> dict[int, str]:
    return {row.session_id: row.session.title for row in sessions_of(of)}


def _looked(request: ViewerRequest, label: str, students: int) -> None:
    viewer = request.viewer
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=label,
        query=request.GET.urlencode(),
        students=students,
    )


# Two side by side ----------------------------------------------------------------------------


def _pair(request: ViewerRequest, pk: int) -> tuple[Any, Any, Any]:
    """The round and its two ready drafts that `one` and `other` name."""
    of = round_of(request, pk)
    ready = {str(one.pk): one for one in ready_drafts(of)}
    one, other = (ready.get(request.GET.get(name, "")) for name in ("one", "other"))
    if one is None or other is None:
        raise Http404("Choose two drafts of this round.")
    return of, one, other


@page(PLANNING)
@require_GET
def compare(request: ViewerRequest, pk: int) -> HttpResponse:
    """Two drafts side by side: who changes, and what it costs."""
    of, one, other = _pair(request, pk)
    outcomes = (outcome_of(one), outcome_of(other))
    lists = presenters.compared_lists(changes(*outcomes))
    address = reverse("places:compare_students", args=[pk])
    pair = f"one={one.pk}&other={other.pk}"
    context = {
        "title": "Two drafts side by side",
        "lede": presenters.cost_words(*outcomes),
        "breadcrumbs": _crumbs(of, _drafts_crumb(of)),
        "one": one,
        "other": other,
        "one_name": f"A. Draft {presenters.draft_name(one)}",
        "other_name": f"B. Draft {presenters.draft_name(other)}",
        "figures": presenters.compared(one, other, outcomes),
        "needs": [presenters.need_words(outcome) for outcome in outcomes],
        "tiles": [
            (label, len(lists[show]), f"{address}?{pair}&show={show}")
            for show, label in presenters.COMPARED.items()
        ],
        "turned": f"?one={other.pk}&other={one.pk}",
    }
    return render(request, "places/compare.html", context)


@page(PLANNING)
@require_GET
def compare_students(request: ViewerRequest, pk: int) -> HttpResponse:
    """Who has something else in one draft than in another."""
    of, one, other = _pair(request, pk)
    lists = presenters.compared_lists(changes(outcome_of(one), outcome_of(other)))
    show = request.GET.get("show", "changed")
    if show not in lists:
        raise Http404("There is no such list.")
    shown = page_of(request, lists[show])
    _looked(request, f"{of.title}, drafts compared", len(lists[show]))
    back = f"{reverse('places:compare', args=[pk])}?one={one.pk}&other={other.pk}"
    context = {
        "title": presenters.COMPARED[show],
        "breadcrumbs": _crumbs(of, _drafts_crumb(of), ("Side by side", back)),
        "total": len(lists[show]),
        "table": presenters.changes_table(
            shown, students_by_key(change.student for change in shown), _titles(of)
        ),
        "found": shown,
    }
    return render(request, "places/students.html", context)


# Publishing ----------------------------------------------------------------------------------


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ViewerRequest, pk: int) -> HttpResponse:
    """Make the offers of a draft to students, after asking."""
    one = draft_of(request, pk)
    if request.method == "POST":
        try:
            made = publish_draft(draft=one, by=request.user)
        except RoundError as error:
            return refused(request, error, "places:draft", pk)
        if made:
            messages.success(
                request, f"Published: {made:,} places are offered, and everybody is told why."
            )
        return redirect("places:offers", one.round_id)
    outcome = outcome_of(one)
    context = {
        "title": "Publish this draft?",
        "draft": one,
        "breadcrumbs": _crumbs(
            one.round,
            _drafts_crumb(one.round),
            (f"Draft {presenters.draft_name(one)}", reverse("places:draft", args=[pk])),
        ),
        "tiles": [
            tile
            for tile in presenters.outcome_tiles(outcome, one)
            if tile[0] in (LISTS["placed"], LISTS["none"])
        ],
        "proof": presenters.proof_rows(one)[:1],
        "who": request.user,
        "submit_label": "Publish it in my name",
        "cancel_url": reverse("places:draft", args=[pk]),
    }
    return render(request, "places/publish.html", context)


@page(PLANNING)
@require_POST
def discard(request: ViewerRequest, pk: int) -> HttpResponse:
    """Delete a draft that was not published."""
    one = draft_of(request, pk)
    if services.discard_draft(draft=one, by=request.user):
        messages.success(request, "The draft is deleted.")
    return redirect("places:drafts", one.round_id)
