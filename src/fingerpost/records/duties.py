"""What is done about records once a day."""

import datetime as dt

from .services.reading import discard_old


def waiting_files(*, today: dt.date) -> str:
    """Throw away record files that nobody decided on."""
    return f"{discard_old():,} record files thrown away that nobody decided on."
