"""Where interviews meet the engine that checks plans as they are written."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from fingerpost.common.days import date_in

if TYPE_CHECKING:
    from fingerpost.engines.planreview import ActionDraft, Mark


def review(content: dict[str, Any]) -> list["Mark"]:
    """The marks of a record as it is typed, the important ones first.

    `content` is a record as its form has it (`selectors.records.content_of`), valid or not: a
    date that cannot be read counts as none.
    """
    # The engine is loaded when a record is first written, not when Django starts.
    from fingerpost.engines import planreview

    actions = tuple(_action(action) for action in content["actions"])
    plan = planreview.PlanDraft(main_points=content["main_points"], actions=actions)
    marks = planreview.review(plan, timezone.localdate())
    if len(content["routes"]) > 1:
        # The adviser has ticked that other routes were talked about, whatever the words name.
        marks = tuple(mark for mark in marks if mark.code != "one_route_only")
    return list(marks)


def _action(typed: dict[str, str]) -> "ActionDraft":
    from fingerpost.engines.planreview import ActionDraft

    return ActionDraft(
        what=typed.get("what", ""),
        who=typed.get("owner") or None,
        due_on=date_in(typed.get("due_on", "")),
        opportunity=typed.get("opportunity") or typed.get("opportunity_url") or None,
        routes=(typed["route"],) if typed.get("route") else (),
    )
