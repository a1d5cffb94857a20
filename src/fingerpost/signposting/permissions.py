"""Which next steps a viewer may read: none that tells of a characteristic they may not see."""

from fingerpost.accounts.viewer import Viewer
from fingerpost.rules import SENSITIVE_FACTS, NextStepRule
from fingerpost.students.permissions import MAKES_VULNERABLE, visible_characteristics


def hidden_facts(viewer: Viewer) -> frozenset[str]:
    """The facts about students that this viewer must not learn from a step or a reason."""
    visible = visible_characteristics(viewer)
    hidden = SENSITIVE_FACTS.difference(visible)
    return hidden - {"vulnerable"} if visible >= MAKES_VULNERABLE else hidden


def may_read(viewer: Viewer, rule: NextStepRule) -> bool:
    """Whether who needs this step tells the viewer nothing that is hidden from them."""
    hidden = hidden_facts(viewer)
    return all(condition.fact not in hidden for condition in (*rule.when, *rule.unless))
