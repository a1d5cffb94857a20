"""The school year in England: 1 September to 31 August."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_NAME = re.compile(r"(\d{4})\s*[/-]\s*(\d{2}|\d{4})")

# Year 1 begins in the academic year in which a child turns six, so the year group is the number
# of academic years since the one they were born in, less five.
_YEARS_BEFORE_YEAR_1 = 5


@dataclass(frozen=True, order=True, slots=True)
class AcademicYear:
    """One academic year, named by the calendar year in which it starts.

    `AcademicYear(2026)` runs from 1 September 2026 to 31 August 2027. Years compare and sort
    in time order.
    """

    start: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The academic year that `day` falls in."""
        return cls(day.year if day.month >= 9 else day.year - 1)

    @classmethod
    def named(cls, name: str) -> Self:
        """The academic year called `name`, such as "2026/27" or "2026-2027".

        Raises ValueError with a plain sentence when the text is no such name.
        """
        found = _NAME.fullmatch(name.strip())
        if found and (int(found[1]) + 1) % 100 == int(found[2]) % 100:
            return cls(int(found[1]))
        raise ValueError(f"“{name[:20]}” is not an academic year: write it like 2026/27.")

    @property
    def name(self) -> str:
        """The usual name, such as "2026/27"."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def starts_on(self) -> date:
        """1 September."""
        return date(self.start, 9, 1)

    @property
    def ends_on(self) -> date:
        """31 August of the next calendar year."""
        return date(self.start + 1, 8, 31)

    @property
    def next(self) -> AcademicYear:
        """The academic year after this one."""
        return AcademicYear(self.start + 1)

    @property
    def previous(self) -> AcademicYear:
        """The academic year before this one."""
        return AcademicYear(self.start - 1)

    def __contains__(self, day: date) -> bool:
        """Whether `day` falls in this academic year."""
        return self.starts_on <= day <= self.ends_on

    def __str__(self) -> str:
        """The usual name."""
        return self.name

    def days(self) -> int:
        """The number of days in the year (365 or 366)."""
        return (self.ends_on - self.starts_on + timedelta(days=1)).days


def year_then(year_group: int, now: date, then: date) -> int:
    """The year group that a student who is in `year_group` on `now` was (or will be) in on `then`.

    Counts whole academic years and so assumes that no year was repeated.
    """
    return year_group - (AcademicYear.of(now).start - AcademicYear.of(then).start)


def year_group_by_birth(born_on: date, on: date) -> int:
    """The year group that a child born on `born_on` would usually be in on `on`.

    0 is reception; negative numbers are the nursery years. Says nothing about a student who is
    taught with another year group.
    """
    return AcademicYear.of(on).start - AcademicYear.of(born_on).start - _YEARS_BEFORE_YEAR_1
