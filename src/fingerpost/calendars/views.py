"""Your calendar: a private address for calendar programs, and what they read there."""

import datetime as dt
import hashlib
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.views.decorators.http import require_POST, require_safe

from fingerpost import walls
from fingerpost.accounts.permissions import ANYONE, AT_A_SCHOOL
from fingerpost.accounts.selectors import viewer_for
from fingerpost.accounts.services.tries import claim_try
from fingerpost.accounts.viewer import Viewer, ViewerRequest
from fingerpost.web.access import page

from . import selectors
from .presenters import how_to_add, what_is_in_it
from .services import digest, make_feed, revoke_feed

CALENDAR_TYPE = "text/calendar; charset=utf-8"
LARGEST_KEY = 2**63 - 1  # of any row: beyond it a database has no numbers
REFRESH = dt.timedelta(hours=4)
WRONG_ADDRESSES = 30
"""So many wrong addresses from one place in ten minutes, and it has to wait."""


@page(AT_A_SCHOOL)
@require_safe
def own(request: ViewerRequest) -> HttpResponse:
    """What a private address is for, whether there is one, and how to put it in a calendar."""
    return _own_page(request)


def _own_page(request: ViewerRequest, address: str = "") -> HttpResponse:
    viewer = request.viewer
    context = {
        "title": "Your calendar",
        "feed": selectors.open_feed(viewer.school, viewer.person),
        "address": address,
        "address_by_program": address.replace("https://", "webcal://", 1),
        "inside": what_is_in_it(viewer),
        "programs": how_to_add(),
    }
    return render(request, "calendars/own.html", context)


@page(AT_A_SCHOOL)
@require_POST
def make(request: ViewerRequest) -> HttpResponse:
    """Make a new address and show it, once; the one before ends."""
    viewer = request.viewer
    secret = make_feed(school=viewer.school, by=viewer.person)
    path = reverse("calendars:feed", args=[viewer.school.pk, secret])
    return _own_page(request, request.build_absolute_uri(path))


@page(AT_A_SCHOOL)
@require_POST
def revoke(request: ViewerRequest) -> HttpResponse:
    """End the address: whoever has it reads an empty calendar from now on."""
    viewer = request.viewer
    if revoke_feed(school=viewer.school, by=viewer.person):
        messages.success(request, "The address has ended. Nobody can read your calendar with it.")
    return redirect("calendars:own")


@page(ANYONE)
@require_safe
def feed(request: HttpRequest, school: int, token: str) -> HttpResponse:
    """The calendar behind an address. Whoever has the address may read it, without signing in.

    An address that has ended, or whose person has no role at the school any more, reads as an
    empty calendar, so that what is on a telephone goes away. Never writes to the school's data.
    """
    if school > LARGEST_KEY:
        return _wrong(request)
    with walls.one_school(school):
        found = selectors.feed_with(school, digest(token))
        if found is None:
            return _wrong(request)
        viewer = None if found.revoked_at else _reader(found.person, school)
        today = timezone.localdate()
        changed = max(selectors.last_change(school, today), found.revoked_at or found.made_at)
        lines = selectors.lines_for(viewer, today) if viewer else []
        return _answer(request, _written(lines, found.school), changed)


def _reader(person: Any, school: int) -> Viewer | None:
    """The person as they are at the school today; None without a role there."""
    viewer = viewer_for(person, school) if person.is_active else None
    return viewer if viewer is not None and viewer.school.pk == school else None


def _wrong(request: HttpRequest) -> HttpResponse:
    tries = f"calendar:{get_adapter(request).get_client_ip(request)}"
    place = claim_try(tries, most=WRONG_ADDRESSES, seconds=600)
    return HttpResponse(status=404 if place else 429, content_type=CALENDAR_TYPE)


def _written(lines: list[Any], school: Any) -> bytes:
    from fingerpost.exchange.icalendar.writer import calendar_feed

    return calendar_feed(lines, f"Fingerpost: {school.name}", REFRESH)


def _answer(request: HttpRequest, content: bytes, changed: dt.datetime) -> HttpResponse:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    moment = int(changed.timestamp())
    same = _has_it(request, etag, moment)
    answer = HttpResponse(b"" if same else content, content_type=CALENDAR_TYPE)
    answer.status_code = 304 if same else 200
    answer["ETag"] = etag
    # The header counts whole seconds: what changed in this one may change again within it.
    is_fresh = timezone.now() - changed < dt.timedelta(seconds=2)
    answer["Last-Modified"] = http_date(moment - is_fresh)
    answer["Cache-Control"] = "private, max-age=300"
    answer["Content-Disposition"] = 'inline; filename="fingerpost.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _has_it(request: HttpRequest, etag: str, moment: int) -> bool:
    """Whether the program that asks has this very calendar already."""
    if "If-None-Match" in request.headers:
        return etag in {
            one.removeprefix("W/") for one in parse_etags(request.headers["If-None-Match"])
        }
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and moment <= since
