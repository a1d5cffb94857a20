"""Which schools' rows the database shows: the second wall, on PostgreSQL.

Every table that names its school has a policy (`installation.row_security`): without a word from
here it shows no row. A request says which one school it is about; commands and the worker say that
they are about every school. SQLite has no such wall, and there all this does nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.signals import connection_created

SETTING = "fingerpost.school"
EVERY_SCHOOL = "every"
NO_SCHOOL = ""

_shown: ContextVar[str | None] = ContextVar("shown", default=None)
_at_first = EVERY_SCHOOL


def serve_requests() -> None:
    """Let this process show no row until a request names its school."""
    global _at_first
    _at_first = NO_SCHOOL


@contextmanager
def one_school(school_id: int | None) -> Iterator[None]:
    """Show the rows of one school; of none when it is None."""
    token = _shown.set(NO_SCHOOL if school_id is None else str(school_id))
    try:
        _tell(connection)
        yield
    finally:
        _shown.reset(token)
        # In a transaction that has failed nothing can be said; its end takes our word back too.
        with suppress(DatabaseError):
            _tell(connection)


def _tell(database: Any) -> None:
    if database.vendor != "postgresql" or database.connection is None:
        return
    shown = _shown.get()
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, false)", [SETTING, _at_first if shown is None else shown]
        )


def _greet(connection: Any, **_: Any) -> None:
    _tell(connection)


connection_created.connect(_greet, dispatch_uid="fingerpost.walls")
