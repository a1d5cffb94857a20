"""How each kind of table in a rule file is read into its entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from fingerpost.rules import entries
from fingerpost.rules.common_keys import check_dates, common
from fingerpost.rules.next_step_table import rule
from fingerpost.rules.reading import Row


def need_scale(row: Row) -> entries.NeedScale:
    """Read a [[need_scale]] table."""
    read = entries.NeedScale(
        **common(row),
        shares=row.wholes("shares", 0, 100),
        raise_by=row.whole("raise_by", 1, 100),
    )
    if sum(read.shares) != 100 or list(read.shares) != sorted(read.shares, reverse=True):
        row.problem('"shares" must fall from first to last and add up to 100')
    return read


def kind(row: Row) -> entries.Kind:
    """Read a [[kind]] table."""
    read = entries.Kind(
        **common(row),
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
        **common(row),
        label=row.text("label"),
        student_label=row.text("student_label"),
        meaning=row.text("meaning"),
        technical=row.yes_or_no("technical"),
        kind_of_provider=row.text("kind_of_provider"),
        order=row.whole("order", 1, 999),
        leads_to=row.texts("leads_to", ()),
        offered_at=row.texts("offered_at"),
        limited_to=row.text("limited_to", ""),
    )


def route_group(row: Row) -> entries.RouteGroup:
    """Read a [[route_group]] table."""
    return entries.RouteGroup(
        **common(row),
        what=row.choice("what", get_args(entries.RouteGroupOf)),
        label=row.text("label"),
        routes=row.texts("routes"),
        order=row.whole("order", 1, 999),
    )


def sector(row: Row) -> entries.Sector:
    """Read a [[sector]] table."""
    return entries.Sector(
        **common(row),
        label=row.text("label"),
        student_label=row.text("student_label"),
        order=row.whole("order", 1, 999),
    )


def decision_point(row: Row) -> entries.DecisionPoint:
    """Read a [[decision_point]] table."""
    return entries.DecisionPoint(
        **common(row),
        label=row.text("label"),
        student_label=row.text("student_label"),
        student_question=row.text("student_question"),
        years=row.years("years"),
        order=row.whole("order", 1, 999),
        close_from=row.whole("close_from", 1, 12, 9),
    )


def framework(row: Row, criteria: list[Row]) -> entries.Framework:
    """Read a [framework] table with the [[criterion]] tables of the same file."""
    shared = common(row)
    return entries.Framework(
        **shared,
        label=row.text("label"),
        meaning=row.text("meaning"),
        criteria=tuple(_criterion(item, shared) for item in criteria),
    )


def _criterion(row: Row, shared: Mapping[str, Any]) -> entries.Criterion:
    first = row.day("valid_from", shared["valid_from"])
    last = row.day_or_none("valid_to", shared["valid_to"])
    check_dates(row, first, last)
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


def shown_by(row: Row) -> entries.ShownBy:
    """Read a [[shown_by]] table."""
    return entries.ShownBy(
        **common(row),
        years=row.years("years"),
        from_month=row.whole("from_month", 1, 12),
        at_least=row.whole("at_least", 1, 100),
    )


def waiting_time(row: Row) -> entries.WaitingTime:
    """Read a [[waiting_time]] table."""
    return entries.WaitingTime(
        **common(row),
        months=row.whole("months", 0, 600),
        meaning=row.text("meaning"),
        instead_of=row.text("instead_of", ""),
    )


def disclosure(row: Row) -> entries.Disclosure:
    """Read a [[disclosure]] table."""
    return entries.Disclosure(
        **common(row), threshold=row.whole("threshold", 2, 100), meaning=row.text("meaning")
    )


def checklist(row: Row) -> entries.Checklist:
    """Read a [[checklist]] table."""
    return entries.Checklist(
        **common(row),
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
        **common(row), value=row.whole("value", 0, 10_000), meaning=row.text("meaning")
    )


def word_list(row: Row) -> entries.WordList:
    """Read a [[word_list]] table."""
    read = entries.WordList(**common(row), words=row.texts("words"), meaning=row.text("meaning"))
    for word in read.words:
        if word != word.lower():
            row.problem(f'"words" must be in lower case, and "{word}" is not')
    return read


def route_words(row: Row) -> entries.RouteWords:
    """Read a [[route_words]] table."""
    read = word_list(row)
    return entries.RouteWords(**vars(read))


def mark(row: Row) -> entries.PlanMark:
    """Read a [[mark]] table."""
    return entries.PlanMark(
        **common(row),
        severity=row.choice("severity", get_args(entries.Severity)),
        message=row.text("message"),
        reason=row.text("reason"),
    )


def finding(row: Row) -> entries.Finding:
    """Read a [[finding]] table."""
    read = entries.Finding(
        **common(row),
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
        **common(row),
        label=row.text("label"),
        student_title=row.text("student_title"),
        after=row.choice("after", ("interview", "group", "led", "given")),
        questions=tuple(_question(item) for item in row.rows("question", required=True)),
    )


def _question(row: Row) -> entries.FeedbackQuestion:
    read = entries.FeedbackQuestion(row.text("name"), row.text("text"), row.texts("answers", ()))
    row.done()
    return read


READERS: Mapping[str, Callable[[Row], entries.Entry]] = {
    "kind": kind,
    "route": route,
    "route_group": route_group,
    "sector": sector,
    "decision_point": decision_point,
    "rule": rule,
    "need_scale": need_scale,
    "disclosure": disclosure,
    "shown_by": shown_by,
    "waiting_time": waiting_time,
    "checklist": checklist,
    "threshold": threshold,
    "word_list": word_list,
    "route_words": route_words,
    "mark": mark,
    "question_set": question_set,
    "finding": finding,
}
"""Table name to its reader; a framework, which spans a whole file, is read apart."""
