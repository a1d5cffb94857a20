"""Facts about choices: the intention for the decision a student faces now, and the fallback."""

from __future__ import annotations

from calendar import month_name

import ibis
import ibis.expr.types as ir

from fingerpost.measures.facts.fact import Fact, flag, whether
from fingerpost.measures.vocabulary import Vocabulary

NOT_SURE = 2
"""How sure, on the scale of 1 to 5, a student may be and still count as undecided."""


def facts(words: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts about choices."""
    closes = "; ".join(
        f"{point.label}: from {month_name[point.close_from]} of Year {max(point.years)}"
        for point in words.points
    )
    return (
        flag(
            "intention_recorded",
            "Intention recorded",
            "An intention is recorded for the choice the student faces now.",
            lambda t: ~t.fallback,
            "intentions",
        ),
        Fact(
            "intention_sure",
            "How sure",
            "How sure the student was when the latest intention was recorded, from 1 to 5.",
            "int",
            "intentions",
            lambda t: t.strength.max(where=~t.fallback),
            "unknown",
        ),
        Fact(
            "intended_route",
            "Intended route",
            "The route of the latest intention.",
            "str",
            "intentions",
            lambda t: t.route.max(where=~t.fallback),
            "unknown",
        ),
        flag(
            "fallback_recorded",
            "Fallback recorded",
            "A fallback is recorded for the choice the student faces now.",
            lambda t: t.fallback,
            "intentions",
        ),
        whether(
            "undecided",
            "Undecided",
            "The student faces a choice and has no intention recorded, or is not sure of it "
            f"({NOT_SURE} or less on the scale of 1 to 5).",
            _undecided,
        ),
        Fact(
            "close_to_decision",
            "Choice is close",
            f"The student is in the last year before a choice and the choice is close ({closes}).",
            "bool",
            "roll",
            lambda t: _is_close(t, words),
        ),
        whether(
            "undecided_close",
            "Undecided close to a choice",
            "A choice is close, and the student has no intention recorded or is not sure of it.",
            lambda t: _undecided(t) & t.close_to_decision,
        ),
    )


def _is_close(t: ir.Table, words: Vocabulary) -> ir.BooleanValue:
    """Months of the academic year are counted from September, so that November is before May."""
    month = (t.as_of.month() + 3) % 12
    return ibis.or_(
        ibis.literal(False),
        *(
            (t.year_group == max(point.years)) & (month >= (point.close_from + 3) % 12)
            for point in words.points
        ),
    ).fill_null(False)


def _undecided(t: ir.Table) -> ir.BooleanValue:
    # An intention recorded without saying how sure is taken at its word.
    unsure = (t.intention_sure <= NOT_SURE).fill_null(False)
    return t.decision_point.notnull() & (~t.intention_recorded | unsure)
