"""What a governor must ask first, and the report's answers in a few sentences."""

import datetime as dt
from collections.abc import Iterable, Mapping

from .report import Answer, Breakdown, Line, Said, day

CHANGES = 3


def in_short(
    lines: Mapping[str, Line], duty: Iterable[Breakdown], last: dt.date | None
) -> tuple[Answer, ...]:
    """How many are owed something, who is behind, and what has changed.

    last: the day of the last report in this school year; None where this one is the first.
    """
    answers = (
        Answer("How many students are owed something?", _owed(lines)),
        Answer("Which groups are behind?", _behind(duty)),
        Answer("What has changed in a year?", _changed(lines.values())),
    )
    if last is None:
        return answers
    question = f"What has changed since the report of {day(last)}?"
    return (*answers, Answer(question, _since(lines.values())))


def _owed(lines: Mapping[str, Line]) -> tuple[Said, ...]:
    said = []
    duty = lines.get("duty")
    if duty and duty.share is not None:
        verdict = "met" if duty.state == "met" else "not met for every student"
        said.append(
            Said(
                f"The duty of 2012 is {verdict}: of the students to whom something is due, "
                f"{duty.figure} have had all of it.",
                duty.opens.url,
            )
        )
    wanting = [one for one in lines.values() if one.state == "decision"]
    judged = [one for one in lines.values() if one.state]
    verb = "needs" if len(wanting) == 1 else "need"
    said.append(
        Said(
            f"{len(wanting)} of the {len(judged)} figures that have a threshold {verb} a decision.",
            "#decisions",
        )
    )
    return tuple(said)


def _behind(breakdowns: Iterable[Breakdown]) -> tuple[Said, ...]:
    """The group that has had least, by each split; none where all are alike or too small."""
    said = []
    for one in breakdowns:
        shown = [(part.share, part) for part in one.parts if part.share is not None]
        least, most = (min(shown, key=_share), max(shown, key=_share)) if shown else (None, None)
        if least is None or most is None or least[0] == most[0]:
            continue
        said.append(
            Said(
                f"{one.head}: “{least[1].label}” has had least: "
                f"{least[1].figure}. “{most[1].label}” has had most: {most[1].figure}.",
                least[1].opens.url,
            )
        )
    return tuple(said) or (Said("No group can be told from another, or they are too small."),)


def _share(found: tuple[float, object]) -> float:
    return found[0]


def _changed(lines: Iterable[Line]) -> tuple[Said, ...]:
    """The largest changes on a year ago."""
    known = sorted((one for one in lines if one.points), key=lambda one: -abs(one.points or 0))
    if known:
        return tuple(Said(f"{one.title}: {one.change}.", one.url) for one in known[:CHANGES])
    if any(one.points == 0 for one in lines):
        return (Said("No figure has changed on a year ago."),)
    return (Said("There is too little in the ledger to compare with a year ago."),)


def _since(lines: Iterable[Line]) -> tuple[Said, ...]:
    """The largest changes on the last report."""
    known = [one for one in lines if one.points_since is not None]
    if not known:
        return (Said("There is too little in the ledger to compare with the last report."),)
    moved = sorted(
        (one for one in known if one.points_since), key=lambda one: -abs(one.points_since or 0)
    )
    if not moved:
        return (Said("No figure has changed since."),)
    return tuple(Said(f"{one.title}: {one.change_since}.", one.url) for one in moved[:CHANGES])
