"""Asking the engine: the best timetable it finds in the time, and an independent check."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from queue import Empty, Queue
from threading import Thread
from typing import Any

# The engine and its solvers are imported when first asked, not when Django starts.

Json = dict[str, Any]
Tell = Callable[[str, int | None, int | None], None]
"""Told of how far it is in words, of the cost so far, and of what no timetable costs less than."""

# How often it is looked whether anybody still waits for an answer.
LOOK_EVERY = 0.5
_SOLVERS = ("fingerpost", "highspy", "ortools", "scipy")


class CannotBeMade(ValueError):
    """The engine refuses what is asked; says why in one sentence."""


def hash_of(problem: Mapping[str, Any]) -> str:
    """The SHA-256 of a problem written in one way only, in hexadecimal."""
    text = json.dumps(problem, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def versions() -> dict[str, str]:
    """What makes a timetable, by name, in its version."""
    return {name: version(name) for name in _SOLVERS}


def made(problem: Json, seconds: float, tell: Tell) -> Json:
    """The best timetable found in about so many seconds. Raises CannotBeMade."""
    from fingerpost.engines.timetable import Progress, Refused, TooLarge, read_problem, timetable

    def told(progress: Progress) -> None:
        tell(progress.stage, progress.cost, progress.bound)

    try:
        return timetable(read_problem(problem), seconds, told).as_json()
    except (Refused, TooLarge) as error:
        raise CannotBeMade(str(error)) from error


def made_unless(
    problem: Json, seconds: float, tell: Tell, is_over: Callable[[], bool]
) -> Json | None:
    """The same as `made`; None as soon as `is_over` says that nobody waits for it any more.

    The engine cannot be interrupted: it is then left to end by itself, beside other work.
    """
    answers: Queue[Json | Exception] = Queue(1)
    listens = True

    def told(*words: Any) -> None:
        if listens:
            tell(*words)

    def ask() -> None:
        try:
            answers.put(made(problem, seconds, told))
        except Exception as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    while True:
        try:
            answer = answers.get(timeout=LOOK_EVERY)
        except Empty:
            if is_over():
                listens = False
                return None
            continue
        if isinstance(answer, Exception):
            raise answer
        return answer


def mended(
    problem: Json,
    now: Json,
    lost: Sequence[Mapping[str, str]],
    seconds: float,
    not_before: dt.date,
) -> tuple[Json, Json]:
    """A timetable without what is lost, and the problem that it answers.

    now: the appointments as they are, as a result. lost: kind, name, first and last day of each
    loss. Raises CannotBeMade.
    """
    from fingerpost.engines.timetable import Lost, Refused, TooLarge, repair, without

    losses = [
        Lost(
            one["kind"],
            one["name"],
            dt.date.fromisoformat(one["first"]),
            dt.date.fromisoformat(one["last"]),
        )
        for one in lost
    ]
    try:
        result = repair(problem, now, losses, seconds, not_before).as_json()
        return result, without(problem, now, losses)
    except (Refused, TooLarge, ValueError) as error:
        raise CannotBeMade(str(error)) from error


def faults_of(problem: Json, result: Json) -> list[str]:
    """What the independent checker finds wrong with a timetable; nothing if all is well."""
    from fingerpost.engines.timetable import check

    return check(problem, result)
