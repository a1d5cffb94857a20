"""Reading a roll from a OneRoster CSV export, version 1.1 or 1.2, full or changes only."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from fingerpost.common.identifiers import IdentifierError, is_upn_shaped, validate_urn
from fingerpost.exchange.assembly import Columns, Origin, RollAssembly
from fingerpost.exchange.containers import Container
from fingerpost.exchange.fields import FIELDS
from fingerpost.exchange.headings import field_for
from fingerpost.exchange.oneroster.format import (
    ACTIVE,
    CLASSES,
    DELTA,
    DEMOGRAPHICS,
    ENROLLMENTS,
    ETHNICITY_FLAGS,
    GONE,
    HOMEROOM,
    METADATA,
    ORGS,
    PRIMARY,
    ROLES,
    SCHOOL,
    SEX,
    STUDENT,
    USERS,
    V1_1,
)
from fingerpost.exchange.oneroster.tables import Export, Lines
from fingerpost.exchange.roll import RollFile, UnreadableFile

_HEADINGS = {
    "source_id": "sourcedId",
    "upn": "identifier",
    "uln": "userIds",
    "given_name": "givenName",
    "family_name": "familyName",
    "preferred_name": "preferredGivenName",
    "email": "email",
    "year_group": "grades",
    "sex": "sex",
    "born_on": "birthDate",
    "tutor_group": "title",
    "joined_on": "beginDate",
    "left_on": "endDate",
}
_USER_ID = re.compile(r"\{\s*([^:{}]*?)\s*:\s*([^{}]*?)\s*\}")


@dataclass(slots=True)
class _Role:
    """Where a student is on roll, and between which days."""

    org: str = ""
    joined_on: str = ""
    left_on: str = ""
    gone: bool = False
    row: int = 0


def read(container: Container, as_of: date) -> RollFile:
    """A roll from the files of one export. Raises UnreadableFile.

    A student is a user whose role is student (in users.csv for 1.1, roles.csv for 1.2); the tutor
    group is the title of their homeroom class; the school is the organisation of type school,
    whose identifier should be its URN.
    """
    export = Export(container)
    users = _needed(export, USERS)
    mode: Literal["bulk", "delta"] = "delta" if export.mode(USERS) == DELTA else "bulk"
    assembly = RollAssembly(
        Origin("oneroster", export.version, mode), Columns(_headings(users)), as_of
    )
    roles = None if export.version == V1_1 else _roles(export)
    schools = _schools(export, assembly)
    tutor_groups = _tutor_groups(export)
    demographics = _demographics(export, assembly)
    seen_schools: Counter[str | None] = Counter()
    seen: set[str] = set()
    extra = _metadata_fields(users)
    for student in _students(users, roles, assembly, mode == "delta"):
        sourced_id = student.values["source_id"]
        seen.add(sourced_id)
        values: dict[str, str] = {**student.values, **demographics.get(sourced_id, {})}
        group, grade = tutor_groups.get(sourced_id, ("", ""))
        values["tutor_group"] = group
        values["year_group"] = values["year_group"] or grade
        for field, cell in extra(student.line):
            values[field] = values.get(field) or cell
        school = schools.get(student.role.org)
        seen_schools[school] += 1
        assembly.add(
            student.row,
            f"{USERS} row {student.row:,}",
            values,
            left=student.role.gone,
            school_urn=school,
        )
    if mode == "delta":
        _gone_by_role(roles or {}, seen, assembly)
        _moved_only(tutor_groups.keys() - seen, assembly)
    for note in export.notes:
        assembly.note(note)
    return assembly.finish(school_urn=_only_school(seen_schools, assembly))


def _gone_by_role(roles: Mapping[str, _Role], seen: set[str], assembly: RollAssembly) -> None:
    """Students whose role ended, in a file of changes that does not repeat the students."""
    for user, role in roles.items():
        if role.gone and user not in seen:
            place = f"{ROLES} row {role.row:,}"
            values = {"source_id": user, "left_on": role.left_on}
            assembly.add(role.row, place, values, left=True)


def _moved_only(moved: set[str], assembly: RollAssembly) -> None:
    if moved:
        assembly.note(
            f"{len(moved):,} students changed tutor group but are not in users.csv, so the change "
            "was not read. Import a full export to bring tutor groups up to date."
        )


def _needed(export: Export, name: str) -> Lines:
    lines = export.lines(name)
    if lines is None:
        raise UnreadableFile(f"The export has no {name}, so it holds no students.")
    return lines


# --- users and their roles ----------------------------------------------------------------------


@dataclass(slots=True)
class _Student:
    row: int
    line: list[str]
    values: dict[str, str]
    role: _Role


_USER_COLUMNS = (
    "sourcedid",
    "status",
    "orgsourcedids",
    "role",
    "userids",
    "givenname",
    "familyname",
    "identifier",
    "email",
    "grades",
    "preferredgivenname",
    "primaryorgsourcedid",
)


def _students(
    users: Lines, roles: Mapping[str, _Role] | None, assembly: RollAssembly, delta: bool
) -> Iterator[_Student]:
    take = users.getter(*_USER_COLUMNS)
    if roles is None and "role" not in users.columns:
        raise UnreadableFile("users.csv has no column role, so students cannot be told from staff.")
    for row, line in users.lines:
        cells = dict(zip(_USER_COLUMNS, take(line), strict=True))
        status = cells["status"].lower()
        if roles is None:
            if cells["role"].lower() != STUDENT:
                continue
            role = _Role(org=_first(cells["orgsourcedids"]))
        else:
            known = roles.get(cells["sourcedid"])
            if known is None:
                continue
            role = replace(known)
        role.org = cells["primaryorgsourcedid"] or role.org
        role.gone = role.gone or status in GONE
        place = f"{USERS} row {row:,}"
        if row in users.overlong:
            assembly.reject(
                row, place, "", "This row has more cells than there are columns: check its commas."
            )
            continue
        if delta and status not in (ACTIVE, *GONE):
            assembly.reject(
                row,
                place,
                "status",
                "A file of changes must say active or tobedeleted in each row, and this one does "
                "not.",
            )
            continue
        yield _Student(row, line, _user_values(cells, role), role)


def _user_values(cells: Mapping[str, str], role: _Role) -> dict[str, str]:
    ids = {kind.lower(): value for kind, value in _USER_ID.findall(cells["userids"])}
    identifier = cells["identifier"]
    # Systems put the UPN in identifier or among the userIds; another system's number in
    # identifier is no mistake, so only what has a UPN's shape is judged as one.
    upn = ids.get("upn", "") or (identifier if is_upn_shaped(identifier) else "")
    return {
        "source_id": cells["sourcedid"],
        "upn": upn,
        "uln": ids.get("uln", ""),
        "given_name": cells["givenname"],
        "family_name": cells["familyname"],
        "preferred_name": cells["preferredgivenname"],
        "email": cells["email"],
        "year_group": _one_grade(cells["grades"]),
        "joined_on": role.joined_on,
        "left_on": role.left_on,
    }


def _first(listed: str) -> str:
    return listed.split(",", 1)[0].strip()


def _one_grade(listed: str) -> str:
    """The year group in a list; of several, which some systems keep for past years, the last."""
    return listed.rsplit(",", 1)[-1].strip()


def _roles(export: Export) -> dict[str, _Role]:
    """Students' roles by user, from roles.csv: the primary one, or else the first."""
    lines = _needed(export, ROLES)
    take = lines.getter(
        "usersourcedid", "role", "roletype", "status", "orgsourcedid", "begindate", "enddate"
    )
    roles: dict[str, _Role] = {}
    primary: set[str] = set()
    for row, line in lines.lines:
        user, role, kind, status, org, begins, ends = take(line)
        if role.lower() != STUDENT or user in primary:
            continue
        if kind.lower() == PRIMARY:
            primary.add(user)
        elif user in roles:
            continue
        roles[user] = _Role(org, begins, ends, status.lower() in GONE, row)
    return roles


