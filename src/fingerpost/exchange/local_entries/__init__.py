"""A list of what employers and local bodies say of work near here, from a CSV file."""

from .reader import COLUMNS, Read, Row, read, words_of

__all__ = ["COLUMNS", "Read", "Row", "read", "words_of"]
