"""Pages for the student: what there is to choose, my choices, my place."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself
from fingerpost.web.access import page
from fingerpost.web.dates import moment_words

from ..enums import Phase
from ..forms.rankings import AcceptForm, RankingForm
from ..permissions import own_offers
from ..presenters.criteria import student_words
from ..presenters.student import (
    choice_cards,
    offer_card,
    ranked_words,
    round_card,
    waiting_words,
)
from ..selectors.rounds import choices_for, rounds_for
from ..services import offers as services
from ..services.errors import RoundError, StaleRanking
from ..services.rankings import submit_ranking
from .reach import own_round, refused

CRUMB = ("Places", "/places/mine/")


@page(STUDENT)
@require_GET
def mine(request: ViewerRequest) -> HttpResponse:
    """Every round that concerns me."""
    student = myself(request)
    offers: dict[int, list[Any]] = {}
    for offer in own_offers(student):
        offers.setdefault(offer.round_id, []).append(offer)
    context = {
        "title": "Places",
        "lede": "Some trips and talks do not have room for us all. Tell us what you would like.",
        "cards": [
            round_card(of, answer, offers.get(of.pk, [])) for of, answer in rounds_for(student)
        ],
    }
    return render(request, "places/mine.html", context)


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def my_round(request: ViewerRequest, pk: int) -> HttpResponse:
    """One round: how places are shared out, what I choose, what came of it."""
    student, of, answer = own_round(request, pk)
    if of.phase in (Phase.OPEN, Phase.SOON):
        return _choose(request, student, of, answer)
    offers = list(own_offers(student).filter(round=of).select_related("instead_of__session"))
    choices = choices_for(of, student)
    titles = {one.session.pk: one.session.title for one in choices}
    context = {
        "title": of.title,
        "breadcrumbs": [CRUMB],
        "round": of,
        "phase": of.phase,
        "told": student_words(of, any(one.reserved for one in choices)),
        "ranked": ranked_words(answer.choices, titles) if answer else [],
        "offers": [offer_card(offer) for offer in offers],
        "late": answer is None and of.phase != Phase.CANCELLED,
        "why": answer.told if answer else "",
        "waiting": waiting_words(of, answer, offers) if of.published_at else "",
    }
    return render(request, "places/my_round.html", context)


def _choose(request: ViewerRequest, student: Any, of: Any, answer: Any) -> HttpResponse:
    choices = choices_for(of, student)
    form = RankingForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        chosen=answer.choices if answer else (),
        version=answer.version if answer else 0,
    )
    if request.method == "POST" and form.is_valid():
        try:
            submit_ranking(
                of=of,
                student=student,
                choices=form.ranked(),
                based_on=form.cleaned_data["version"],
                by=request.user,
            )
        except StaleRanking as error:
            return refused(request, error, "places:my_round", of.pk)
        except RoundError as error:
            form.add_error(None, str(error))
        else:
            return redirect("places:sent", of.pk)
    context = {
        "title": of.title,
        "breadcrumbs": [CRUMB],
        "round": of,
        "until": moment_words(of.closes_at),
        "opens": moment_words(of.opens_at) if of.phase == Phase.SOON else "",
        "told": student_words(of, any(one.reserved for one in choices)),
        "form": form,
        "cards": choice_cards(choices),
        "answer": answer,
        "submit_label": "Send my choices",
        "cancel_url": reverse("places:mine"),
        "own": True,
    }
    return render(request, "places/rank.html", context)


@page(STUDENT)
@require_GET
def sent(request: ViewerRequest, pk: int) -> HttpResponse:
    """The receipt: what I sent and when."""
    student, of, answer = own_round(request, pk)
    if answer is None:
        return redirect("places:my_round", pk)
    titles = {one.session.pk: one.session.title for one in choices_for(of, student)}
    context = {
        "title": "We have your choices",
        "breadcrumbs": [CRUMB, (of.title, reverse("places:my_round", args=[pk]))],
        "round": of,
        "ranked": ranked_words(answer.choices, titles),
        "sent_at": moment_words(answer.submitted_at),
        "until": moment_words(of.closes_at) if of.phase == Phase.OPEN else "",
    }
    return render(request, "places/sent.html", context)


def _own_offer(request: ViewerRequest, pk: int) -> Any:
    found = own_offers(myself(request)).select_related("instead_of__session")
    return get_object_or_404(found, pk=pk)


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say yes to a place."""
    offer = _own_offer(request, pk)
    data = request.POST if request.method == "POST" else None
    form = AcceptForm(data, can_wait=offer.choice > 1)
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_offer(
                offer=offer,
                wants_higher=form.cleaned_data.get("wants_higher", False),
                by=request.user,
            )
        except RoundError as error:
            return refused(request, error, "places:my_round", offer.round_id)
        messages.success(request, "You said yes. The place is yours.")
        return redirect("places:my_round", offer.round_id)
    card = offer_card(offer)
    context = {
        "title": "Say yes to this place?",
        "lede": f"{card.title}, {card.when}",
        "text": f"You then give back your place in {card.instead_of}." if card.instead_of else "",
        "breadcrumbs": [CRUMB],
        "form": form,
        "submit_label": "Yes, I will go",
        "cancel_url": reverse("places:my_round", args=[offer.round_id]),
    }
    return render(request, "places/answer_offer.html", context)


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say no to a place."""
    offer = _own_offer(request, pk)
    if request.method == "POST":
        try:
            services.refuse_offer(offer=offer, by=request.user)
        except RoundError as error:
            return refused(request, error, "places:my_round", offer.round_id)
        messages.success(request, "You said no. We give the place to someone else.")
        return redirect("places:my_round", offer.round_id)
    card = offer_card(offer)
    context = {
        "title": "Say no to this place?",
        "lede": f"{card.title}, {card.when}",
        "text": "We give it to someone who waits. You cannot take it back after that.",
        "breadcrumbs": [CRUMB],
        "submit_label": "No, I will not go",
        "warning": True,
        "cancel_url": reverse("places:my_round", args=[offer.round_id]),
    }
    return render(request, "places/answer_offer.html", context)


@page(STUDENT)
@require_POST
def stop_waiting(request: ViewerRequest, pk: int) -> HttpResponse:
    """Keep my place and wait for no other."""
    offer = _own_offer(request, pk)
    services.stop_waiting(offer=offer, by=request.user)
    messages.success(request, "You keep your place. You are not on the list any more.")
    return redirect("places:my_round", offer.round_id)
