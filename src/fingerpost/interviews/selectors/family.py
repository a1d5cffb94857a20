"""What is coming up for a child, as far as the child lets their family see it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.programme.models import GroupSession
from fingerpost.programme.selectors.planned import coming_for
from fingerpost.students.models import Student
from fingerpost.students.permissions import children_showing

from ..models import Interview
from .booking import upcoming


@dataclass(frozen=True)
class Ahead:
    """The interviews and planned sessions of one child that are to come, each by time."""

    child: Student
    interviews: list[Interview]
    sessions: list[GroupSession]


def ahead_of(viewer: Viewer, today: dt.date | None = None) -> list[Ahead]:
    """What is coming up for each child who shows it to this parent or carer; of others nothing."""
    on = today or timezone.localdate()
    return [
        Ahead(child, list(upcoming(child)), list(coming_for(child, on)))
        for child in children_showing(viewer)
    ]


def ahead_of_child(viewer: Viewer, child: Any) -> Ahead | None:
    """The same for one child; None where the child does not show it, or is not the viewer's."""
    return next((one for one in ahead_of(viewer) if one.child.pk == child.pk), None)
