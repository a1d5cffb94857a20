"""What is done about lists once a day."""

import datetime as dt

from .services.taking import discard_old


def waiting_lists(*, today: dt.date) -> str:
    """Throw away lists that nobody decided on."""
    return f"{discard_old():,} lists thrown away that nobody decided on."
