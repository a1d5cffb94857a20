"""Days as text."""

import datetime as dt


def date_in(text: str) -> dt.date | None:
    """The day that a text in ISO 8601 is; None where it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
