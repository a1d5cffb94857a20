"""The student whose own page is asked for."""

from django.http import Http404

from fingerpost.accounts.viewer import ViewerRequest

from .models import Student
from .permissions import own_student


def myself(request: ViewerRequest) -> Student:
    """The student who is asking; someone whose line on the roll is missing has no page here."""
    student = own_student(request.viewer)
    if student is None:
        raise Http404("You are not on the roll.")
    return student
