"""The governors' report: figures, what they were a year ago, and what needs a decision.

Every figure is protected as for governors, whoever opens the report, so that one report can be
handed round. Each opens the list of students it counts for whoever may see names, and how it
was worked out for the others.
"""

import datetime as dt
from typing import Any

from django.urls import reverse

from fingerpost.common.academic_year import AcademicYear
from fingerpost.common.report_days import a_year_before, report_before
from fingerpost.ledger import bridge
from fingerpost.ledger.presenters.measure import Opens, count_of
from fingerpost.ledger.presenters.words import SPLIT_LABELS, by_words, figure_words, group_label
from fingerpost.rules import Finding, findings

from .in_short import in_short
from .report import Breakdown, Decision, Line, Link, Part, Report, Section

SECTIONS = {
    "duty": (
        "Is the duty met, and for whom?",
        "What each student is due by now, under the duty as the 2013 report judged it, the "
        "Gatsby Benchmarks and provider access law. A student counts only when nothing that is "
        "due to them is missing.",
        (
            ("everything_duty_2012", "year_group"),
            ("everything_duty_2012", "pupil_premium"),
            ("everything_duty_2012", "sen_provision"),
        ),
    ),
    "interviews": (
        "Guidance interviews and who gives them",
        "Interviews held, and whether the adviser was independent of the school.",
        (("interviewed_ever", "year_group"), ("interviewed_ever", "vulnerable")),
    ),
    "plans": (
        "The quality of plans",
        "Whether students have the record of their interview, and whether what was agreed is done.",
        (("actions_overdue", "year_group"),),
    ),
    "routes": (
        "Breadth and impartiality of routes",
        "Which routes students have been shown: a school that shows only its own sixth form or "
        "only universities is not impartial.",
        (("technical_route", "year_group"),),
    ),
    "employers": (
        "Employers and workplaces",
        "Encounters with employers this year, and experience of workplaces by 16.",
        (("employer_this_year", "year_group"), ("employer_this_year", "pupil_premium")),
    ),
    "choices": (
        "Students who are undecided",
        "Students who face a choice and have no intention recorded, or are not sure of it.",
        (("undecided", "year_group"),),
    ),
    "feedback": ("What students say", "Who has been asked, and has answered.", ()),
}


def governors_report(school: Any, as_of: dt.date, *, named: bool = False) -> Report:
    """The report on a school as it stood on a day; `named` where figures may open names."""
    return _Writing(school, as_of, named).report()


class _Writing:
    """One report being written."""

    def __init__(self, school: Any, as_of: dt.date, named: bool) -> None:
        self.school, self.as_of = school, as_of
        self.before, self.last = a_year_before(as_of), report_before(as_of)
        self.opens, self.opens_before = Opens(named, as_of), Opens(named, self.before)
        self.now = bridge.answers_for(school, as_of, protects=True)
        self.then = bridge.answers_for(school, self.before, protects=True)
        # On 1 September everybody is a year older and "this year" is empty: no comparison.
        self.same_year = AcademicYear.of(self.last) == AcademicYear.of(as_of)
        self.at_last = bridge.answers_for(school, self.last, protects=True)
        self.findings = [
            one for one in findings(as_of) if bridge.find(one.measure, as_of) is not None
        ]

    def report(self) -> Report:
        lines = {one.name: self._line(one) for one in self.findings}
        sections = tuple(self._section(name, lines) for name in SECTIONS)
        threshold = bridge.small_group(self.as_of)
        everyone = self.now.figure("interviewed_ever")
        return Report(
            title="Careers guidance: governors’ report",
            school=self.school.name,
            urn=self.school.urn,
            as_of=self.as_of,
            compared_with=self.before,
            academic_year=AcademicYear.of(self.as_of).name,
            students=f"{everyone.of:,} students",
            students_open=Link(
                self.opens.url("interviewed_ever", "asked"), count_of(everyone, "asked")
            ),
            made_up=self.school.is_demonstration,
            summary=in_short(lines, sections[0].breakdowns, self.last if self.same_year else None),
            decisions=tuple(
                self._decision(one, lines[one.name])
                for one in self.findings
                if lines[one.name].state == "decision"
            ),
            sections=sections,
            small_groups=(
                f"Numbers are rounded to the nearest {threshold}. Groups of fewer than {threshold} "
                "students are not shown, nor figures from which such a group could be worked out, "
                "so that no figure, and no difference between two reports, tells of a single "
                "student."
            ),
            lines=lines,
        )

    def _line(self, finding: Finding) -> Line:
        measure: Any = bridge.find(finding.measure, self.as_of)
        now = self.now.figure(finding.measure)
        before = self._earlier(finding.measure, self.before, self.then)
        last = None
        if self.same_year:
            last = self._earlier(finding.measure, self.last, self.at_last)
        share = None if now.share is None else round(now.share, 1)
        then = None if before is None else before.share
        state = ""
        if share is not None and (finding.at_least, finding.at_most) != (None, None):
            state = "decision" if finding.needs_decision(share) else "met"
        return Line(
            name=finding.name,
            title=measure.title,
            meaning=measure.meaning,
            figure=figure_words(now),
            share=share,
            last_year="" if then is None else f"{then:.0f}%",
            points=_points(share, then),
            points_since=_points(share, None if last is None else last.share),
            threshold=_threshold(finding),
            state=state,
            source=finding.source,
            url=self._measure_url(finding.measure),
            opens=_link(self.opens, finding.measure, now),
            last_year_opens=Link()
            if then is None
            else _link(self.opens_before, finding.measure, before),
        )

    def _measure_url(self, name: str, **query: str) -> str:
        asked = {**query, "as_of": self.as_of.isoformat()}
        return reverse("ledger:measure", args=[name], query=asked)

    def _earlier(self, name: str, day: dt.date, answers: Any) -> Any:
        """The figure of an earlier day, where the measure was in force and the ledger reaches."""
        if bridge.find(name, day) is None or not answers.figure("encounters_mean").value:
            return None
        return answers.figure(name)

    def _decision(self, finding: Finding, line: Line) -> Decision:
        return Decision(
            sentence=f"{line.title}: {line.figure}; {line.threshold.lower()} is looked for.",
            ask=finding.decision,
            url=line.opens.url,
            source=finding.source,
        )

    def _section(self, name: str, lines: dict[str, Line]) -> Section:
        title, intro, splits = SECTIONS[name]
        found = tuple(lines[one.name] for one in self.findings if one.section == name)
        drawn = (self._breakdown(*one) for one in splits)
        return Section(name, title, intro, found, tuple(one for one in drawn if one.parts))

    def _breakdown(self, name: str, by: str) -> Breakdown:
        measure: Any = bridge.find(name, self.as_of)
        parts = tuple(
            Part(
                group_label(by, one.group),
                figure_words(one),
                one.share,
                _link(self.opens, name, one, by),
            )
            for one in self.now.split(name, by)
        )
        return Breakdown(
            f"{measure.title}, by {by_words(by)}",
            measure.meaning,
            SPLIT_LABELS[by],
            parts,
        )


def _link(opens: Opens, name: str, figure: Any, by: str = "") -> Link:
    return Link(opens.figure(name, figure, by), count_of(figure))


def _threshold(finding: Finding) -> str:
    if finding.at_least is not None:
        return f"At least {finding.at_least}%"
    return f"At most {finding.at_most}%" if finding.at_most is not None else ""


def _points(now: float | None, before: float | None) -> int | None:
    return None if now is None or before is None else round(now) - round(before)
