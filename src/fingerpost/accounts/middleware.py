"""Who is asking, and whether they have shown enough to be let in."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .selectors import viewer_for

SCHOOL_KEY = "school_id"
# Pages a member of staff needs in order to set up the second factor, or to leave.
OPEN_BEFORE_SECOND_FACTOR = ("/sign-in/", "/static/")
OWN_ACCOUNT = "/account/"


class ViewerMiddleware:
    """Sets `request.viewer`: the person at the school they act at, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.viewer = viewer_for(request.user, request.session.get(SCHOOL_KEY))  # type: ignore[attr-defined]
        if connection.vendor != "postgresql":
            return self.get_response(request)
        try:
            _name_school(request.viewer.school.pk if request.viewer else None)  # type: ignore[attr-defined]
            return self.get_response(request)
        finally:
            _name_school(None)


def _name_school(school_id: int | None) -> None:
    """Tell PostgreSQL which school's rows this request may reach (installation/row_security.py)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fingerpost.school', %s, false)", [str(school_id or "")])


class SecondFactorMiddleware:
    """Sends staff of a school that asks for it to set up a second factor before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = request.viewer  # type: ignore[attr-defined]
        if (
            viewer is not None
            and viewer.is_staff
            and viewer.school.staff_second_factor
            and request.path != OWN_ACCOUNT
            and not request.path.startswith(OPEN_BEFORE_SECOND_FACTOR)
            and not is_mfa_enabled(viewer.person)
        ):
            return redirect("mfa_activate_totp")
        response = self.get_response(request)
        if request.user.is_authenticated:
            # A shared computer must not show a page again after its reader has signed out.
            response.setdefault("Cache-Control", "private, no-store")
        return response
