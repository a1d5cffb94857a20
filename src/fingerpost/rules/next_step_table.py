"""Reading a next-step rule, and the two promises that every such rule must keep.

A rule may not narrow what a student is shown by who they are, and taking the step that a
rule suggests may not raise the need that the step meets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import Formatter
from typing import get_args

from fingerpost.rules import entries
from fingerpost.rules.common_keys import common
from fingerpost.rules.conditions import Condition
from fingerpost.rules.facts import FACTS, NEVER_IN_NEXT_STEPS, ONLY_TO_ADD, SUGGESTIONS
from fingerpost.rules.reading import Row


def rule(row: Row) -> entries.NextStepRule:
    """Read a [[rule]] table."""
    read = entries.NextStepRule(
        **common(row, "id"),
        need=row.text("need"),
        weight=row.whole("weight", 1, 100),
        months=row.wholes("months", 1, 12, ()),
        when=row.conditions("when", required=True),
        unless=row.conditions("unless"),
        boosts=tuple(_boost(item) for item in row.rows("boost")),
        suggests=row.text("suggests"),
        title=row.text("title"),
        reason=row.text("reason"),
        student_title=row.text("student_title"),
        student_reason=row.text("student_reason"),
        variants=tuple(_variant(item) for item in row.rows("variant")),
        meets=row.facts("meets"),
        who=row.choice("who", get_args(entries.Who)),
    )
    for key, words in (("reason", read.reason), ("student_reason", read.student_reason)):
        _check_placeholders(row, key, words)
    _check_fair(row, read)
    if read.suggests not in SUGGESTIONS:
        row.problem(f'"suggests" must be one of {", ".join(sorted(SUGGESTIONS))}')
    return read


def _boost(row: Row) -> entries.Boost:
    read = entries.Boost(
        when=row.conditions("when", required=True),
        add=row.whole("add", 1, 100),
        because=row.text("because"),
    )
    row.done()
    return read


def _variant(row: Row) -> entries.Variant:
    read = entries.Variant(
        when=row.conditions("when", required=True),
        reason=row.text("reason"),
        student_reason=row.text("student_reason"),
    )
    for key, words in (("reason", read.reason), ("student_reason", read.student_reason)):
        _check_placeholders(row, key, words)
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


def _check_fair(row: Row, read: entries.NextStepRule) -> None:
    """Refuse conditions on who the student is where they could narrow what is shown."""
    variants = (condition for variant in read.variants for condition in variant.when)
    deciding = {condition.fact for condition in (*read.when, *read.unless, *variants)}
    adding = {condition.fact for boost in read.boosts for condition in boost.when}
    for fact in sorted((deciding | adding) & NEVER_IN_NEXT_STEPS):
        row.problem(f'a next step must not depend on "{fact}"')
    for fact in sorted(deciding & ONLY_TO_ADD):
        row.problem(f'"{fact}" may add to a next step in a boost, but must not decide it')


def rising(rules: Iterable[entries.NextStepRule]) -> Iterator[tuple[entries.NextStepRule, str]]:
    """Yield each rule with a fact whose rise meets its need and could yet raise its score.

    A need may be spoken of by several rules; the facts that meet it are those of all of them.
    """
    by_need: dict[str, list[entries.NextStepRule]] = {}
    for found in rules:
        by_need.setdefault(found.need, []).append(found)
    for same in by_need.values():
        meets = {fact for found in same for fact in found.meets}
        for found in same:
            yield from ((found, fact) for fact in sorted(meets) if _can_rise(found, fact))


def _can_rise(found: entries.NextStepRule, fact: str) -> bool:
    raising = [*found.when, *(item for boost in found.boosts for item in boost.when)]
    return any(c.fact == fact and not _falls(c) for c in raising) or any(
        c.fact == fact and not _climbs(c) for c in found.unless
    )


def _falls(condition: Condition) -> bool:
    """Say whether a condition that fails can never come to hold as its fact rises."""
    if condition.op in ("under", "at_most"):
        return True
    return condition.op == "is" and (condition.value is False or condition.value == 0)


def _climbs(condition: Condition) -> bool:
    """Say whether a condition that holds can never fail as its fact rises."""
    return condition.op in ("over", "at_least") or (
        condition.op == "is" and condition.value is True
    )
