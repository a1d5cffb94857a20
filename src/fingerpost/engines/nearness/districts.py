"""Where a postcode roughly is, reckoned from places whose coordinates are published.

The middle of a district (BD7) is the mean of the published places in it; where there is none, the
middle of the area (BD) stands for it, which may be some miles off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

POINT, DISTRICT, AREA, UNKNOWN = "point", "district", "area", ""
_POSTCODE = re.compile(r"(([A-Z]{1,2})[0-9][0-9A-Z]?)\s*(?:[0-9][A-Z]{2})?")


def district_and_area(postcode: str) -> tuple[str, str]:
    """BD7 and BD for BD7 1AA or BD7; two empty texts for what is no postcode."""
    text = postcode.strip().upper()
    found = _POSTCODE.fullmatch(text)
    return (found[1], found[2]) if found else ("", "")


@dataclass(frozen=True)
class Places:
    """Where things are: metres on the national grid (nan where unknown), and by what."""

    easting: NDArray[np.float64]
    northing: NDArray[np.float64]
    by: NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Centres:
    """Middles of districts and areas, in the order of their names; places: of how many each is."""

    names: NDArray[np.str_]
    easting: NDArray[np.float64]
    northing: NDArray[np.float64]
    places: NDArray[np.int64]

    def and_others(self, others: Centres) -> Centres:
        """These, and of the others those whose names these have not."""
        new = ~np.isin(others.names, self.names)
        names = np.concatenate([self.names, others.names[new]])
        order = np.argsort(names)
        return Centres(
            names[order],
            np.concatenate([self.easting, others.easting[new]])[order],
            np.concatenate([self.northing, others.northing[new]])[order],
            np.concatenate([self.places, others.places[new]])[order],
        )

    def place(self, postcodes: Sequence[str]) -> Places:
        """The middles for these postcodes, all at once: of the district, else of the area."""
        parts = [district_and_area(one) for one in postcodes]
        districts = np.array([one for one, _ in parts], dtype=np.str_)
        areas = np.array([one for _, one in parts], dtype=np.str_)
        at_district, at_area = self._at(districts), self._at(areas)
        at = np.where(at_district >= 0, at_district, at_area)
        by = np.where(at_district >= 0, DISTRICT, np.where(at_area >= 0, AREA, UNKNOWN))
        east = np.append(self.easting, np.nan)[at]
        return Places(east, np.append(self.northing, np.nan)[at], by)

    def _at(self, names: NDArray[np.str_]) -> NDArray[np.int64]:
        """The row of each name; -1 where there is none."""
        if not len(self.names):
            return np.full(len(names), -1)
        at = np.minimum(np.searchsorted(self.names, names), len(self.names) - 1)
        return np.where(self.names[at] == names, at, -1)


def centres_of(postcodes: Sequence[str], easting: ArrayLike, northing: ArrayLike) -> Centres:
    """The middles of all districts and areas that these places are in."""
    parts = [district_and_area(one) for one in postcodes]
    east, north = np.asarray(easting, np.float64), np.asarray(northing, np.float64)
    usable = np.array([bool(one) for one, _ in parts], bool) & np.isfinite(east + north)
    districts = np.array([one for one, _ in parts], dtype=np.str_)[usable]
    areas = np.array([one for _, one in parts], dtype=np.str_)[usable]
    names, at = np.unique(np.concatenate([districts, areas]), return_inverse=True)
    many = np.bincount(at, minlength=len(names))
    twice_east, twice_north = np.tile(east[usable], 2), np.tile(north[usable], 2)
    least = np.maximum(many, 1)
    return Centres(
        names,
        np.bincount(at, twice_east, len(names)) / least,
        np.bincount(at, twice_north, len(names)) / least,
        many,
    )
