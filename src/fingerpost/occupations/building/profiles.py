"""Occupations from the National Careers Service's job profiles: codes, names and numbers only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..occupation import WAYS, Occupation, Requirement, WayIn
from .requirements import read_requirement
from .restrictions import read_restrictions, read_settings

Json = Mapping[str, Any]
_TIMES = {
    "between 8am and 6pm": "day",
    "9am to 5pm": "day",
    "early mornings": "early",
    "evenings": "evenings",
    "evenings / weekends": "evenings_weekends",
    "evenings / weekends / bank holidays": "evenings_weekends",
    "freelance / self-employed": "own_hours",
    "on call": "on_call",
    "weekends": "evenings_weekends",
}
_VARY = {"variable": "varies", "irregular": "varies", "term time": "term_time"}


def read_profiles(path: Path) -> list[Occupation]:
    """Every profile, in the order of their slugs. Raises ValueError with the profile's slug."""
    profiles = json.loads(path.read_text(encoding="utf-8"))
    return sorted((_occupation(one) for one in profiles), key=lambda one: one.slug)


def _occupation(one: Json) -> Occupation:
    try:
        return Occupation(
            slug=one["slug"],
            title=one["title"].strip(),
            fields=tuple(one["categories"]),
            soc2010=next(iter(one["soc2010"]), ""),
            onet=next(iter(one["onet_soc"]), ""),
            pay_to_start=_pounds(one["salary_starter"]),
            pay_with_experience=_pounds(one["salary_experienced"]),
            hours_from=one["min_hours"] or None,
            hours_to=one["max_hours"] or None,
            hours_vary=_VARY.get(one["hours_detail"] or "", ""),
            times=_TIMES.get(one["working_pattern"] or "", ""),
            skills=tuple(one["onet_skills"]),
            settings=read_settings([*one["location"], *one["environment"]]),
            restrictions=read_restrictions(
                [*one["restrictions"], *one["other_requirements"]], one["registrations"]
            ),
            standards=tuple(row["ref"] for row in one["apprenticeship_standards"]),
            ways_in=_ways(one["routes"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise ValueError(f"Profile {one.get('slug', '?')}: {fault!r}.") from fault


def _pounds(text: str | None) -> int | None:
    """Whole pounds; None where pay varies."""
    return int(float(text)) if text and re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def _ways(routes: Mapping[str, Iterable[Json]]) -> tuple[WayIn, ...]:
    return tuple(
        WayIn(way, tuple(_requirements(way, routes[way]))) for way in WAYS if routes.get(way)
    )


def _requirements(way: str, rows: Iterable[Json]) -> Iterable[Requirement]:
    for row in rows:
        for line in row["requirements"]:
            read = read_requirement(line)
            if way == "university" and read.level is None and read.a_levels:
                read = replace(read, level=6)
            yield read
