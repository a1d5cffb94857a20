"""How far a session meets what a student needs: the criterion “benefit”, 0 to 100.

The needs engine gives each student scored next steps (0 to 100), each with what it suggests. A
session serves a step when going there does what the step suggests:

- by its kind's purposes (`counts_for` in rules/data/kinds.toml): an employer's session serves
  “meet an employer”, one at a workplace “see a workplace”, a provider's “meet a provider”, a
  lesson in a subject “a lesson about jobs that use a subject”, and one with labour market
  information “find out more”;
- by its routes: a technical route (rules/data/routes.toml) serves steps towards technical
  providers, university those towards a university;
- steps about one kind of provider (a college, a sixth form, a training provider, apprenticeships)
  are served only by sessions that show that route.

A student's benefit of a session is the score of the weightiest of their steps that it serves; 0
where it serves none. So it never exceeds the need itself, and a student who has had all this
already gains nothing from it by this measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fingerpost.rules import kinds, routes
from fingerpost.signposting import bridge as signposting

if TYPE_CHECKING:
    from fingerpost.engines.needs import Assessment
    from fingerpost.rules import NextStepRule

# What a purpose of a kind serves.
_BY_PURPOSE: Mapping[str, frozenset[str]] = {
    "employer": frozenset({"invite:employer"}),
    "workplace": frozenset({"invite:workplace"}),
    "provider": frozenset({"invite:provider"}),
    "curriculum": frozenset({"invite:subject_lesson"}),
    "labour_market": frozenset({"do_research"}),
}
# What is served, in words.
SERVED: Mapping[str, str] = {
    "invite:employer": "meeting an employer",
    "invite:workplace": "being at a workplace",
    "invite:provider": "seeing a college or sixth form",
    "invite:technical_provider": "seeing a technical route",
    "invite:university": "seeing a university",
    "invite:subject_lesson": "linking a subject to jobs",
    "do_research": "finding out about jobs",
}
_UNIVERSITY = "university"
_TECHNICAL = "invite:technical_provider"
# Needs that only sessions about these routes meet.
_BY_ROUTE: Mapping[str, frozenset[str]] = {
    "college": frozenset({"further_education", "t_level"}),
    "sixth_form": frozenset({"school_sixth_form", "sixth_form_college"}),
    "university": frozenset({"university"}),
    "training_provider": frozenset({"training_provider", "supported_internship"}),
    "apprenticeships": frozenset({"apprenticeship", "higher_apprenticeship"}),
}


def suggestions_served(session: Any) -> frozenset[str]:
    """What next steps may suggest that going to a session does."""
    kind = next((one for one in kinds(session.on) if one.name == session.kind), None)
    purposes = kind.counts_for if kind else ()
    served = frozenset().union(*(_BY_PURPOSE.get(one, frozenset()) for one in purposes))
    shown = set(session.routes)
    if any(route.technical for route in routes(session.on) if route.name in shown):
        served |= {_TECHNICAL}
    if _UNIVERSITY in shown:
        served |= {"invite:university"}
    return served


def _rules_served(session: Any, rules: Iterable[NextStepRule]) -> list[NextStepRule]:
    served, shown = suggestions_served(session), set(session.routes)
    return [
        rule
        for rule in rules
        if rule.suggests in served
        and (rule.need not in _BY_ROUTE or not shown.isdisjoint(_BY_ROUTE[rule.need]))
    ]


def helps_with(session: Any) -> list[str]:
    """What a session serves, as staff read it, each once."""
    found = {rule.suggests for rule in _rules_served(session, signposting.rules_now())}
    return [words for suggests, words in SERVED.items() if suggests in found]


def benefits(assessment: Assessment, session: Any) -> dict[int, int]:
    """Every assessed student's benefit of a session; those with none are left out."""
    best: dict[int, int] = {}
    for rule in _rules_served(session, assessment.rules):
        for ranked in assessment.scored_with(rule=rule.id):
            best[ranked.student_id] = max(best.get(ranked.student_id, 0), ranked.score)
    return best
