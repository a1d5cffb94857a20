"""A record as a tagged PDF (PDF/UA-1), typeset by Typst with the fonts it carries itself."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from fingerpost.exchange.record.record import Record

from .readable import Words, day

# Sections that say so where there is nothing yet; others are left out.
_ALWAYS = frozenset({"At school", "Ideas", "What comes next"})


def as_pdf(record: Record, *, own: bool) -> bytes:
    """The record typeset. Raises typst.TypstError when the document breaks a rule of PDF/UA."""
    import typst  # slow to import, as pikepdf is; only a PDF needs them

    from fingerpost.reports.presenters.row_headers import with_row_headers

    template = files("fingerpost.records") / "typst" / "record.typ"
    typeset = typst.compile(
        template.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"record": json.dumps(told(record, own=own))},
        pdf_standards=["ua-1"],
    )
    return with_row_headers(typeset)


def told(record: Record, *, own: bool) -> dict[str, Any]:
    """Everything that the PDF says, as plain data."""
    words = Words(own=own)
    holder = record.holder
    sections = [
        ("At school", [words.stay(one, record.issuer) for one in record.stays]),
        ("Ideas", [words.idea(one) for one in reversed(record.ideas)]),
        ("What comes next", [words.intention(one) for one in reversed(record.intentions)]),
        ("Why, and what else", [words.reasons(one) for one in reversed(record.reasons)]),
        ("Applications", [words.application(one) for one in reversed(record.applications)]),
        ("Predicted grades", [words.predicted_grade(one) for one in record.predicted_grades]),
    ]
    if own:
        answers = [words.self_assessment(one) for one in reversed(record.self_assessments)]
        thought = [words.feedback(one) for one in reversed(record.feedback)]
        charge = [words.responsibility(one) for one in record.responsibilities]
        written = [words.document(one) for one in reversed(record.documents)]
        sections += [
            ("About me", answers),
            ("What I am in charge of", charge),
            ("My CV and letters", written),
            ("What I thought", thought),
        ]
    return {
        "name": holder.name,
        "school": record.issuer.name,
        "made": day(record.made_at.date()),
        "about": [
            *([["Born", day(holder.born_on)]] if holder.born_on else []),
            *([["Year group", str(holder.year_group)]] if holder.year_group else []),
            *([["UPN", holder.upn]] if holder.upn else []),
        ],
        "years": [
            {"year": year, "lines": [asdict(line) for line in lines]}
            for year, lines in words.by_year(record.encounters)
        ],
        "steps": [asdict(words.step(one)) for one in reversed(record.plan)],
        "sections": [
            {"title": title, "lines": [asdict(line) for line in lines]}
            for title, lines in sections
            if lines or title in _ALWAYS
        ],
    }
