"""Everything joined, the gaps counted, and the tables written that ship with the product."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import tables
from ..occupation import Occupation, Standard
from ..outlook import Outlook
from ..sources import Gap
from .crosswalks import Index, plain, read_index
from .onet import Onet, read_onet
from .profiles import read_profiles

PROFILES = "careers/job_profiles.json"
OTHER_TITLES = "careers/job_profile_titles_2020.csv"
INDEX = "occupations/soc2020_coding_index_v13.csv"
ONET = "onet/db_30_2"
STANDARDS = "courses/ifate_standards_2020_full.csv"
OUTLOOK = "lmi/skills_imperative_2035_by_occupation_area.csv"
FILES = (PROFILES, OTHER_TITLES, INDEX, ONET, STANDARDS, OUTLOOK)
# So many neighbours are kept of each occupation.
MOST_RELATED = 10


class NotThere(ValueError):
    """The folder lacks a file that the base is built from; the sentence names it."""


@dataclass(frozen=True)
class Built:
    """The whole base as built. titles: by SOC 2020 unit group."""

    occupations: Sequence[Occupation]
    titles: Mapping[str, Sequence[str]]
    standards: Sequence[Standard]
    outlooks: Sequence[Outlook]
    gaps: Sequence[Gap]

    def gap_counts(self) -> Counter[str]:
        """How many occupations lack what."""
        return Counter(gap.what for gap in self.gaps)


def build(folder: Path) -> Built:
    """Read the published files in a folder. Raises NotThere; ValueError for a file that is wrong,
    with its line or profile.
    """
    for name in FILES:
        if not (folder / name).exists():
            raise NotThere(f"{folder} has no {name}.")
    index, onet = read_index(folder / INDEX), read_onet(folder / ONET)
    others = _other_titles(folder / OTHER_TITLES)
    found = [
        _joined(replace(one, other_titles=others.get(one.slug, ())), index, onet)
        for one in read_profiles(folder / PROFILES)
    ]
    standards = list(_standards(folder / STANDARDS))
    known = {one.reference for one in standards}
    occupations = [
        replace(
            one,
            related=tuple(_related(one, found, onet)),
            standards=tuple(ref for ref in one.standards if ref in known),
        )
        for one in found
    ]
    return Built(
        occupations,
        {code: sorted(names) for code, names in sorted(index.titles.items())},
        standards,
        list(_outlooks(folder / OUTLOOK)),
        [gap for one in occupations for gap in _gaps(one)],
    )


def _joined(one: Occupation, index: Index, onet: Onet) -> Occupation:
    soc2020, how = index.soc2020(one.soc2010, (one.title, *one.other_titles))
    code = onet.code_of(one.slug, one.onet)
    return replace(
        one,
        soc2020=soc2020,
        soc2020_by=how,
        onet=code,
        interests=onet.interests.get(code),
        values=onet.values.get(code),
        preparation=onet.preparation.get(code),
    )


def _related(one: Occupation, everything: Sequence[Occupation], onet: Onet) -> Iterator[str]:
    """Slugs of the nearest: those of the same O*NET code, then by O*NET's own order."""
    by_code: dict[str, list[str]] = defaultdict(list)
    for other in everything:
        by_code[other.onet].append(other.slug)
    codes = (one.onet, *onet.related.get(one.onet, ())) if one.onet else ()
    slugs = [slug for code in codes for slug in by_code.get(code, ()) if slug != one.slug]
    yield from slugs[:MOST_RELATED]


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their line in the file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row


def _other_titles(path: Path) -> dict[str, tuple[str, ...]]:
    """Other names of each occupation, each once, by slug."""
    found = {}
    for _, row in _rows(path):
        listed = f"{row['alternative_titles']},{row['hidden_alternative_titles']}".split(",")
        names = {plain(name): name.strip() for name in listed if plain(name)}
        found[row["slug"]] = tuple(names.values())
    return found


def _standards(path: Path) -> Iterator[Standard]:
    """Apprenticeships that could be begun when the list was made."""
    for line, row in _rows(path):
        if not row["Status"].startswith("Approved") or not row["Level"].isdigit():
            continue
        months = row["Typical Duration"]
        try:
            yield Standard(
                row["Reference"].strip(),
                row["Name"].strip(),
                int(row["Level"]),
                int(months) if months.isdigit() and int(months) else None,
                row["Route"].strip(),
            )
        except (KeyError, ValueError) as fault:
            raise ValueError(f"{path.name}, line {line}: {fault}.") from fault


def _outlooks(path: Path) -> Iterator[Outlook]:
    """The outlook of every group in every area that the file has whole."""
    for line, row in _rows(path):
        try:
            yield Outlook(
                row["area_code"],
                " ".join(row["area"].split()),
                row["soc2020_sub_major"],
                row["occupation"],
                *(
                    float(row[name])
                    for name in ("emp_2020_k", "emp_2035_k", "total_requirement_2020_35_k")
                ),
            )
        except (KeyError, TypeError, ValueError) as fault:
            raise ValueError(f"{path.name}, line {line}: {fault}.") from fault


def write(built: Built, folder: Path) -> None:
    """Write the tables that ship; the same files give the same tables."""
    tables.write_occupations(folder / tables.OCCUPATIONS, built.occupations)
    tables.write_ways_in(folder / tables.WAYS_IN, built.occupations)
    tables.write_titles(folder / tables.TITLES, built.titles)
    tables.write_rows(folder / tables.STANDARDS, built.standards)
    tables.write_rows(folder / tables.OUTLOOKS, built.outlooks)
    tables.write_rows(folder / tables.GAPS, built.gaps)


_WANTED = (
    ("soc2020", "its older code is not in the coding index"),
    ("interests", "O*NET has no interests for it"),
    ("values", "O*NET has no work values for it"),
    ("pay_to_start", "pay is published as variable"),
    ("skills", "no skills are published"),
    ("related", "O*NET names no neighbour that is here"),
    ("subjects", "no school subject is named in what is published"),
    ("restrictions", "nothing is published that it asks for besides"),
)


def _gaps(one: Occupation) -> Iterator[Gap]:
    for what, because in _WANTED:
        if not getattr(one, what):
            yield Gap(one.slug, what, because)
    if one.soc2020_by == "most_titles":
        yield Gap(one.slug, "soc2020_by", "its newer code is where most titles of its older went")
    if not one.ways_in:
        yield Gap(one.slug, "ways_in", "no way in is published")
    unread = sum(not need.is_read for way in one.ways_in for need in way.requirements)
    if unread:
        yield Gap(one.slug, "requirements", f"{unread} can be understood by a person only")