# --- what other files say -----------------------------------------------------------------------


def _schools(export: Export, assembly: RollAssembly) -> dict[str, str]:
    """URNs by the key of each school that has one."""
    lines = export.lines(ORGS)
    urns: dict[str, str] = {}
    if lines is None:
        return urns
    take = lines.getter("sourcedid", "type", "identifier", "name")
    for _, line in lines.lines:
        key, kind, identifier, name = take(line)
        if kind.lower() != SCHOOL:
            continue
        try:
            urns[key] = validate_urn(identifier)
        except IdentifierError:
            assembly.note(f"orgs.csv gives no URN as the identifier of {name[:60] or 'a school'}.")
    return urns


def _only_school(seen: Counter[str | None], assembly: RollAssembly) -> str | None:
    known = [urn for urn in seen if urn is not None]
    if len(known) > 1:
        assembly.note(
            f"The export holds students of {len(known)} schools ({', '.join(sorted(known))}). "
            "Import the students of one school at a time."
        )
        return None
    return known[0] if known else None


def _tutor_groups(export: Export) -> dict[str, tuple[str, str]]:
    """Title and year group of each student's homeroom class.

    Of several, the primary one still running, or else the one begun last.
    """
    classes, enrollments = export.lines(CLASSES), export.lines(ENROLLMENTS)
    if classes is None or enrollments is None:
        return {}
    take_class = classes.getter("sourcedid", "title", "classtype", "status", "grades")
    homerooms = {
        key: (title, _one_grade(grades))
        for key, title, kind, status, grades in (take_class(line) for _, line in classes.lines)
        if kind.lower() == HOMEROOM and status.lower() not in GONE
    }
    take = enrollments.getter(
        "classsourcedid", "usersourcedid", "role", "status", "primary", "begindate", "enddate"
    )
    class_of = enrollments.getter("classsourcedid")
    best: dict[str, tuple[tuple[bool, bool, str, str], str]] = {}
    for _, line in enrollments.lines:
        if class_of(line)[0] not in homerooms:
            continue
        key, user, role, status, primary, begins, ends = take(line)
        if role.lower() != STUDENT or status.lower() in GONE:
            continue
        rank = (not ends, primary.lower() == "true", begins, key)
        if user not in best or rank > best[user][0]:
            best[user] = (rank, key)
    return {user: homerooms[key] for user, (_, key) in best.items()}


