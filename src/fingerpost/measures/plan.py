"""How the facts table is worked out, compiled: the steps in SQL and the columns at the end.

Compiling needs Ibis and sqlglot, which take longer to import than all facts to work out. What
was compiled is therefore kept in a file, by what it was made from, and a new process that finds
it there imports neither.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from fingerpost.measures.vocabulary import Vocabulary

_ARROW_KINDS = {
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "str": pa.string(),
    "date": pa.date32(),
}
_COMPILERS = ("ibis-framework", "sqlglot")
_KEPT = 16


class Plan(NamedTuple):
    """Pairs of a table name and the DuckDB SQL that makes it, the facts last; and their schema."""

    steps: tuple[tuple[str, str], ...]
    schema: pa.Schema


@lru_cache(maxsize=_KEPT)
def facts_plan(words: Vocabulary, folder: Path | None = None) -> Plan:
    """Return the plan for a vocabulary, from the folder where it is kept there.

    A plan that had to be compiled is put into the folder; one that cannot be read is compiled
    anew, and a folder that cannot be written to costs only time.
    """
    if folder is None:
        return _plan(*_compiled(words))
    file = folder / f"{_code()}-{sha256(repr(words).encode()).hexdigest()[:16]}.json"
    try:
        return _plan(*json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        compiled = _compiled(words)
        _keep(file, compiled)
        return _plan(*compiled)


def _compiled(words: Vocabulary) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    from fingerpost.measures.compiling import facts_queries
    from fingerpost.measures.facts import facts_for

    return list(facts_queries(words)), [(fact.name, fact.kind) for fact in facts_for(words)]


def _plan(steps: Iterable[tuple[str, str]], kinds: Iterable[tuple[str, str]]) -> Plan:
    schema = pa.schema([(name, _ARROW_KINDS[kind]) for name, kind in kinds])
    return Plan(tuple((name, sql) for name, sql in steps), schema)


def _code() -> str:
    """Name what turns words into compiled text, beginning every file of it: our code, compilers."""
    digest = sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    for library in _COMPILERS:
        digest.update(f"{library} {version(library)}".encode())
    return f"facts-{digest.hexdigest()[:16]}"


def _keep(file: Path, compiled: object) -> None:
    # Two processes may write at the same time: each its own file, put in place in one step.
    new = file.with_suffix(f".{os.getpid()}.new")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.write_text(json.dumps(compiled), encoding="utf-8")
        new.replace(file)
        _tidy(file.parent)


def _tidy(folder: Path) -> None:
    """Delete what other versions of the code compiled, and all but the newest of this version.

    A process that still wants one of them compiles it anew; another may be tidying as well.
    """
    code = _code()
    own = []
    for file in folder.glob("facts-*"):
        if file.name.startswith(f"{code}-"):
            with suppress(OSError):
                own.append((file.stat().st_mtime_ns, file))
        else:
            file.unlink(missing_ok=True)
    for _, file in sorted(own)[:-_KEPT]:
        file.unlink(missing_ok=True)
