"""Turning a rule that fired for a student into a next step in filled-in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from string import Formatter

from fingerpost.engines.needs.columns import Columns
from fingerpost.engines.needs.masks import Masks
from fingerpost.engines.needs.steps import AppliedBoost, NextStep, Override
from fingerpost.rules import Boost, NextStepRule, Variant


@lru_cache(maxsize=256)
def facts_of(rule: NextStepRule) -> tuple[str, ...]:
    """Return the facts that a rule's conditions and its words rest on, boosts left aside."""
    named = [condition.fact for condition in (*rule.when, *rule.unless)]
    named += [condition.fact for variant in rule.variants for condition in variant.when]
    words: tuple[NextStepRule | Variant, ...] = (rule, *rule.variants)
    for one in words:
        named += _placeholders(one.reason) + _placeholders(one.student_reason)
    return tuple(dict.fromkeys(named))


def facts_needed(rules: Iterable[NextStepRule]) -> frozenset[str]:
    """Return the names of the facts that rules and their reasons read."""
    return _facts_needed(tuple(rules))


@lru_cache(maxsize=64)
def _facts_needed(rules: tuple[NextStepRule, ...]) -> frozenset[str]:
    found = {"student_id"}
    for rule in rules:
        found.update(facts_of(rule))
        found.update(c.fact for boost in rule.boosts for c in boost.when)
    return frozenset(found)


def step(
    rule: NextStepRule,
    boosts: Iterable[Boost],
    masks: Masks,
    row: int,
    score: int,
    override: Override | None,
) -> NextStep:
    """Return the next step of the student in a row, with its reasons filled in."""
    columns = masks.columns
    fitting = (one for one in rule.variants if masks.all_of(one.when)[row])
    words: NextStepRule | Variant = next(fitting, rule)
    return NextStep(
        student_id=int(columns.ids[row]),
        rule_id=rule.id,
        need=rule.need,
        suggests=rule.suggests,
        score=score,
        title=rule.title,
        reason=_fill(words.reason, columns, row),
        student_title=rule.student_title,
        student_reason=_fill(words.student_reason, columns, row),
        boosts=tuple(
            AppliedBoost(b.add, b.because, tuple(dict.fromkeys(c.fact for c in b.when)))
            for b in boosts
        ),
        source=rule.source,
        who=rule.who,
        facts=facts_of(rule),
        override=override,
    )


def shown(value: int | float | bool | str | date | None) -> str:
    """Return a fact's value as staff and students read it."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value).replace("_", " ")


def _fill(words: str, columns: Columns, row: int) -> str:
    names = _placeholders(words)
    if not names:
        return words
    return words.format_map({name: shown(columns.column(name).value(row)) for name in names})


@lru_cache(maxsize=1024)
def _placeholders(words: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(words) if name)
