"""The start page of a parent or carer: what each child has shared."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from fingerpost.accounts.viewer import Viewer
from fingerpost.choices.permissions import applications_shared_with
from fingerpost.choices.presenters.words import state_words
from fingerpost.interviews.permissions import shared_records
from fingerpost.interviews.presenters.family import ahead_lines
from fingerpost.interviews.selectors.family import ahead_of
from fingerpost.pathways.selectors.ideas import ideas_shared_with
from fingerpost.students.permissions import children

from .blocks import Block, Line, Section


def parent(viewer: Viewer) -> Section:
    """A parent or carer: their children, and block by block what these show them."""
    return Section(
        "home/sections/blocks.html",
        "Your family",
        blocks=[
            Block(
                "Your children",
                _children(viewer),
                "No child is linked to you. Ask the school.",
            ),
            Block(
                "What is coming up",
                _ahead(viewer),
                "Nothing that they show you. They choose what to share.",
            ),
            _shared("Ideas they have shared", _ideas(viewer), "pathways:shared", "these ideas"),
            _shared(
                "Where they apply", _applications(viewer), "choices:family", "these applications"
            ),
        ],
    )


def _children(viewer: Viewer) -> list[Line]:
    return [
        Line(
            child.name,
            reverse("interviews:family", args=[child.pk]),
            f"Year {child.year_group}, {_shared_words(viewer, child)}",
        )
        for child in children(viewer)
    ]


def _shared_words(viewer: Viewer, child: Any) -> str:
    """How many interview records a child shares."""
    number = shared_records(viewer, child).count()
    if not number:
        return "no talk shared yet"
    return f"{number} interview record{'s' if number > 1 else ''} shared with you"


def _ahead(viewer: Viewer) -> list[Line]:
    return [
        Line(
            line.what,
            reverse("interviews:family", args=[one.child.pk]),
            f"{one.child.given_name}: {line.when}",
        )
        for one in ahead_of(viewer)
        for line in ahead_lines(one)[:3]
    ]


def _ideas(viewer: Viewer) -> list[Line]:
    return [
        Line(idea.title, reverse("pathways:shared"), f"{idea.student.given_name}’s idea")
        for idea in ideas_shared_with(viewer)[:5]
    ]


def _applications(viewer: Viewer) -> list[Line]:
    return [
        Line(
            str(one),
            reverse("choices:family"),
            f"{one.student.given_name}: {state_words(one.state, plain=False).lower()}",
        )
        for one in applications_shared_with(viewer).select_related("student")[:5]
    ]


def _shared(title: str, lines: Sequence[Line], page: str, what: str) -> Block:
    """What children chose to share, with the way to the page of all of it."""
    url = reverse(page) if lines else ""
    return Block(
        title, list(lines), "Nothing shared yet. They choose what to share.", url, f"See {what}"
    )
