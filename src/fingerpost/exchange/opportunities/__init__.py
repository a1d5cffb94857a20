"""A list of what is near by, from a CSV file: courses, apprenticeships, open days."""

from .reader import COLUMNS, Read, Row, read, words_of

__all__ = ["COLUMNS", "Read", "Row", "read", "words_of"]
