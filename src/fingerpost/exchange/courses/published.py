"""The published lists that name providers: schools, colleges, T Levels, universities.

What a provider's kind says it offers is one general entry ("Sixth form"): no list of single
courses is published with them, and none is made up.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fingerpost.exchange.national_schools.reader import read_schools
from fingerpost.exchange.roll import UnreadableFile

from .lists import CourseRow, Lists, ProviderRow, WrongFile, lines

NATIONAL = "National list of schools (Department for Education, OGL v3.0)"
REGISTER = "Register of schools and colleges 2017/18 (Department for Education, OGL v3.0)"
T_LEVELS = "T Level providers, January 2022 (Education and Skills Funding Agency, OGL v3.0)"
UNIVERSITIES = "Degree-awarding institutions (Department for Education, MIT)"

# What a provider offers by its kind: title, route and level of its general entry.
GENERAL = {
    "school": ("Sixth form", "school_sixth_form", 3),
    "sixth_form_college": ("Sixth-form college courses", "sixth_form_college", 3),
    "college": ("College courses", "further_education", None),
    "university": ("Degree courses", "university", 6),
}
# Types of the register: a college of which kind. Schools are told by their group; a school one
# pays for is left out, as nobody is sent there by a list of next places.
_COLLEGES = {
    "Sixth form college": "sixth_form_college",
    "Sixth form centre/consortia": "sixth_form_college",
    "Academy 16-19 converter": "sixth_form_college",
    "Academy 16-19 sponsor led": "sixth_form_college",
    "Free school  16-19": "sixth_form_college",
    "General further education college": "college",
    "Agriculture and horticulture college": "college",
    "Art, design and performing art college": "college",
    "Specialist designated college": "college",
}
_SCHOOLS = ("Academy", "Maintained School", "Special School")
_PRIVATE = ("Other independent school", "Other independent special school")
_CLOSED = "2"

SectorNamed = Callable[[str], str]


def general(provider: ProviderRow, source: str) -> CourseRow:
    """The general entry of what a provider of its kind offers."""
    title, route, level = GENERAL[provider.kind]
    return CourseRow(provider.key, title, route, source, level)


def read_national(path: Path, found: Lists) -> None:
    """Schools with a sixth form; the places of all schools, to reckon where districts are."""
    schools = read_schools(path)
    try:
        for school in schools:
            found.read[path.name] += 1
            grid = (
                (school.easting, school.northing)
                if school.easting is not None and school.northing is not None
                else None
            )
            if grid and school.postcode:
                found.known_places.append((school.postcode, *grid))
            if not (school.is_open and school.has_sixth_form):
                continue
            key = f"ukprn:{school.ukprn}" if school.ukprn else f"urn:{school.urn}"
            row = ProviderRow(
                key, school.name, "school", NATIONAL, school.town, school.postcode, None, grid
            )
            found.add_course(general(found.add_provider(row), NATIONAL))
    except UnreadableFile as refusal:
        raise WrongFile(f"{path.name}, line 1: {refusal.sentence}") from refusal
    found.problems += [f"{path.name}, {one.place}: {one.sentence}" for one in schools.rejected]


def read_register(path: Path, found: Lists) -> None:
    """Colleges, and schools with a sixth form that the national list did not have."""
    names = ("URN", "SCHNAME", "TOWN", "POSTCODE", "ICLOSE", "MINORGROUP", "NFTYPE", "ISPOST16")
    here = {(row.kind, row.postcode) for row in found.providers.values()}
    for number, cells in lines(path, names):
        found.read[path.name] += 1
        kind = _kind(cells)
        if kind is None or cells["ISPOST16"] != "1" or cells["ICLOSE"] == _CLOSED:
            continue
        if not cells["URN"].isdecimal() or not cells["SCHNAME"]:
            found.problems.append(f"{path.name}, line {number}: URN or SCHNAME is not filled in.")
            continue
        if (kind, cells["POSTCODE"]) in here:
            continue  # the same place under its newer number
        row = ProviderRow(
            f"urn:{cells['URN']}", cells["SCHNAME"], kind, REGISTER,
            cells["TOWN"], cells["POSTCODE"],
        )  # fmt: skip
        found.add_course(general(found.add_provider(row), REGISTER))


def _kind(cells: dict[str, str]) -> str | None:
    kind = _COLLEGES.get(cells["NFTYPE"])
    if kind is None and cells["MINORGROUP"] in _SCHOOLS and cells["NFTYPE"] not in _PRIVATE:
        kind = "school"
    return kind


def read_t_levels(path: Path, found: Lists, sector_named: SectorNamed) -> None:
    """T Levels by the site at which they are taught."""
    names = ("ukprn", "provider", "postcode", "town", "lat", "lon", "framework_code")
    titles = _t_levels(path.parent / "t_level_qualifications.csv")
    # Colleges that another list has under another number are known by where they are.
    there = {row.postcode: row for row in found.providers.values() if row.postcode}
    for number, cells in lines(path, names):
        found.read[path.name] += 1
        if cells["framework_code"] not in titles:
            found.problems.append(
                f"{path.name}, line {number}: no T Level has the code “{cells['framework_code']}”."
            )
            continue
        try:
            degrees = (float(cells["lat"]), float(cells["lon"]))
        except ValueError:
            found.problems.append(f"{path.name}, line {number}: “lat” or “lon” is no number.")
            continue
        title, route = titles[cells["framework_code"]]
        provider = there.get(cells["postcode"]) or found.add_provider(
            ProviderRow(
                f"ukprn:{cells['ukprn']}", _name(cells["provider"]), "college", T_LEVELS,
                cells["town"].title(), cells["postcode"], degrees,
            )
        )  # fmt: skip
        found.add_course(
            CourseRow(
                provider.key, f"T Level: {title}", "t_level", T_LEVELS, 3, sector_named(route),
                cells["postcode"], degrees,
            )
        )  # fmt: skip


def _t_levels(path: Path) -> dict[str, tuple[str, str]]:
    if not path.is_file():
        raise WrongFile(f"{path.name} is not there; it names the T Levels.")
    return {
        cells["framework_code"]: (cells["t_level"], cells["route"])
        for _, cells in lines(path, ("framework_code", "t_level", "route"))
    }


def _name(text: str) -> str:
    """A name that is published in capitals, as it is usually written."""
    small = {"of", "and", "for", "the", "in", "at"}
    words = text.title().replace("'S", "'s").split() if text.isupper() else text.split()
    return " ".join(
        word.lower() if number and word.lower() in small else word
        for number, word in enumerate(words)
    )


def read_universities(path: Path, found: Lists) -> None:
    """Universities; most are published without a postcode, so how far they are is not known."""
    for number, cells in lines(path, ("ukprn", "name", "postcode", "closed")):
        found.read[path.name] += 1
        if cells["closed"]:
            continue
        if not cells["name"]:
            found.problems.append(f"{path.name}, line {number}: “name” is empty.")
            continue
        key = f"ukprn:{cells['ukprn']}" if cells["ukprn"] else f"name:{cells['name'].casefold()}"
        row = found.add_provider(
            ProviderRow(key, cells["name"], "university", UNIVERSITIES, postcode=cells["postcode"])
        )
        if row.kind == "university":
            found.add_course(general(row, UNIVERSITIES))
