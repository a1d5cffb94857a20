"""Asking the allocation engine, and having its answers checked by its independent checker.

The engine keeps reserved seats empty where nobody of the group takes them. A round lets go of
those: it asks again without them, until no reserved seat stays empty that somebody else would
take. What was let go is in the result, under `released`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..enums import Mode

if TYPE_CHECKING:
    from fingerpost.engines import allocation

# After so many seconds the best found so far is taken, and told as not proven.
SECONDS = 120.0
# So long it is then tried out how many more seats would have given whom a place.
EXPLAINING_SECONDS = 20.0
Json = dict[str, Any]


class EngineRefused(ValueError):
    """The problem contradicts itself; the sentence says in what."""


@dataclass(frozen=True)
class Solved:
    """A result with the version of the engine that made it."""

    result: Json
    engine_version: str


def hash_of(problem: Mapping[str, Any]) -> str:
    """SHA-256 of a problem's canonical JSON: the same for the same problem, on any machine."""
    text = json.dumps(problem, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def solve(problem: Mapping[str, Any], mode: str = Mode.FAIR, *, explained: bool = False) -> Solved:
    """Share the places of a problem out; explained: with what would have given whom a place.

    Raises EngineRefused.
    """
    from fingerpost.engines.allocation import ENGINE_VERSION, counterfactuals

    released: dict[str, dict[str, int]] = {}
    while True:
        asked = _with_released(problem, released)
        read, found = _allocate(asked, mode)
        more = _unclaimed(asked, found.to_json(read))
        if not more:
            break
        released |= more
    if explained and found.is_proven:
        found = replace(found, more_seats=counterfactuals(read, found, EXPLAINING_SECONDS))
    return Solved(found.to_json(read) | {"released": released}, ENGINE_VERSION)


def _allocate(problem: Json, mode: str) -> tuple[allocation.Problem, allocation.Result]:
    from fingerpost.engines import allocation

    how = Mode.FAIR if mode == Mode.WITHOUT_SHARES else mode
    try:
        read = allocation.read_problem(problem)
        found = allocation.allocate(read, str(how), seconds=SECONDS)
    except allocation.BadProblem as error:
        raise EngineRefused(error.reasons[0]) from error
    if found.status == "infeasible":
        raise EngineRefused(found.conflict[0])
    return read, found


def _with_released(problem: Mapping[str, Any], released: Mapping[str, Mapping[str, int]]) -> Json:
    sessions = [
        one | {"reserved": dict(released.get(one["id"], one["reserved"]))}
        for one in problem["sessions"]
    ]
    return {**problem, "sessions": sessions}


def _unclaimed(problem: Json, result: Json) -> dict[str, dict[str, int]]:
    """Sessions with reserved seats that stay empty and that somebody would take: the shares that
    are taken, by session.
    """
    groups = {one["id"]: set(one["groups"]) for one in problem["students"]}
    there: dict[str, list[str]] = {}
    held: dict[str, set[str]] = {}
    for place in result["places"]:
        there.setdefault(place["session"], []).append(place["student"])
        held.setdefault(place["student"], set()).add(place["session"])
    wanted = {
        session
        for one in problem["students"]
        for session in one["preferences"]
        if session not in held.get(one["id"], ())
    }
    found = {}
    for one in problem["sessions"]:
        key, students = one["id"], there.get(one["id"], [])
        if key not in wanted or len(students) >= one["capacity"]:
            continue
        taken = {
            group: min(places, sum(group in groups[student] for student in students))
            for group, places in one["reserved"].items()
        }
        kept = {group: places for group, places in taken.items() if places}
        if kept != one["reserved"]:
            found[key] = kept
    return found


def wrongs(problem: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    """What an independent check finds wrong with a result; empty where all is well."""
    from fingerpost.engines import allocation

    asked = _with_released(problem, result.get("released", {}))
    return list(allocation.check(asked, dict(result)))


def drawn_by_lot(problem: Mapping[str, Any], result: Mapping[str, Any]) -> dict[int, int]:
    """Who was level with others for the last place of a session and lost the draw: student to
    session, by key.
    """
    from fingerpost.engines.allocation.reasons import BY_LOT

    said = {one["student"]: one["reason"] for one in result.get("unplaced", ())}
    return {
        int(one["id"]): int(session)
        for one in problem["students"]
        for session in one["preferences"]
        if said.get(one["id"]) == BY_LOT.format(session=session)
    }
