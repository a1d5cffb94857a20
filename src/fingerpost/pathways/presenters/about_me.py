"""What a student's answers say now, and what has changed since they were asked before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from .. import bridge

NEAR_THE_TOP = 3
SUGGESTED = 12


@dataclass(frozen=True)
class Time:
    """What came first when the student answered everything, and on which day."""

    on: Any
    likes: str
    matters: str


@dataclass(frozen=True)
class Changes:
    """What is new since the time before, in sentences. times: all of them, the newest first."""

    since: Any
    likes: str
    matters: str
    jobs: str
    times: list[Time]


def changes(finished: Sequence[Any]) -> Changes | None:
    """What has changed between the last two times that the student answered everything.

    finished: the newest first. None where there was one time alone.
    """
    if len(finished) < 2:
        return None
    now, before = finished[0].answers, finished[1].answers
    return Changes(
        timezone.localdate(finished[1].finished_at),
        _moved(_top(now, "interests"), _top(before, "interests")),
        _moved(_top(now, "values"), _top(before, "values")),
        _new_jobs(now, before),
        [_time(one) for one in finished],
    )


def _time(one: Any) -> Time:
    likes, matters = (_top(one.answers, part) for part in ("interests", "values"))
    alike = "everything alike"
    on = timezone.localdate(one.finished_at)
    return Time(on, "; ".join(likes) or alike, "; ".join(matters) or alike)


def _top(answers: Any, part: str) -> tuple[str, ...]:
    return bridge.strongest(answers, part, NEAR_THE_TOP)


def _moved(now: Sequence[str], before: Sequence[str]) -> str:
    """What has come to the top, has stayed and has left it."""
    parts = {
        "New": [one for one in now if one not in before],
        "Still": [one for one in now if one in before],
        "No longer near the top": [one for one in before if one not in now],
    }
    said = [f"{name}: {'; '.join(ones)}." for name, ones in parts.items() if ones]
    return " ".join(said) or "You said everything was alike, both times."


def _new_jobs(now: Any, before: Any) -> str:
    """How many of the jobs suggested for the answers were not suggested before."""
    then = {one.occupation.slug for one in bridge.suggestions(before, SUGGESTED)}
    jobs = [one.occupation.slug for one in bridge.suggestions(now, SUGGESTED)]
    if not jobs:
        return ""
    new = sum(slug not in then for slug in jobs)
    if not new:
        return "The jobs to look at are the same."
    return f"{new} of the {len(jobs)} jobs to look at {'is' if new == 1 else 'are'} new."
