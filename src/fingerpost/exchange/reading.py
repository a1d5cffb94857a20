"""Reading a roll from whatever a school sends: the one entry point."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fingerpost.exchange.containers import Folder, Zip, read_file
from fingerpost.exchange.ctf import reader as ctf
from fingerpost.exchange.oneroster import reader as oneroster
from fingerpost.exchange.oneroster.format import USERS
from fingerpost.exchange.roll import RollFile, UnreadableFile
from fingerpost.exchange.spreadsheet import reader as spreadsheet
from fingerpost.exchange.spreadsheet.reader import Table

_ZIP = b"PK"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SPREADSHEETS = (".csv", ".txt", ".tsv")


def read_roll(
    path: str | Path, mapping: Mapping[str, str] | None = None, *, as_of: date | None = None
) -> RollFile:
    """Everything that a file, folder or zip says about a school's roll.

    The format is found from the contents: OneRoster CSV (a folder or zip with users.csv), a Common
    Transfer File (XML), or a spreadsheet (CSV, XLSX, ODS). `mapping` (field name to heading) is for
    spreadsheets; without it the suggested one is used. `as_of` is the day on which leaving dates
    and ages are judged, today unless given.

    Good rows are kept when others are rejected. Raises UnreadableFile, whose `sentence` is for the
    sender, when the file as a whole cannot be read, and its subclass MappingNeeded when a person
    must choose the columns of a spreadsheet.
    """
    path = Path(path)
    day = as_of or datetime.now(ZoneInfo("Europe/London")).date()
    if path.is_dir():
        return _from_folder(path, day)
    data = read_file(path)
    if data[:2] == _ZIP:
        container = Zip(io.BytesIO(data), path.name)
        if not _is_workbook(container):
            return _from_zip(container, mapping, day)
    return _from_bytes(data, path.name, mapping, day)


def read_columns(path: str | Path) -> Table:
    """A spreadsheet's headings, suggested mapping and first rows, before anything is judged.

    For the page on which a person confirms what each column means. Raises UnreadableFile.
    """
    path = Path(path)
    if path.is_dir():
        raise UnreadableFile("This is a folder, not a spreadsheet.")
    data = read_file(path)
    if data[:2] == _ZIP:
        container = Zip(io.BytesIO(data), path.name)
        if not _is_workbook(container):
            name = _only_file(container, _SPREADSHEETS)
            if name is None:
                raise UnreadableFile(f"{path.name} is a zip without a spreadsheet in it.")
            return spreadsheet.read_table(container.read(name), name)
    _refuse_other_kinds(data, path.name)
    return spreadsheet.read_table(data, path.name)


def _from_folder(path: Path, day: date) -> RollFile:
    folder = Folder(path)
    if USERS not in folder.names():
        raise UnreadableFile("The folder has no users.csv, so it is not a OneRoster export.")
    return oneroster.read(folder, day)


def _is_workbook(container: Zip) -> bool:
    paths = container.paths()
    return "[Content_Types].xml" in paths or ("content.xml" in paths and "mimetype" in paths)


def _from_zip(container: Zip, mapping: Mapping[str, str] | None, day: date) -> RollFile:
    container.refuse_nested()
    if USERS in container.names():
        return oneroster.read(container, day)
    name = _only_file(container, (".xml", *_SPREADSHEETS))
    if name is None:
        raise UnreadableFile(
            "The zip has neither users.csv (OneRoster) nor one single file with students in it."
        )
    data = container.read(name)
    if data[:2] == _ZIP:
        raise UnreadableFile(f"{name} is itself a packed file. Unpack it and send what is in it.")
    return _from_bytes(data, name, mapping, day)


def _only_file(container: Zip, endings: tuple[str, ...]) -> str | None:
    fitting = [name for name in container.names() if name.endswith(endings)]
    return fitting[0] if len(fitting) == 1 else None


def _from_bytes(data: bytes, name: str, mapping: Mapping[str, str] | None, day: date) -> RollFile:
    _refuse_other_kinds(data, name)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return ctf.read(data.removeprefix(b"\xef\xbb\xbf").lstrip(), name, day)
    return spreadsheet.read(data, name, day, mapping)


def _refuse_other_kinds(data: bytes, name: str) -> None:
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFile(
            f"{name} is an old kind of Excel file, or is locked with a password. Save it as an "
            "unlocked XLSX."
        )
    if data.startswith(b"%PDF"):
        raise UnreadableFile(f"{name} is a PDF. Export the list as CSV or XLSX.")
