"""Numbers of records, as forms and addresses name them."""

_DIGITS = 18  # a longer number is of no record, and more than a database can be asked for


def key_in(text: str) -> int:
    """The number that a text is; 0, which no record has, where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def keys_in(*texts: str) -> list[int]:
    """The numbers in some texts, with commas between; whatever is none is passed over."""
    return [key for text in texts for part in text.split(",") if (key := key_in(part))]
