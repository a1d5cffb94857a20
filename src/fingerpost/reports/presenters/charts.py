"""A report's breakdowns as the page draws them."""

from fingerpost.web.charts import Bar, BarChart

from .report import Breakdown, Report, Section


def page_sections(report: Report) -> list[tuple[Section, list[BarChart]]]:
    """Each section with its charts by group, marked as made up where the school is."""
    return [
        (section, [chart_of(one, report.note) for one in section.breakdowns])
        for section in report.sections
    ]


def chart_of(breakdown: Breakdown, note: str) -> BarChart:
    """The bars of a breakdown, each a share of 100 per cent."""
    about = f"{breakdown.about} {note}." if note else breakdown.about
    bars = [
        Bar(
            part.label,
            part.share or 0,
            part.figure,
            part.opens.url,
            number=part.opens.number,
        )
        for part in breakdown.parts
    ]
    return BarChart(
        breakdown.title,
        about,
        bars,
        value_label="Students",
        maximum=100,
        head_label=breakdown.head,
    )
