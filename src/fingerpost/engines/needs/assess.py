"""From facts and rules to the needs and next steps of every student at once.

One student is the same computation as a whole school. Nothing here loops over students; only
overrides, of which there are few, are applied one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.needs.assessment import ENGINE_VERSION, MOST, Assessment, Scores
from fingerpost.engines.needs.columns import Columns, Facts, Mask
from fingerpost.engines.needs.masks import Masks
from fingerpost.engines.needs.steps import ALL_RULES, Override
from fingerpost.engines.needs.wording import facts_needed
from fingerpost.rules import NeedScale, NextStepRule, need_scale


def assess(
    facts: Facts,
    rules: Sequence[NextStepRule],
    on: date,
    overrides: Iterable[Override] = (),
    scale: NeedScale | None = None,
) -> Assessment:
    """Work out the needs and next steps of every student in the facts on a day.

    facts: a mapping of fact name to a numpy array with one entry per student, or an Arrow
    table; it must hold `student_id`, once each, and every fact in `facts_needed(rules)`.
    rules: those not looked at on the day are passed over; their order settles ties.
    overrides: where several hold for the same student and rule, the last decides.
    scale: how needs make one overall need (by default the one in force on the day).
    Raises MissingFacts for facts not given, ValueError for a student in two rows.
    """
    used = tuple(rule for rule in rules if rule.looked_at(on))
    columns = Columns(facts)
    columns.require(facts_needed(used))
    by_scale = scale or need_scale(on)
    scores = _score(used, Masks(columns))
    decided, unused = _decided(used, columns, on, overrides)
    set_aside = _apply(scores, decided, by_scale.raise_by)
    return Assessment(
        on=on,
        rules=used,
        columns=columns,
        scores=scores,
        overrides=decided,
        set_aside=set_aside,
        unused_overrides=unused,
        needs=_needs(used, scores.scores),
        shares=by_scale.shares,
        rules_hash=_rules_hash(used),
        engine_version=ENGINE_VERSION,
    )


@lru_cache(maxsize=64)
def _rules_hash(rules: tuple[NextStepRule, ...]) -> str:
    return sha256("\n".join(repr(rule) for rule in rules).encode()).hexdigest()[:16]


def _score(rules: tuple[NextStepRule, ...], masks: Masks) -> Scores:
    points = np.empty((len(rules), masks.size), np.int16)
    fires = np.empty((len(rules), masks.size), np.bool_)
    boosts: list[tuple[Mask, ...]] = []
    for place, rule in enumerate(rules):
        fires[place] = masks.all_of(rule.when)
        if rule.unless:
            fires[place] &= ~masks.any_of(rule.unless)
        held = tuple(masks.all_of(boost.when) for boost in rule.boosts)
        points[place] = rule.weight
        for boost, mask in zip(rule.boosts, held, strict=True):
            points[place] += mask * np.int16(boost.add)
        boosts.append(held)
    np.minimum(points, MOST, out=points)
    return Scores(points=points, scores=points * fires, boosts=tuple(boosts))


def _decided(
    rules: tuple[NextStepRule, ...], columns: Columns, on: date, overrides: Iterable[Override]
) -> tuple[dict[int, dict[int, Override]], tuple[Override, ...]]:
    """Return row to rule place to the override that decides, and those with nothing to decide."""
    place_of = {rule.id: place for place, rule in enumerate(rules)}
    decided: dict[int, dict[int, Override]] = {}
    unused: list[Override] = []
    for override in overrides:
        row = columns.row_of(override.student_id)
        if override.rule_id == ALL_RULES:
            places = list(place_of.values())
        else:
            places = [place_of[override.rule_id]] if override.rule_id in place_of else []
        if row is None or not places or not override.holds(on):
            unused.append(override)
            continue
        decided.setdefault(row, {}).update(dict.fromkeys(places, override))
    return decided, tuple(unused)


def _apply(
    scores: Scores, decided: dict[int, dict[int, Override]], raise_by: int
) -> dict[int, tuple[int, ...]]:
    """Change the scores by what people decided; return row to the places set aside."""
    set_aside: dict[int, tuple[int, ...]] = {}
    for row, by_place in decided.items():
        aside = []
        for place, override in by_place.items():
            score = int(scores.scores[place, row])
            if override.action == "add":
                scores.scores[place, row] = scores.points[place, row]
            elif override.action == "raise" and score:
                scores.scores[place, row] = min(MOST, score + raise_by)
            elif override.action == "dismiss" and score:
                scores.scores[place, row] = 0
                aside.append(place)
        if aside:
            set_aside[row] = tuple(aside)
    return set_aside


def _needs(
    rules: tuple[NextStepRule, ...], scores: NDArray[np.int16]
) -> dict[str, NDArray[np.int16]]:
    """Return each need's score: the highest of the rules that speak of it."""
    needs: dict[str, NDArray[np.int16]] = {}
    for place, rule in enumerate(rules):
        before = needs.get(rule.need)
        needs[rule.need] = scores[place] if before is None else np.maximum(before, scores[place])
    return needs