def _demographics(export: Export, assembly: RollAssembly) -> dict[str, dict[str, str]]:
    lines = export.lines(DEMOGRAPHICS)
    if lines is None:
        return {}
    take = lines.getter("sourcedid", "birthdate", "sex", "status")
    extra = _metadata_fields(lines)
    flags = lines.getter(*ETHNICITY_FLAGS)
    known: dict[str, dict[str, str]] = defaultdict(dict)
    american = False
    for _, line in lines.lines:
        key, born_on, sex, status = take(line)
        if status.lower() in GONE:
            continue
        known[key] = {"born_on": born_on, "sex": SEX.get(sex.lower(), sex)}
        known[key].update(extra(line))
        american = american or any(flag.lower() == "true" for flag in flags(line))
    if american:
        assembly.note(
            "demographics.csv gives ethnicity in American groups, which do not match the codes "
            "used in England, so ethnicity was left blank."
        )
    return known


# --- columns the sender added -------------------------------------------------------------------


def _metadata_columns(lines: Lines) -> dict[str, int]:
    """Field to place, for added columns whose names are understood."""
    found: dict[str, int] = {}
    for place, heading in enumerate(lines.headings):
        if heading.lower().startswith(METADATA):
            field = field_for(heading.rsplit(".", 1)[-1])
            if field in FIELDS and field != "full_name":
                found.setdefault(field, place)
    return found


def _metadata_fields(lines: Lines) -> Callable[[list[str]], list[tuple[str, str]]]:
    places = _metadata_columns(lines)

    def take(line: list[str]) -> list[tuple[str, str]]:
        return [(field, line[place].strip()) for field, place in places.items()]

    return take


def _headings(users: Lines) -> dict[str, str]:
    added = {field: users.headings[place] for field, place in _metadata_columns(users).items()}
    return {**added, **_HEADINGS} if added else dict(_HEADINGS)
