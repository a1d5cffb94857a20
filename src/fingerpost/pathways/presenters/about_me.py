"""What a student's answers say now, and what has changed since they were asked before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from .. import bridge


@dataclass(frozen=True)
class Time:
    """What came first when the student answered everything, and on which day."""

    on: Any
    likes: str
    matters: str


def changes(finished: Sequence[Any]) -> list[Time]:
    """Each time the student has answered everything, the newest first; of one alone nothing."""
    if len(finished) < 2:
        return []
    return [
        Time(
            timezone.localdate(one.finished_at),
            "; ".join(bridge.strongest(one.answers, "interests", 2)) or "everything alike",
            "; ".join(bridge.strongest(one.answers, "values", 2)) or "everything alike",
        )
        for one in finished
    ]
