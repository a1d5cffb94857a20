"""How each kind of table in a rule file is read into its entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from string import Formatter
from typing import Any, get_args

from fingerpost.rules import entries
from fingerpost.rules.facts import FACTS
from fingerpost.rules.reading import Row


def _common(row: Row, key: str = "name") -> dict[str, Any]:
    """Read what every entry has, and check that its dates are in order."""
    common: dict[str, Any] = {
        "name": row.text(key),
        "valid_from": row.day("valid_from"),
        "valid_to": row.day_or_none("valid_to"),
        "source": row.text("source"),
    }
    _check_dates(row, common["valid_from"], common["valid_to"])
    return common


def _check_dates(row: Row, first: date, last: date | None) -> None:
    if last is not None and last < first:
        row.problem(f'"valid_to" ({last}) is before "valid_from" ({first})')


def kind(row: Row) -> entries.Kind:
    """Read a [[kind]] table."""
    read = entries.Kind(
        **_common(row),
        label=row.text("label"),
        plural=row.text("plural"),
        student_label=row.text("student_label"),
        family=row.choice("family", get_args(entries.Family)),
        counts_for=row.texts("counts_for"),
        needs_organisation=row.texts("needs_organisation", ()),
    )
    for purpose in read.needs_organisation:
        if purpose not in read.counts_for:
            row.problem(f'"needs_organisation" names "{purpose}", which "counts_for" does not')
    return read


def route(row: Row) -> entries.Route:
    """Read a [[route]] table."""
    return entries.Route(
        **_common(row),
        label=row.text("label"),
        student_label=row.text("student_label"),
        meaning=row.text("meaning"),
        technical=row.yes_or_no("technical"),
        kind_of_provider=row.text("kind_of_provider"),
        order=row.whole("order", 1, 999),
    )


def sector(row: Row) -> entries.Sector:
    """Read a [[sector]] table."""
    return entries.Sector(
        **_common(row),
        label=row.text("label"),
        student_label=row.text("student_label"),
        order=row.whole("order", 1, 999),
    )


def decision_point(row: Row) -> entries.DecisionPoint:
    """Read a [[decision_point]] table."""
    return entries.DecisionPoint(
        **_common(row),
        label=row.text("label"),
        student_label=row.text("student_label"),
        student_question=row.text("student_question"),
        years=row.years("years"),
        order=row.whole("order", 1, 999),
    )


def framework(row: Row, criteria: list[Row]) -> entries.Framework:
    """Read a [framework] table with the [[criterion]] tables of the same file."""
    common = _common(row)
    return entries.Framework(
        **common,
        label=row.text("label"),
        meaning=row.text("meaning"),
        criteria=tuple(_criterion(item, common) for item in criteria),
    )


def _criterion(row: Row, common: Mapping[str, Any]) -> entries.Criterion:
    first = row.day("valid_from", common["valid_from"])
    last = row.day_or_none("valid_to", common["valid_to"])
    _check_dates(row, first, last)
    return entries.Criterion(
        name=row.text("id"),
        valid_from=first,
        valid_to=last,
        source=row.text("source"),
        label=row.text("label"),
        student_label=row.text("student_label"),
        years=row.years("years"),
        when=row.conditions("when"),
        met=row.conditions("met", required=True),
        from_month=row.whole_or_none("from_month", 1, 12),
        deadline=_deadline(row.row("deadline")),
        note=row.text("note", ""),
    )


def _deadline(row: Row | None) -> entries.Deadline | None:
    if row is None:
        return None
    read = entries.Deadline(
        row.whole("year", 7, 13), row.whole("month", 1, 12), row.whole("day", 1, 31)
    )
    row.done()
    return read


def rule(row: Row) -> entries.NextStepRule:
    """Read a [[rule]] table."""
    read = entries.NextStepRule(
        **_common(row, "id"),
        need=row.text("need"),
        weight=row.whole("weight", 1, 100),
        when=row.conditions("when", required=True),
        unless=row.conditions("unless"),
        boosts=tuple(_boost(item) for item in row.rows("boost")),
        suggests=row.text("suggests"),
        title=row.text("title"),
        reason=row.text("reason"),
        student_title=row.text("student_title"),
        student_reason=row.text("student_reason"),
        meets=row.facts("meets"),
        who=row.choice("who", get_args(entries.Who)),
    )
    for key, words in (("reason", read.reason), ("student_reason", read.student_reason)):
        _check_placeholders(row, key, words)
    return read


def _boost(row: Row) -> entries.Boost:
    read = entries.Boost(
        when=row.conditions("when", required=True),
        add=row.whole("add", 1, 100),
        because=row.text("because"),
    )
    row.done()
    return read


def _check_placeholders(row: Row, key: str, words: str) -> None:
    try:
        names = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
    except ValueError:
        row.problem(f'"{key}" has a curly bracket that does not close')
        return
    for name in names:
        if name not in FACTS:
            row.problem(f'"{key}" uses {{{name}}}, and there is no fact called "{name}"')


def disclosure(row: Row) -> entries.Disclosure:
    """Read a [[disclosure]] table."""
    return entries.Disclosure(
        **_common(row), threshold=row.whole("threshold", 2, 100), meaning=row.text("meaning")
    )


def checklist(row: Row) -> entries.Checklist:
    """Read a [[checklist]] table."""
    return entries.Checklist(
        **_common(row),
        label=row.text("label"),
        counts_for=row.text("counts_for"),
        items=tuple(_item(item) for item in row.rows("item", required=True)),
    )


def _item(row: Row) -> entries.ChecklistItem:
    read = entries.ChecklistItem(
        row.text("name"), row.text("question"), row.choice("scope", ("event", "programme"))
    )
    row.done()
    return read


def threshold(row: Row) -> entries.Threshold:
    """Read a [[threshold]] table."""
    return entries.Threshold(
        **_common(row), value=row.whole("value", 0, 10_000), meaning=row.text("meaning")
    )


def word_list(row: Row) -> entries.WordList:
    """Read a [[word_list]] table."""
    read = entries.WordList(**_common(row), words=row.texts("words"), meaning=row.text("meaning"))
    for word in read.words:
        if word != word.lower():
            row.problem(f'"words" must be in lower case, and "{word}" is not')
    return read


def mark(row: Row) -> entries.PlanMark:
    """Read a [[mark]] table."""
    return entries.PlanMark(
        **_common(row),
        severity=row.choice("severity", get_args(entries.Severity)),
        message=row.text("message"),
        reason=row.text("reason"),
    )


def finding(row: Row) -> entries.Finding:
    """Read a [[finding]] table."""
    read = entries.Finding(
        **_common(row),
        section=row.text("section"),
        measure=row.text("measure"),
        at_least=row.whole_or_none("at_least", 0, 100),
        at_most=row.whole_or_none("at_most", 0, 100),
        decision=row.text("decision", ""),
    )
    if (read.at_least, read.at_most) != (None, None) and not read.decision:
        row.problem('a threshold needs a "decision" to ask for')
    return read


def question_set(row: Row) -> entries.QuestionSet:
    """Read a [[question_set]] table."""
    return entries.QuestionSet(
        **_common(row),
        label=row.text("label"),
        student_title=row.text("student_title"),
        after=row.choice("after", ("interview", "group")),
        questions=tuple(_question(item) for item in row.rows("question", required=True)),
    )


def _question(row: Row) -> entries.FeedbackQuestion:
    read = entries.FeedbackQuestion(row.text("name"), row.text("text"), row.texts("answers", ()))
    row.done()
    return read


READERS: Mapping[str, Callable[[Row], entries.Entry]] = {
    "kind": kind,
    "route": route,
    "sector": sector,
    "decision_point": decision_point,
    "rule": rule,
    "disclosure": disclosure,
    "checklist": checklist,
    "threshold": threshold,
    "word_list": word_list,
    "mark": mark,
    "question_set": question_set,
    "finding": finding,
}
"""Table name to its reader; a framework, which spans a whole file, is read apart."""
