"""Who is asking, and whether they have shown enough to be let in."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fingerpost import walls

from .selectors import has_made_up_schools_only, roles_are_over, viewer_for

SCHOOL_KEY = "school_id"
# Pages a member of staff needs in order to set up the second factor, or to leave.
OPEN_BEFORE_SECOND_FACTOR = ("/sign-in/", "/static/")
OWN_ACCOUNT = "/account/"
SIGN_IN_ENDED = "Your sign-in has ended. If you should still have one, ask the school."


class ViewerMiddleware:
    """Sets `request.viewer`: the person at the school they act at, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.viewer = viewer_for(request.user, request.session.get(SCHOOL_KEY))  # type: ignore[attr-defined]
            if request.viewer is None:  # type: ignore[attr-defined]
                _end_session_of_the_departed(request)
        with walls.one_school(request.viewer.school.pk if request.viewer else None):  # type: ignore[attr-defined]
            return self.get_response(request)


def _end_session_of_the_departed(request: HttpRequest) -> None:
    """Sign out somebody whose last role has ended, on whatever computer they still are."""
    if roles_are_over(request.user):  # type: ignore[arg-type]
        logout(request)
        messages.info(request, SIGN_IN_ENDED)


class SecondFactorMiddleware:
    """Sends those who need a second factor to set one up before anything else.

    They are the staff of a school that asks for it, and whoever runs the installation.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.user.is_authenticated
            and request.path != OWN_ACCOUNT
            and not request.path.startswith(OPEN_BEFORE_SECOND_FACTOR)
            and _needs_second_factor(request)
            and not is_mfa_enabled(request.user)
        ):
            return redirect("mfa_activate_totp")
        response = self.get_response(request)
        if request.user.is_authenticated:
            # A shared computer must not show a page again after its reader has signed out.
            response.setdefault("Cache-Control", "private, no-store")
        return response


def _needs_second_factor(request: HttpRequest) -> bool:
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer is not None and viewer.is_staff and viewer.school.staff_second_factor:
        return True
    # They reach every school, so no school decides for them. Made-up schools need no guard.
    return bool(request.user.runs_installation) and not has_made_up_schools_only()  # type: ignore[union-attr]
