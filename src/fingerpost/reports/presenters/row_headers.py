"""Row headings in a tagged PDF.

Typst tags the cells of a table's header row as headings and no others, so that a screen reader
in the third column of a long table cannot say which row it is in. The structure tree is put
right after typesetting.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf


def with_row_headers(content: bytes) -> bytes:
    """The PDF with the first cell of each row of every table's body as the heading of its row."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for body in _elements(pdf.Root.StructTreeRoot, "/TBody"):
            for row in _elements(body, "/TR"):
                cell = next(_elements(row, "/TD"), None)
                if cell is not None:
                    _head_row(cell)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _head_row(cell: pikepdf.Object) -> None:
    scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    known: Any = cell.get("/A", [])
    others = list(known.as_list()) if isinstance(known, pikepdf.Array) else [known]
    cell.S = pikepdf.Name.TH
    cell.A = pikepdf.Array([scope, *others])


def _elements(node: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    """The structure elements of a kind below a node, in reading order."""
    below: Any = node.get("/K", [])
    for child in below.as_list() if isinstance(below, pikepdf.Array) else [below]:
        if not isinstance(child, pikepdf.Dictionary) or "/S" not in child:
            continue
        if kind == child.S:
            yield child
        yield from _elements(child, kind)
