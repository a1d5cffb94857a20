"""Noting that somebody looked at students by name."""

from typing import Any
from urllib.parse import urlencode

from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.services.looks import looked_at_list

WHO_WAS_THERE = "Who was at a session"


def note_look(request: ViewerRequest, label: str, asked: dict[str, Any], students: int) -> None:
    """Note a look at students by name; never the title of a session, which may tell of guidance."""
    viewer = request.viewer
    numbers = {name: ",".join(map(str, keys)) for name, keys in asked.items() if keys}
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=label,
        query=urlencode(numbers),
        students=students,
    )
