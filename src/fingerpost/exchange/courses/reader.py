"""Reading every list of courses and providers that a folder holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fingerpost.exchange import opportunities
from fingerpost.exchange.roll import UnreadableFile

from .lists import CourseRow, Lists, ProviderRow, WrongFile
from .published import (
    SectorNamed,
    read_national,
    read_register,
    read_t_levels,
    read_universities,
)

# What the files are called, in the order in which they are read: of two that name the same
# provider the first counts.
FILES = {
    "gias_establishments*.csv": "the national list of schools",
    "edubasealldata*.csv": "the national list of schools, as it is downloaded",
    "england_school_register*.csv": "the register of schools and colleges",
    "t_level_provider_locations*.csv": "T Levels and where they are taught",
    "degree_institutions*.csv": "universities",
    "our-courses*.csv": "courses in Fingerpost's own columns, as for “Near me”",
}
# Which kind of provider a route has, where a list of courses does not say it.
_KIND = {
    "school_sixth_form": "school",
    "sixth_form_college": "sixth_form_college",
    "university": "university",
    "apprenticeship": "employer",
    "higher_apprenticeship": "employer",
    "work_with_training": "employer",
    "training_provider": "training_provider",
    "community_learning": "community",
}


@dataclass(frozen=True)
class Names:
    """Labels of routes and sectors by name; sector_named: from a published name to a sector."""

    routes: Mapping[str, str]
    sectors: Mapping[str, str]
    sector_named: SectorNamed


def read(folder: Path, names: Names) -> Lists:
    """Read all lists in a folder and the folders in it. Raises WrongFile: then nothing counts."""
    if not folder.is_dir():
        raise WrongFile(f"There is no folder {folder}.")
    readers: tuple[Callable[[Path, Lists], None], ...] = (
        read_national,
        read_national,
        read_register,
        lambda path, found: read_t_levels(path, found, names.sector_named),
        read_universities,
        lambda path, found: read_own(path, found, names),
    )
    found = Lists()
    for pattern, reader in zip(FILES, readers, strict=True):
        for path in sorted(folder.rglob(pattern)):
            if "types" not in path.name:
                reader(path, found)
    if not found.read:
        raise WrongFile(f"There is no list in {folder}. Lists are called: {', '.join(FILES)}.")
    return found


def read_own(path: Path, found: Lists, names: Names) -> None:
    """Courses in the columns that the careers leader's list has too."""
    source = f"{path.name}"
    try:
        listed = opportunities.read(
            path.read_bytes(),
            opportunities.words_of(names.routes, names.sectors),
            only_courses=True,
        )
    except UnreadableFile as refusal:
        raise WrongFile(f"{path.name}, line 1: {refusal.sentence}") from refusal
    by_name = {row.name.casefold(): row for row in found.providers.values()}
    found.read[path.name] += len(listed.rows) + len(listed.problems)
    found.problems += [f"{path.name}, {_small(one)}" for one in listed.problems]
    for row in listed.rows:
        known = by_name.get(row.provider.casefold())
        if known is None:
            known = found.add_provider(
                ProviderRow(
                    f"name:{row.provider.casefold()}", row.provider,
                    _KIND.get(row.route, "college"), source, postcode=row.postcode,
                )
            )  # fmt: skip
            by_name[row.provider.casefold()] = known
        found.add_course(
            CourseRow(
                known.key, row.title, row.route, source, row.level,
                row.sectors[0] if row.sectors else "", row.postcode, None, row.gcses, row.grade,
                row.subjects, row.open_day, row.apply_by, row.link, row.starts_on,
                row.english_grade, row.maths_grade, row.requirements, row.opens_on, row.details,
            )
        )  # fmt: skip


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
