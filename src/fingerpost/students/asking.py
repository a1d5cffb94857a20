"""Who asks for a page: the viewer, and the student where it is one's own."""

from django.http import Http404, HttpRequest

from fingerpost.accounts.viewer import Viewer

from .models import Student
from .permissions import own_student


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer; the page's access rule has made sure that there is one."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def myself(request: HttpRequest) -> Student:
    """The student who is asking; someone whose line on the roll is missing has no page here."""
    student = own_student(viewer_of(request))
    if student is None:
        raise Http404("You are not on the roll.")
    return student
