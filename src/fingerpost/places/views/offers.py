"""Pages of a published round: offers, who waits, answering for a student, lists to take away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.accounts.permissions import GUIDANCE, PLANNING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as record_deed
from fingerpost.students.services.looks import looked_at_list
from fingerpost.web.access import page
from fingerpost.web.dates import moment_words
from fingerpost.web.downloads import FORMATS, as_file
from fingerpost.web.paging import page_of

from ..forms.rounds import ListForm
from ..permissions import may_run
from ..presenters.offers import HEADINGS, exported, offer_tiles, offers_table
from ..presenters.words import session_words
from ..selectors.answers import OFFERS, group_choices, standings
from ..selectors.drafts import refills_of
from ..selectors.rounds import sessions_of
from ..services import offers as services
from ..services.errors import RoundError
from .reach import CRUMB, offer_of, refused, round_of


@page(GUIDANCE)
@require_GET
def offers(request: ViewerRequest, pk: int) -> HttpResponse:
    """What came of a round: offers by how they stand, who waits, of the viewer's students."""
    viewer, of = request.viewer, round_of(request, pk)
    if of.published_at is None:
        raise Http404("Nothing has been published.")
    found = standings(viewer, of)
    everybody = [one for name, rows in found.items() if name != "higher" for one in rows]
    groups = group_choices(one.student for one in everybody)
    form = ListForm(request.GET, shows=list(OFFERS.items()), groups=groups)
    asked = form.narrowed()
    show = asked.get("show") or next((name for name in OFFERS if found[name]), "offered")
    group = asked.get("group") or None
    rows = [one for one in found[show] if group in (None, one.student.tutor_group_id)]
    shown = page_of(request, rows)
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=f"{of.title}: {OFFERS[show]}",
        query=request.GET.urlencode(),
        students=len(rows),
    )
    runs = may_run(viewer)
    context = {
        "title": "Offers and waiting list",
        "lede": f"Published {moment_words(of.published_at)} by {of.published_by or 'somebody'}. "
        "A place that comes free is offered by the same criteria to those who wait.",
        "breadcrumbs": [CRUMB, (of.title, reverse("places:round", args=[pk]))],
        "round": of,
        "tiles": offer_tiles(found, pk),
        "filter_form": form,
        "heading": OFFERS[show],
        "total": len(rows),
        "table": offers_table(shown, may_change=runs),
        "found": shown,
        "may_run": runs,
        "refills": [
            (moment_words(one.made_at), len(one.result.get("places", ())), one.pk)
            for one in refills_of(of)[:20]
        ]
        if runs
        else [],
    }
    return render(request, "places/offers.html", context)


@page(PLANNING)
@require_GET
def export(request: ViewerRequest, pk: int, file_format: str) -> HttpResponse:
    """Every offer and everybody who waits, as a file."""
    viewer, of = request.viewer, round_of(request, pk)
    if of.published_at is None or file_format not in FORMATS:
        raise Http404("There is no such file.")
    rows = exported(standings(viewer, of))
    record_deed(by=request.user, deed=Deed.EXPORTED, subject=of, details={"students": len(rows)})
    name = f"{slugify(of.title) or 'places'}-{timezone.localdate():%Y-%m-%d}"
    return as_file(name, HEADINGS, rows, file_format)


@page(GUIDANCE)
@require_GET
def lists(request: ViewerRequest, pk: int) -> HttpResponse:
    """Who has a place, session by session, to print."""
    viewer, of = request.viewer, round_of(request, pk)
    if of.published_at is None:
        raise Http404("Nothing has been published.")
    found = standings(viewer, of)
    live = [one.offer for name in ("offered", "accepted") for one in found[name] if one.offer]
    by_session = {
        row.session: sorted(
            (offer for offer in live if offer.session_id == row.session_id),
            key=lambda offer: (offer.student.family_name.casefold(), offer.student.given_name),
        )
        for row in sessions_of(of)
    }
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=f"{of.title}: lists to print",
        query="",
        students=len(live),
    )
    context = {
        "title": f"{of.title}: who goes where",
        "breadcrumbs": [CRUMB, (of.title, reverse("places:round", args=[pk]))],
        "lists": [
            (session, session_words(session), rows) for session, rows in by_session.items() if rows
        ],
    }
    return render(request, "places/lists.html", context)


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_for(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say yes or no for a student, or take the place back."""
    offer = offer_of(request, pk)
    back = f"{reverse('places:offers', args=[offer.round_id])}?show={offer.state}"
    if request.method == "POST":
        deeds = {
            "accept": (services.accept_offer, "The place is accepted."),
            "refuse": (services.refuse_offer, "The place is refused. It goes to whoever waits."),
            "withdraw": (services.withdraw_offer, "The place is taken back."),
        }
        if request.POST.get("answer") not in deeds:
            raise Http404("There is no such answer.")
        deed, said = deeds[request.POST["answer"]]
        try:
            if deed(offer=offer, by=request.user):
                messages.success(request, said)
        except RoundError as error:
            return refused(request, error, "places:offers", offer.round_id)
        return redirect(back)
    context = {
        "title": f"The place of {offer.student}",
        "lede": f"{offer.session.title}, {session_words(offer.session)}. "
        f"{offer.get_state_display()}.",
        "breadcrumbs": [
            CRUMB,
            (offer.round.title, reverse("places:round", args=[offer.round_id])),
            ("Offers", reverse("places:offers", args=[offer.round_id])),
        ],
        "offer": offer,
        "can_accept": offer.can_be_answered(timezone.now()),
        "back": back,
    }
    return render(request, "places/answer_for.html", context)
