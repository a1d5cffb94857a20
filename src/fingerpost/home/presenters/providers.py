"""What providers gave by their links, on the start page of whoever decides on it."""

from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.pathways.selectors.given import given_to

from .blocks import Block, Line

SHOWN = 6


def given_blocks(viewer: Viewer) -> list[Block]:
    """What waits for the careers leader's word; nothing where nothing waits."""
    if not viewer.has(Role.CAREERS_LEADER):
        return []
    page = reverse("opportunities:waiting")
    lines = [
        Line(one.title, page, str(one.given_by.provider))
        for one in given_to(viewer.school, waiting=True)[:SHOWN]
    ]
    return [Block("Given by providers", lines, "", page, "Accept or refuse")] if lines else []
