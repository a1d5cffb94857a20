"""Facts about applications and predicted grades: what is sent, what is offered, and what it says.

Each change of an application is a line of its own; the latest that stands says where it is now.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from fingerpost.measures.facts.fact import Fact, count, flag, whether
from fingerpost.measures.facts.prepared import source
from fingerpost.measures.vocabulary import Vocabulary

PLANNED, MADE = "application_planned", "application_made"
OFFER, ACCEPTED, ENDED = "application_offer", "application_accepted", "application_ended"
KINDS = (PLANNED, MADE, OFFER, ACCEPTED, ENDED)

# Courses at level 3 commonly ask for five GCSEs at 4 or 5; the lower level is the one below that.
MOST_ASK_FOR = 5
"""How many GCSEs at 5 or above open courses at level 3."""
LEVEL_BELOW = 2
"""The highest level that asks for less than that."""


def applications(standing: ir.Table) -> ir.Table:
    """Return one row per student and application as it stands, for the choice they face now.

    Columns: kind (one of KINDS), level (null: not known), route (null: none), days_ahead (until
    the closing date; negative once it has passed; null without one).
    """
    t = standing.filter(
        standing.kind.isin(KINDS)
        & standing.for_choice_now
        & standing.same_stage
        & standing.about.notnull()
    )
    latest = ibis.window(group_by=[t.student_id, t.about], order_by=[t.days_ago, t.entry_id.desc()])
    t = t.mutate(place=ibis.row_number().over(latest)).filter(lambda row: row.place == 0)
    routes = t.inner_join(source("ledger_routes"), "entry_id")
    first = routes.group_by("entry_id").aggregate(route=routes.route.min())
    return t.left_join(first, "entry_id").select(
        "student_id", "kind", "route", level=t.strength, days_ahead=-t.days_overdue
    )


def facts(words: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts about applications and predicted grades."""
    return (*_applications(), *_predictions(), *_together(words))


def _going(t: ir.Table) -> ir.BooleanValue:
    return t.kind != ENDED


def _applications() -> tuple[Fact, ...]:
    return (
        count(
            "applications_going",
            "Applications going",
            "Applications for the choice the student faces now that have not ended, sent or not.",
            _going,
            "applications",
        ),
        count(
            "applications_made",
            "Applications sent",
            "Applications for the choice the student faces now that were sent and have not ended.",
            lambda t: t.kind.isin([MADE, OFFER, ACCEPTED]),
            "applications",
        ),
        count(
            "offers_held",
            "Offers",
            "Applications that were answered with an offer, accepted ones too.",
            lambda t: t.kind.isin([OFFER, ACCEPTED]),
            "applications",
        ),
        flag(
            "place_accepted",
            "Place accepted",
            "The student has said yes to a place.",
            lambda t: t.kind == ACCEPTED,
            "applications",
        ),
        Fact(
            "application_routes",
            "Routes applied for",
            "How many different routes the applications lead to that have not ended.",
            "int",
            "applications",
            lambda t: t.route.nunique(where=_going(t)),
        ),
        Fact(
            "applications_level",
            "Level applied for",
            "The highest level of the applications that have not ended; not known where the level "
            "of one of them is not.",
            "int",
            "applications",
            _highest_level,
            "unknown",
        ),
        Fact(
            "days_to_closing",
            "Days to a closing date",
            "Days until the next closing date of something the student has not applied for yet.",
            "int",
            "applications",
            lambda t: t.days_ahead.min(where=(t.kind == PLANNED) & (t.days_ahead >= 0)),
            "unknown",
        ),
    )


def _highest_level(t: ir.Table) -> ir.IntegerValue:
    unknown = t.count(where=_going(t) & t.level.isnull())
    return ibis.ifelse(unknown > 0, ibis.null("int16"), t.level.max(where=_going(t)))


def _predictions() -> tuple[Fact, ...]:
    return (
        Fact(
            "predicted_at_5",
            "GCSEs predicted at 5 or above",
            "How many of the student's GCSEs teachers predict at grade 5 or above, as noted last "
            "in this key stage.",
            "int",
            "lines",
            lambda t: t.strength.argmax(
                t.entry_id,
                where=(t.kind == "grades_predicted") & t.same_stage & t.strength.notnull(),
            ),
            "unknown",
        ),
    )


def _together(words: Vocabulary) -> tuple[Fact, ...]:
    def level(t: ir.Table) -> ir.IntegerValue:
        return _level_in_mind(t, words)

    return (
        Fact(
            "level_in_mind",
            "Level in mind",
            "The level applied for; where nothing is applied for, the highest level that the "
            "intended route usually leads to.",
            "int",
            "later",
            level,
            "unknown",
        ),
        whether(
            "one_basket",
            "All in one basket",
            "Everything the student is applying for is one application or one route, with no "
            "fallback recorded and no place accepted.",
            lambda t: (
                (t.applications_going >= 1)
                & (t.application_routes <= 1)
                & ~t.fallback_recorded
                & ~t.place_accepted
            ),
        ),
        whether(
            "could_aim_higher",
            "Predicted grades open more",
            f"At least {MOST_ASK_FOR} GCSEs are predicted at grade 5 or above, and everything the "
            f"student is applying for after Year 11 is at level {LEVEL_BELOW} or below; who is "
            "applying for nothing but intends a route counts by the highest level that the route "
            "usually leads to. It may well be the right choice: it says only that more is open.",
            lambda t: _more_is_open(t, level(t)),
        ),
    )


def _level_in_mind(t: ir.Table, words: Vocabulary) -> ir.IntegerValue:
    usual = [(t.intended_route == route, level) for route, level in _usual_levels(words).items()]
    intended = ibis.cases(*usual, else_=ibis.null("int64")) if usual else ibis.null("int64")
    return ibis.ifelse(t.applications_going == 0, intended, t.applications_level.cast("int64"))


def _usual_levels(words: Vocabulary) -> dict[str, int]:
    """The highest level that each route usually leads to, by its groups (such as level_4_5)."""
    levels: dict[str, int] = {}
    for group in words.route_groups:
        last = group.name.rpartition("_")[2]
        if group.what == "level" and last.isdigit():
            levels |= {route: max(int(last), levels.get(route, 0)) for route in group.routes}
    return levels


def _more_is_open(t: ir.Table, level: ir.IntegerValue) -> ir.BooleanValue:
    open_to = (t.predicted_at_5 >= MOST_ASK_FOR) & (level <= LEVEL_BELOW)
    return ((t.decision_point == "post_16") & open_to).fill_null(False)
