"""The same measurement on both databases, with the installations that the tests use."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from bench import Result


def on_both(measured: Callable[[str], Result]) -> list[Result]:
    """Measure on SQLite and then on PostgreSQL; the name of the database is what is passed."""
    _import_tests()
    results = [measured("SQLite")]
    _start_postgres()
    return [*results, measured("PostgreSQL")]


def _import_tests() -> None:
    """Have the tests' installations at hand, on SQLite until PostgreSQL is started."""
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.config.settings"
    import django

    from tests import databases  # noqa: F401  (says where what is migrated once is kept)

    django.setup()


def _start_postgres() -> None:
    """From now on installations are on a PostgreSQL server of this process."""
    from tests import databases

    databases._start_postgres()
