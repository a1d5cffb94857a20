"""Actions as lists show them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from fingerpost.common.days import day_words
from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import Owner
from ..models import Action
from .words import is_overdue

OWNERS_FOR_STUDENTS = {
    Owner.STUDENT: "You",
    Owner.FAMILY: "Your family",
    Owner.TUTOR: "Your tutor",
    Owner.ADVISER: "Your careers adviser",
    Owner.CAREERS_LEADER: "Your careers leader",
    Owner.SENCO: "Your SEN coordinator",
}


def actions_table(actions: Iterable[Action]) -> Table:
    """One row per action, with a tick box for closing or chasing several."""
    return Table(
        caption="Actions",
        hide_caption=True,
        tick="actions",
        tick_form="bulk",
        columns=[
            Column("Action"),
            Column("Student"),
            Column("Who"),
            Column("By when"),
            Column("Reminded"),
            Column("Change", actions=True),
        ],
        rows=[_row(action) for action in actions],
    )


def _row(action: Action) -> Row:
    group = action.student.tutor_group
    closed = action.closed_on
    return Row(
        [
            Cell(action.what, hint=action.opportunity or action.what_came_of_it),
            Cell(
                str(action.student),
                url=reverse("home:guidance_record", args=[action.student_id]),
                hint=group.name if group else "",
            ),
            action.get_owner_display() or "Nobody yet",
            due_cell(action),
            day_words(timezone.localdate(action.chased_at)) if action.chased_at else None,
            Cell(
                "Close" if not closed else "Open again",
                url=reverse(
                    "interviews:action_reopen" if closed else "interviews:action_close",
                    args=[action.pk],
                ),
                about=action.what,
            ),
        ],
        key=str(action.pk),
        name=f"{action.what}, {action.student}",
    )


def due_cell(action: Action) -> Cell:
    """When an action is due, or how it was closed."""
    if action.closed_on:
        words = day_words(action.closed_on)
        tone = "good" if action.state == "done" else "quiet"
        return Cell(words, tag=action.get_state_display(), tone=tone)
    asked = action.asked_due_on
    return Cell(
        day_words(action.due_on) if action.due_on else "Give a date",
        url=reverse("interviews:action_date", args=[action.pk]),
        about=f"for {action.what}",
        hint=f"The student asks for {day_words(asked)}" if asked else "",
        tag=_due_tag(action),
        tone="bad" if action.due_on else "warn",
    )


def _due_tag(action: Action) -> str:
    if not action.due_on:
        return "No date"
    return "Overdue" if is_overdue(action) else ""


@dataclass
class Plan:
    """A student's actions by how they stand."""

    overdue: list[Action] = field(default_factory=list)
    open: list[Action] = field(default_factory=list)
    closed: list[Action] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.overdue or self.open or self.closed)


def plan_of(actions: Iterable[Action]) -> Plan:
    """Actions sorted into overdue, open and closed, each in the order given."""
    plan = Plan()
    for action in actions:
        if action.state != "open":
            plan.closed.append(action)
        elif is_overdue(action):
            plan.overdue.append(action)
        else:
            plan.open.append(action)
    return plan
