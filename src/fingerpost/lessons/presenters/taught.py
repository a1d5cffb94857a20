"""Whether a lesson counts as a session already, and what is to do for that."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from fingerpost.common.days import day_words
from fingerpost.pathways.presenters.areas import how_found
from fingerpost.pathways.selectors.areas import SchoolArea
from fingerpost.programme.presenters.recording import register_is_open

from ..models import Lesson

# What a lesson counts as when it is recorded as a session.
SESSION_KIND = "careers_lesson"


@dataclass(frozen=True)
class Taught:
    """counts: whether it does already. words: what that means. label, url: what to open."""

    counts: bool
    words: str
    label: str = ""
    url: str = ""


def taught(lesson: Lesson, recorded: Any) -> Taught:
    """How a lesson stands. recorded: the session as which a lesson of a group was recorded."""
    session = lesson.session or recorded
    if session is None:
        return Taught(
            False,
            "It counts for nobody until it is recorded.",
            "Record this as a session",
            _record_address(lesson),
        )
    address = reverse("programme:session", args=[session.pk])
    if session.withdrawn_at or session.is_cancelled:
        return Taught(False, "Its session is taken back, so it counts for nobody.", "", address)
    if session.is_held:
        return Taught(True, "It counts for those who were there.", "See who was there", address)
    if register_is_open(session):
        return Taught(
            False,
            "It counts for nobody until the register is taken.",
            "Take the register",
            reverse("programme:register", args=[session.pk]),
        )
    return Taught(
        False,
        f"It counts once the register is taken, from {day_words(session.on)} on.",
        "See the session",
        address,
    )


def _record_address(lesson: Lesson) -> str:
    """Where to record the lesson as a session of this group, with what is known filled in."""
    of = (
        {"tutor_group": lesson.tutor_group_id}
        if lesson.tutor_group_id
        else {"year": lesson.year_group}
    )
    known = {
        "kind": SESSION_KIND,
        "title": "Labour market lesson",
        "purpose": "The group’s ideas set against jobs near here; a step for everybody",
        "form_key": lesson.record_key,
    }
    return f"{reverse('programme:record')}?{urlencode({**of, **known})}"


def area_words(chosen: str, found: SchoolArea, name: str) -> str:
    """How the area came to be chosen before anybody chose. name: of the school's own area."""
    if chosen == found.code:
        return how_found(found, name)
    if not found.is_nearer:
        return "Chosen for the last lesson."
    return f"Chosen for the last lesson. Your school is in {found.authority}: {name}."
