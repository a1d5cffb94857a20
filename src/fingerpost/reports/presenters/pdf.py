"""A report as a tagged PDF (PDF/UA-1), typeset by Typst with the fonts it carries itself."""

import json
from html import escape
from importlib.resources import files

from .report import Breakdown, Report, day

_ROW, _WIDTH, _LABELS, _BARS = 26, 520, 170, 200
_BAR, _TRACK, _INK = "#0b6b7a", "#e3e9e7", "#0c3a44"


def as_pdf(report: Report) -> bytes:
    """The report typeset. Raises typst.TypstError when the document breaks a rule of PDF/UA."""
    import typst  # slow to import, as pikepdf is; only a PDF needs them

    from .row_headers import with_row_headers

    template = files("fingerpost.reports") / "typst" / "governors.typ"
    typeset = typst.compile(
        template.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_plain(report))},
        pdf_standards=["ua-1"],
    )
    return with_row_headers(typeset)


def _plain(report: Report) -> dict[str, object]:
    return {
        "title": report.title,
        "school": report.school,
        "urn": report.urn,
        "as_of": day(report.as_of),
        "compared_with": day(report.compared_with),
        "academic_year": report.academic_year,
        "students": report.students,
        "note": report.note,
        "summary": [
            {"question": one.question, "said": [said.sentence for said in one.said]}
            for one in report.summary
        ],
        "small_groups": report.small_groups,
        "decisions": [
            {"sentence": one.sentence, "ask": one.ask, "source": one.source}
            for one in report.decisions
        ],
        "sections": [
            {
                "title": section.title,
                "intro": section.intro,
                "lines": [
                    {
                        "title": line.title,
                        "meaning": line.meaning,
                        "figure": line.figure,
                        "last_year": line.last_year or "not known",
                        "state": line.state_words,
                        "threshold": line.threshold,
                        "source": line.source,
                    }
                    for line in section.lines
                ],
                "breakdowns": [_breakdown(one) for one in section.breakdowns],
            }
            for section in report.sections
        ],
    }


def _breakdown(breakdown: Breakdown) -> dict[str, object]:
    return {
        "title": breakdown.title,
        "about": breakdown.about,
        "head": breakdown.head,
        "alt": breakdown.description,
        "svg": bars_svg(breakdown),
        "parts": [[part.label, part.figure] for part in breakdown.parts],
    }


def bars_svg(breakdown: Breakdown) -> str:
    """The bars of a breakdown, each a share of 100 per cent, as an SVG picture."""
    drawn = []
    for number, part in enumerate(breakdown.parts):
        top = number * _ROW + 4
        width = _BARS * min(max(part.share or 0, 0), 100) / 100
        words = f'font-family="Libertinus Serif" font-size="13" fill="{_INK}" y="{top + 13}"'
        drawn.append(
            f'<text x="0" {words}>{escape(part.label)}</text>'
            f'<rect x="{_LABELS}" y="{top}" width="{_BARS}" height="16" fill="{_TRACK}"/>'
            f'<rect x="{_LABELS}" y="{top}" width="{width:.1f}" height="16" fill="{_BAR}"/>'
            f'<text x="{_LABELS + _BARS + 10}" {words}>{escape(part.figure)}</text>'
        )
    height = len(breakdown.parts) * _ROW + 4
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}">{"".join(drawn)}</svg>'
    )
