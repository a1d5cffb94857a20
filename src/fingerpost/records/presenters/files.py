"""A record as files."""

import io
import zipfile

from fingerpost.exchange.record.reader import FILE_NAME
from fingerpost.exchange.record.record import Record
from fingerpost.exchange.record.writer import write_record

from .pdf import as_pdf

JSONLD, PDF, ZIP = "jsonld", "pdf", "zip"
TYPES = {
    JSONLD: "application/ld+json",
    PDF: "application/pdf",
    ZIP: "application/zip",
}


def as_file(record: Record, form: str, *, own: bool) -> bytes:
    """The record as JSON-LD, as a PDF, or as a zip of both."""
    if form == PDF:
        return as_pdf(record, own=own)
    text = write_record(record).encode()
    if form == JSONLD:
        return text
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(FILE_NAME, text)
        file.writestr("record.pdf", as_pdf(record, own=own))
    return packed.getvalue()
