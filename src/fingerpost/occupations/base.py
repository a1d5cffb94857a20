"""The occupation base, read from the tables that ship with the product."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from . import tables
from .occupation import Occupation, Standard
from .outlook import Outlook
from .sources import Gap, Source


# Compared by identity: a base is remembered, and hashing all of it is slow.
@dataclass(frozen=True, eq=False)
class Base:
    """Every occupation with what belongs to it, and where each figure comes from."""

    occupations: tuple[Occupation, ...]
    standards: Mapping[str, Standard]
    outlooks: Sequence[Outlook]
    gaps: Sequence[Gap]
    sources: Mapping[str, Source]
    folder: Path

    @cached_property
    def by_slug(self) -> Mapping[str, Occupation]:
        return {one.slug: one for one in self.occupations}

    @cached_property
    def titles(self) -> Mapping[str, tuple[str, ...]]:
        """Titles that people use, by SOC 2020 unit group. Read when first asked for."""
        return tables.read_titles(self.folder)

    @cached_property
    def areas(self) -> Mapping[str, str]:
        """Names of the areas that have an outlook, by code, in the order of the names."""
        found = {one.area: one.area_name for one in self.outlooks}
        return dict(sorted(found.items(), key=lambda item: item[1]))

    @cached_property
    def area_of_authority(self) -> Mapping[str, str]:
        """The smallest area with an outlook that holds a local authority, by its three digits."""
        return tables.read_areas_of_authorities(self.folder)

    @cached_property
    def _outlook(self) -> Mapping[tuple[str, str], Outlook]:
        return {(one.area, one.sub_major): one for one in self.outlooks}

    def outlook(self, occupation: Occupation, area: str) -> Outlook | None:
        """The outlook of an occupation's group in an area; None where none is published."""
        return self._outlook.get((area, occupation.sub_major))


@lru_cache(maxsize=1)
def load() -> Base:
    """The base that ships, read once in a process (about 60 ms)."""
    folder = tables.FOLDER
    listed = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))["source"]
    return Base(
        tables.read_occupations(folder),
        {one.reference: one for one in tables.read_standards(folder)},
        tables.read_outlooks(folder),
        tables.read_gaps(folder),
        {one["key"]: Source(**one) for one in listed},
        folder,
    )
