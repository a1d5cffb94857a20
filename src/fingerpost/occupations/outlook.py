"""How many jobs an area is expected to have, by group of occupations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outlook:
    """Employment of one group (SOC 2020 sub-major, two digits) in one area, in thousands.

    openings: those expected 2020 to 2035, growth and replacement of those who leave together.
    """

    area: str
    area_name: str
    sub_major: str
    group: str
    jobs_2020: float
    jobs_2035: float
    openings: float

    @property
    def change(self) -> float:
        """How much employment changes 2020 to 2035, as a share of that of 2020; 0.1 is a tenth."""
        return self.jobs_2035 / self.jobs_2020 - 1 if self.jobs_2020 else 0.0

    @property
    def openings_a_year(self) -> int:
        """Jobs to fill in a year, rounded to tens."""
        return int(round(self.openings * 1000 / 15, -1))
