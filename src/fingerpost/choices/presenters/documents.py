"""A CV or a personal statement as a page and as a tagged PDF."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from ..services.documents import PARTS

MADE = "Made data: the school and everyone in it are invented."


@dataclass(frozen=True)
class Part:
    """One part that has something in it: its heading and its lines."""

    heading: str
    lines: tuple[str, ...]


def parts_of(document: Any) -> list[Part]:
    """The parts that have something in them, in order."""
    found = [
        Part(heading, tuple(line for line in document.parts.get(key, "").splitlines() if line))
        for key, heading in PARTS[document.kind]
    ]
    return [part for part in found if part.lines]


def as_pdf(document: Any) -> bytes:
    """The document typeset (PDF/UA-1). Raises typst.TypstError when it breaks a rule of that."""
    import typst  # slow to import; only a PDF needs it

    told = {
        "name": document.student.name,
        "title": document.get_kind_display(),
        "note": MADE if document.student.school.is_demonstration else "",
        "parts": [
            {"heading": part.heading, "lines": list(part.lines)} for part in parts_of(document)
        ],
        "as_list": document.kind == "cv",
    }
    template = files("fingerpost.choices") / "typst" / "document.typ"
    typeset: bytes = typst.compile(
        template.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(told)},
        pdf_standards=["ua-1"],
    )
    return typeset
