"""Courses and providers, from published lists in a folder."""

from .lists import CourseRow, Lists, ProviderRow, WrongFile
from .reader import FILES, Names, read

__all__ = ["FILES", "CourseRow", "Lists", "Names", "ProviderRow", "WrongFile", "read"]
