"""Reading XML from strangers: no document types, no entities, no network, no huge trees."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from fingerpost.exchange.roll import UnreadableFile

# Other encodings could hide a document type from the search below.
_ENCODINGS = {"utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "iso-8859-15"}
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")


def refuse_active_xml(data: bytes, name: str) -> None:
    """Raise UnreadableFile for XML that could make its reader fetch or unfold anything.

    A document type is the only way to define an entity, and no format read here has one.
    """
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].decode("ascii", "replace").lower() not in _ENCODINGS:
        raise UnreadableFile(f"{name} is written in a way we do not read. Export it as UTF-8.")
    if b"\0" in data:
        raise UnreadableFile(f"{name} is damaged, or not written as UTF-8. Export it again.")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableFile(
            f"{name} holds instructions (a document type) that no student file needs, so it was "
            "not read."
        )


def safe_events(
    data: bytes, name: str, tags: Sequence[str] | None = None
) -> Iterator[etree._Element]:
    """Each element with one of these tags (or any), as it ends.

    Raises UnreadableFile for unsafe, damaged or unfinished XML.
    """
    refuse_active_xml(data, name)
    events = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            yield element
    except etree.XMLSyntaxError as error:
        line = f" near line {error.lineno:,}" if error.lineno else ""
        raise UnreadableFile(
            f"{name} is cut off or damaged{line}. Export it again and send the whole file."
        ) from error
