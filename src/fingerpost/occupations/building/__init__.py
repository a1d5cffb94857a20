"""Building the occupation base from the published files: repeatable, with its gaps counted.

The files are named in docs/reference/occupations.md. Only codes, names and numbers are taken.
"""

from .build import Built, NotThere, build, write

__all__ = ["Built", "NotThere", "build", "write"]
