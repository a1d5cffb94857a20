"""What goes into and comes out of the review of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """One action as it stands: what, who, by when, and what it is linked to.

    opportunity: a key or name of the course, visit or event it is linked to, None for none.
    routes: names of the routes it was tagged with.
    """

    what: str
    who: str | None = None
    due_on: date | None = None
    opportunity: str | None = None
    routes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Say whether nothing at all was entered, as in a blank row of a form."""
        texts = (self.what, self.who or "", self.opportunity or "")
        return self.due_on is None and not any(text.strip() for text in texts)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """The main points of an interview and the actions agreed, as far as they are written."""

    main_points: str
    actions: tuple[ActionDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that could be better in a plan, and why it matters.

    where: "main_points", "actions", or a field of one action by its place in the draft, from
    0, such as "actions.0.due_on".
    """

    code: str
    severity: Literal["important", "advice"]
    where: str
    message: str
    reason: str
    source: str
