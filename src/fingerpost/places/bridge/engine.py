"""Asking the allocation engine, and having its answers checked by its independent checker."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..enums import Mode

ENGINE_FAILED = "This could not be worked out. Nothing was changed. Try it again."


@dataclass(frozen=True)
class Solved:
    """A result with the version of the engine that made it."""

    result: dict[str, Any]
    engine_version: str


def hash_of(problem: Mapping[str, Any]) -> str:
    """SHA-256 of a problem's canonical JSON: the same for the same problem, on any machine."""
    text = json.dumps(problem, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def solve(problem: Mapping[str, Any], mode: str = Mode.FAIR) -> Solved:
    """Share the places of a problem out."""
    from fingerpost.engines import allocation

    how = Mode.FAIR if mode == Mode.WITHOUT_SHARES else mode
    return Solved(allocation.allocate(problem, mode=str(how)), allocation.ENGINE_VERSION)


def wrongs(problem: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    """What an independent check finds wrong with a result; empty where all is well."""
    from fingerpost.engines import allocation

    return list(allocation.check(problem, result))
