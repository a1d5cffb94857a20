"""Making ready what the first figure would otherwise wait for."""

from django.conf import settings
from django.utils import timezone

from .definitions import measures


def warm() -> None:
    """Import the engine and compile facts and measures.

    Opens neither DuckDB nor the database, so the process may be divided afterwards.
    """
    import pyarrow as pa
    import pyarrow.dataset

    import fingerpost.measures.answers
    import fingerpost.measures.engine  # noqa: F401
    from fingerpost.measures.compiling import pieces_of
    from fingerpost.measures.plan import facts_plan
    from fingerpost.measures.vocabulary import vocabulary

    today = timezone.localdate()
    words = vocabulary(today)
    facts_plan(words, settings.COMPILED)
    pieces_of(measures(today).values(), words)
    pa.array([0])  # the first array looks whether there is a pandas, and that takes a second
