"""Marking a plan while it is written: what would make it hard to use, and why.

Nothing here judges the student or the adviser's choice; a mark is a hint that can be left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from fingerpost.engines.planreview.shapes import ActionDraft, Mark, PlanDraft
from fingerpost.engines.planreview.vocabulary import (
    Vocabulary,
    has_address,
    has_email,
    vocabulary,
    words_of,
)

Finding: TypeAlias = tuple[str, str, Mapping[str, object]]
"""A code, where it was found, and what to fill into its message."""

_PARAGRAPH = re.compile(r"\n+|(?:^|\s)[•*]\s")


def review(plan: PlanDraft, on: date) -> tuple[Mark, ...]:
    """Return the marks of a plan on a day: important ones first, then in reading order.

    Blank actions are passed over. Codes: no_actions, no_date, no_owner, past_date, far_date,
    vague_action, websites_only, too_sketchy, too_long, one_route_only, no_opportunity. What
    each means, its reason and its source are rule data (plan_review.toml), as are the
    numbers and words used to find it. Never raises on any text.
    """
    known = vocabulary(on)
    actions = [(place, a) for place, a in enumerate(plan.actions) if not a.empty]
    findings = [
        *_main_points(plan.main_points, known),
        *_whole_plan(plan.main_points, [action for _, action in actions], known),
    ]
    for place, action in actions:
        findings += _action(place, action, on, known)
    marks = [_mark(finding, known) for finding in findings]
    return tuple(sorted(marks, key=lambda mark: mark.severity != "important"))


def _mark(finding: Finding, known: Vocabulary) -> Mark:
    code, where, filling = finding
    rule = known.marks[code]
    return Mark(
        code, rule.severity, where, rule.message.format(**filling), rule.reason, rule.source
    )


def _main_points(text: str, known: Vocabulary) -> Iterator[Finding]:
    count = len(words_of(text))
    longest = max((len(words_of(part)) for part in _PARAGRAPH.split(text)), default=0)
    if count < known.thresholds["main_points_fewest_words"]:
        yield "too_sketchy", "main_points", {"words": count}
    elif (
        count > known.thresholds["main_points_most_words"]
        or longest > known.thresholds["paragraph_most_words"]
    ):
        yield "too_long", "main_points", {"words": count}


def _whole_plan(text: str, actions: list[ActionDraft], known: Vocabulary) -> Iterator[Finding]:
    if not actions:
        yield "no_actions", "actions", {}
    if _only_websites(text, actions, known):
        yield "websites_only", "actions", {}
    routes = _routes(text, actions, known)
    path = _single_path(routes, known)
    if path:
        labels = " then ".join(known.route_labels.get(route, route) for route in path)
        yield "one_route_only", "actions", {"route": labels}
    if actions and not any((action.opportunity or "").strip() for action in actions):
        yield "no_opportunity", "actions", {}


def _only_websites(text: str, actions: list[ActionDraft], known: Vocabulary) -> bool:
    """Say whether all the student takes away is something to look up.

    Without any action, a bare list of addresses in the main points counts as that too.
    """
    if actions:
        return all(_looks_up(action.what, known) for action in actions)
    few = len(words_of(text)) < known.thresholds["main_points_fewest_words"]
    return few and has_address(text)


def _looks_up(what: str, known: Vocabulary) -> bool:
    if has_email(what) or not known.beyond_looking.isdisjoint(words_of(what)):
        return False
    return has_address(what) or known.website.search(what.lower()) is not None


def _routes(text: str, actions: list[ActionDraft], known: Vocabulary) -> set[str]:
    found = known.routes_in(text)
    for action in actions:
        found |= known.routes_in(action.what)
        found.update(action.routes)
    return found


def _single_path(routes: set[str], known: Vocabulary) -> tuple[str, ...]:
    """Return the routes as one path where there is no choice among them, else nothing.

    A route and one that commonly follows it (a sixth form, then university) are one path.
    """
    if len(routes) == 1:
        return tuple(routes)
    if len(routes) == 2:
        one, other = sorted(routes)
        if other in known.leads_to.get(one, ()):
            return one, other
        if one in known.leads_to.get(other, ()):
            return other, one
    return ()


def _action(place: int, action: ActionDraft, on: date, known: Vocabulary) -> Iterator[Finding]:
    number = {"number": place + 1}
    if _vague(action.what, known):
        yield "vague_action", f"actions.{place}.what", number
    if _nobody(action.who, known):
        yield "no_owner", f"actions.{place}.who", number
    days = known.thresholds["far_date_days"]
    if action.due_on is None:
        yield "no_date", f"actions.{place}.due_on", number
    elif action.due_on < on:
        yield "past_date", f"actions.{place}.due_on", number
    elif action.due_on - on > timedelta(days=days):
        yield "far_date", f"actions.{place}.due_on", {**number, "days": days}


def _nobody(who: str | None, known: Vocabulary) -> bool:
    name = " ".join((who or "").lower().split()).rstrip(".")
    return not name or name in known.nobody


def _vague(what: str, known: Vocabulary) -> bool:
    """Say whether an action lacks a doing word or what to do it with.

    A strong doing word (book, email) needs one word that names something; a weak one (look,
    research) needs two, so that "look into apprenticeships" is vague and "look at the City
    College courses" is not. A web address names something.
    """
    words = words_of(what)
    names = sum(word not in known.contentless for word in words) + has_address(what)
    if len(words) + has_address(what) < known.thresholds["action_fewest_words"]:
        return True
    if not known.strong.isdisjoint(words):
        return names < 1
    return known.weak.isdisjoint(words) or names < 2
