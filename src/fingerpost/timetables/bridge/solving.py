"""Asking the engine: the best timetable it finds in the time, and an independent check."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from queue import Empty, Queue
from threading import Event, Thread
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


def made(
    problem: Json,
    seconds: float,
    tell: Tell,
    start: Json | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Json:
    """The best timetable found in about so many seconds. Raises CannotBeMade.

    start: a result that it begins from; what comes of it is no worse. stopped: asked now and
    then, by other threads too; the best so far is returned once it says so.
    """
    from fingerpost.engines.timetable import Progress, Refused, TooLarge, read_problem, timetable

    def told(progress: Progress) -> None:
        tell(progress.stage, progress.cost, progress.bound)

    try:
        asked = read_problem(problem)
        return timetable(asked, seconds, told, start=start, stopped=stopped).as_json()
    except (Refused, TooLarge) as error:
        raise CannotBeMade(str(error)) from error


def made_unless(
    problem: Json,
    seconds: float,
    tell: Tell,
    is_over: Callable[[], bool],
    start: Json | None = None,
) -> Json | None:
    """The same as `made`; None as soon as `is_over` says that nobody waits for it any more.

    The engine is told to stop. It ends its step by itself, beside other work. `is_over` is only
    asked by the thread that calls this, whose database connection it may use.
    """
    answers: Queue[Json | Exception] = Queue(1)
    over = Event()

    def told(*words: Any) -> None:
        if not over.is_set():
            tell(*words)

    def ask() -> None:
        try:
            answers.put(made(problem, seconds, told, start, over.is_set))
        except Exception as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    while True:
        try:
            answer = answers.get(timeout=LOOK_EVERY)
        except Empty:
            if is_over():
                over.set()
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
