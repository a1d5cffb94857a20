"""Local authorities as they appear in national identifiers, with the dates of each code."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """One code: three digits, its name, the first and last day it was in use, where it is from."""

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    source: str

    def in_use_on(self, day: date) -> bool:
        """Whether the code was in use on `day`."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@cache
def local_authorities() -> Mapping[str, LocalAuthority]:
    """Every known code, current and closed, English and Welsh, by its three digits.

    Read once from `la_codes.csv` beside this module, which names the source of each row.
    """
    text = files(__package__).joinpath("la_codes.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return MappingProxyType(
        {
            row["code"]: LocalAuthority(
                code=row["code"],
                name=row["name"],
                valid_from=_day(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
                source=row["source"],
            )
            for row in csv.DictReader(lines)
        }
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
