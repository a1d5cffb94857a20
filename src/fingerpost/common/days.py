"""Days as text: as people read them, and as addresses have them."""

import datetime as dt


def day_words(day: dt.date) -> str:
    """3 October 2026."""
    return f"{day.day} {day:%B %Y}"


def date_in(text: str) -> dt.date | None:
    """The day that a text in ISO 8601 is; None where it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
