"""Records of interviews, and the pack an adviser prepares with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.common.days import day_words
from fingerpost.ledger.models import Entry
from fingerpost.rules import decision_points, kinds
from fingerpost.students.enums import NO, YES
from fingerpost.students.models import CharacteristicValue

from ..enums import Owner
from .words import route_words, sector_words

_SEN = {
    "N": "No special educational needs",
    "K": "SEN support",
    "E": "Education, health and care plan",
}
_SURE = {1: "not sure at all", 2: "not very sure", 3: "fairly sure", 4: "sure", 5: "very sure"}


@dataclass(frozen=True)
class TimelineItem:
    """One line of a timeline."""

    when: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a record in two versions, for showing them side by side."""

    name: str
    label: str
    mine: str
    theirs: str
    # What is ticked at first: whoever only presses the button loses neither text.
    keep: str = "both"


def known_rows(known: Mapping[str, CharacteristicValue]) -> list[tuple[str, str]]:
    """Characteristics with their values in words; where they come from once, when all the same."""
    shown = [item for item in known.values() if item.value != NO]
    sources = {f"{item.source}, {day_words(item.from_on)}" for item in shown}
    if len(sources) == 1:
        rows = [(item.get_kind_display(), _value_words(item)) for item in shown]
        return [*rows, ("From", sources.pop())]
    return [
        (
            item.get_kind_display(),
            f"{_value_words(item)}\n{item.source}, {day_words(item.from_on)}",
        )
        for item in shown
    ]


def _value_words(item: CharacteristicValue) -> str:
    if item.value == YES:
        return "Yes"
    if item.kind == "sen_provision":
        return _SEN.get(item.value, item.value)
    if item.kind == "attendance":
        return f"{item.value}%"
    return item.value


def timeline_of(lines: Iterable[Entry]) -> list[TimelineItem]:
    """Earlier guidance, newest first."""
    labels = {kind.name: kind.label for kind in kinds(timezone.localdate())}
    return [
        TimelineItem(
            when=day_words(line.happened_on),
            title=labels.get(line.kind, line.kind),
            text="; ".join(
                filter(None, [line.organisation, line.summary, route_words(line.routes)])
            ),
        )
        for line in lines
    ]


def intention_sentences(lines: Sequence[Entry]) -> list[str]:
    """What a student has said they want to do, with how sure they were and when."""
    labels = {point.name: point.label for point in decision_points(timezone.localdate())}
    found = []
    for line in lines:
        what = route_words(line.routes) or line.summary or "No route yet"
        sure = f", {_SURE[line.strength]}" if line.strength in _SURE else ""
        fallback = " (fallback)" if line.about == "fallback" else ""
        point = labels.get(line.point, line.point)
        found.append(f"{point}{fallback}: {what}{sure}, on {day_words(line.happened_on)}")
    return found


def parts_of(mine: dict[str, Any], theirs: dict[str, Any]) -> list[Part]:
    """What someone typed beside what is saved now, part by part."""
    return [
        Part("main_points", "Main points", mine["main_points"], theirs["main_points"]),
        Part(
            "routes",
            "Routes talked about",
            route_words(mine["routes"]),
            route_words(theirs["routes"]),
        ),
        Part(
            "sectors",
            "Kinds of work talked about",
            sector_words(mine["sectors"]),
            sector_words(theirs["sectors"]),
        ),
        Part("actions", "Actions", _action_lines(mine), _action_lines(theirs)),
    ]


def _action_lines(content: dict[str, Any]) -> str:
    return "\n".join(_action_line(action) for action in content["actions"])


def _action_line(action: dict[str, str]) -> str:
    owners = dict(Owner.choices)
    who = owners.get(action.get("owner", ""), "")
    due = f"by {action['due_on']}" if action.get("due_on") else ""
    rest = [who, due, action.get("opportunity", ""), action.get("opportunity_url", "")]
    return "• " + ", ".join(filter(None, [action.get("what", ""), *rest]))


def merged(mine: dict[str, Any], theirs: dict[str, Any], keep: Mapping[str, str]) -> dict[str, Any]:
    """One content out of two, by what was chosen for each part: mine, theirs or both.

    Whatever was not asked about, because it is the same, is kept as it is.
    """
    result = {}
    for name in ("main_points", "routes", "sectors", "actions"):
        choice = keep.get(name, "both")
        if choice == "both":
            result[name] = _both(name, mine[name], theirs[name])
        else:
            result[name] = (theirs if choice == "theirs" else mine)[name]
    saved = {action["id"] for action in theirs["actions"]}
    # An action that was taken out meanwhile comes back as a new one.
    result["actions"] = [
        action if action["id"] in saved else {**action, "id": ""} for action in result["actions"]
    ]
    return result


def _both(name: str, mine: Any, theirs: Any) -> Any:
    if mine == theirs:
        return mine
    if name == "main_points":
        return "\n\n".join(filter(None, [theirs, mine]))
    if name != "actions":
        return list(dict.fromkeys([*theirs, *mine]))
    saved = {action["id"]: action for action in theirs}
    extra = [
        action if action["id"] not in saved else {**action, "id": ""}
        for action in mine
        if not _same(action, saved.get(action["id"]))
    ]
    return [*theirs, *extra]


def _same(action: dict[str, str], other: dict[str, str] | None) -> bool:
    return other is not None and action == other
