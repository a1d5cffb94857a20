"""What students did for themselves of late, as their tutor finds it on the start page."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.common.days import day_words
from fingerpost.interviews.selectors.actions import own_steps_since
from fingerpost.ledger.selectors import standing_by_kind
from fingerpost.students.permissions import guidance_students
from fingerpost.students.selectors import students_on_roll

from .blocks import Block, Line

SHOWN = 6
_LATELY = dt.timedelta(days=14)
_ANSWERED, _SAVED = "self_assessment", "idea_saved"


def lately_blocks(viewer: Viewer) -> list[Block]:
    """Who answered questions about themselves, saved ideas or wrote a step; none, no block."""
    today = timezone.localdate()
    since = today - _LATELY
    students = students_on_roll(guidance_students(viewer), today)
    done = standing_by_kind(students, (_ANSWERED, _SAVED), since)
    steps = own_steps_since(students, since)
    who = students.filter(pk__in={*done, *steps}).select_related("tutor_group")
    lines = [
        Line(
            one.name,
            f"/students/{one.pk}/",
            _words(done.get(one.pk, {}), steps.get(one.pk)),
            one.pk,
        )
        for one in who
    ]
    if not lines:
        return []
    more = len(lines) - SHOWN
    title = f"Done by themselves since {day_words(since)}: {len(lines)}"
    note = [Line(f"and {more} more")] if more > 0 else []
    return [Block(title, [*lines[:SHOWN], *note], "")]


def _words(done: Mapping[str, int], step: dt.date | None) -> str:
    parts = ["answered about themselves"] if done.get(_ANSWERED) else []
    if saved := done.get(_SAVED):
        parts.append(f"{saved} idea{'s' if saved > 1 else ''} saved")
    if step:
        parts.append(f"a step for {day_words(step)}")
    return ", ".join(parts)
