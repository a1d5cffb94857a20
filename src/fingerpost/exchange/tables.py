"""Text that should be a table: its encoding, its separator, its rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fingerpost.exchange.roll import UnreadableFile

MAX_COLUMNS = 1_000
MAX_ROWS = 250_000
DELIMITERS = ",;\t|"

# Everything below a space except tab, line feed, vertical tab, form feed and carriage return.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_END_OF_FILE_MARK = "\x1a"


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text and how it was decoded: "utf-8", "utf-16" or "cp1252"."""

    text: str
    encoding: str


def decode(data: bytes, name: str) -> Text:
    """Text from bytes: UTF-8 if it is strictly that, else Windows Western; UTF-16 if marked so.

    Detection by statistics guesses wrongly on short files, so there is none. Raises UnreadableFile
    for what is not text in any of these.
    """
    if not data.strip():
        raise UnreadableFile(f"{name} is empty.")
    text = _decoded(data, name)
    plain = text.text.removesuffix(_END_OF_FILE_MARK)
    if _NOT_TEXT.search(plain):
        raise UnreadableFile(
            f"{name} is not a text file, or was damaged on the way: it holds characters that no "
            "text has."
        )
    return Text(plain, text.encoding)


def _decoded(data: bytes, name: str) -> Text:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return Text(data.decode("utf-16"), "utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableFile(f"{name} is cut off or damaged.") from error
    try:
        return Text(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError as error:
        # Good UTF-8 up to the last few bytes is a file cut off inside a letter, not another code.
        if error.start > 0 and error.end >= len(data) and "unexpected end" in error.reason:
            at_end = not data[: error.start].isascii()
            if at_end:
                raise UnreadableFile(f"{name} is cut off: it ends inside a letter.") from error
    try:
        return Text(data.decode("cp1252"), "cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name} is written in a way we cannot read. Save it again as “CSV UTF-8”."
        ) from error


def sniff_delimiter(text: str) -> str:
    """The separator of a table: the one that gives the most columns in most of the first lines."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]

    def worth(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        present = [count for count in counts if count]
        return (len(present), sum(present))

    best = max(DELIMITERS, key=worth, default=",")
    return best if worth(best)[0] else ","


def rows(text: str, name: str, delimiter: str = ",") -> Iterator[list[str]]:
    """The rows of a table as lists of cells, heading row first, blank lines as empty lists.

    Raises UnreadableFile where quotation marks do not match (everything after would be read
    wrongly) and for more rows or columns than a roll can have.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for count, row in enumerate(reader, start=1):
            if len(row) > MAX_COLUMNS:
                raise UnreadableFile(
                    f"{name} has {len(row):,} columns in row {count:,}; the most we read is "
                    f"{MAX_COLUMNS:,}. It may be the wrong file."
                )
            if count > MAX_ROWS:
                raise UnreadableFile(
                    f"{name} has more than {MAX_ROWS:,} rows, too many for a roll."
                )
            yield row
    except csv.Error as error:
        raise UnreadableFile(
            f"{name} is cut off or damaged near line {reader.line_num:,}: the quotation marks "
            "there do not match. Export it again."
        ) from error
