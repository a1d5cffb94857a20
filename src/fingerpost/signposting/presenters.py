"""Next steps as pages show them, and where each leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer

from .permissions import hidden_facts

# What a step suggests -> the page where a member of staff does it, and the words on its button.
# The roles are those that the page's access rule lets in.
_BOOKING = (Role.ADVISER, Role.CAREERS_LEADER)
_GUIDANCE = (*_BOOKING, Role.TUTOR, Role.SENCO, Role.SENIOR_LEADER)
_RECORDING = (*_BOOKING, Role.TUTOR, Role.SENCO)
STAFF_LINKS: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "book_interview": ("interviews:book", "Book an interview", _BOOKING),
    "book_follow_up": ("interviews:book", "Book a follow-up", _BOOKING),
    "chase_actions": ("interviews:actions", "See the actions", _GUIDANCE),
    "agree_actions": ("interviews:actions", "See the actions", _GUIDANCE),
}
RECORD_LINK = ("programme:record", "Record a session", _RECORDING)
# Steps that are taken on the page of one student's intention.
CHOICE_STEPS = {"record_intention", "plan_fallback"}
STUDENT_LINKS = {
    "book_interview": ("interviews:book_own", "Book a time"),
    "book_follow_up": ("interviews:book_own", "Book a time"),
    "record_intention": ("destinations:mine", "Say what you plan"),
    "plan_fallback": ("destinations:mine", "Add a second plan"),
    "chase_actions": ("interviews:plan", "See your plan"),
    "agree_actions": ("interviews:plan", "See your plan"),
    "acknowledge_record": ("interviews:plan", "Read it"),
    "share_plan": ("interviews:plan", "Share your plan"),
    "save_idea": ("pathways:add", "Save an idea"),
    "do_research": ("pathways:add", "Save what you find"),
    "give_feedback": ("evaluation:waiting", "Tell us"),
}


@dataclass(frozen=True)
class Card:
    """One next step as `{% next_step_card %}` takes it, and what staff may decide about it."""

    rule: str
    title: str
    reasons: list[str] = field(default_factory=list)
    url: str = ""
    action: str = ""
    source: str = ""
    tag: str = ""
    tone: str = ""
    more_url: str = ""
    more_label: str = ""


def staff_link(suggests: str, students: Iterable[int], viewer: Viewer) -> tuple[str, str]:
    """Where this viewer takes a step for these students, and the words on the button.

    Both are empty where the viewer's roles have no page for it.
    """
    nothing: tuple[str, str, tuple[Role, ...]] = ("", "", ())
    invite = RECORD_LINK if suggests.startswith("invite:") else nothing
    name, label, roles = STAFF_LINKS.get(suggests, invite)
    if not viewer.has(*roles):
        return "", ""
    numbers = ",".join(str(pk) for pk in students)
    return f"{reverse(name)}?students={numbers}", label


def staff_cards(steps: Iterable[Any], student: Any, viewer: Viewer) -> list[Card]:
    """A student's steps in the words for staff, with the rule behind each.

    A step or a reason that rests on a characteristic the viewer may not see is left out.
    """
    hidden = hidden_facts(viewer)
    return [
        _staff_card(step, student, viewer, hidden)
        for step in steps
        if hidden.isdisjoint(step.facts)
    ]


def _staff_card(step: Any, student: Any, viewer: Viewer, hidden: frozenset[str]) -> Card:
    url, action = staff_link(step.suggests, [student.pk], viewer)
    if not url and step.suggests in CHOICE_STEPS:
        url, action = reverse("destinations:student", args=[student.pk]), "Record an intention"
    boosts = [boost.because for boost in step.boosts if hidden.isdisjoint(boost.facts)]
    first = step.override is not None and step.override.action == "raise"
    return Card(
        rule=step.rule_id,
        title=step.title,
        reasons=[step.reason, *boosts],
        url=url,
        action=action,
        source=step.source,
        tag="Put first" if first else "",
        more_url=reverse("signposting:decide", args=[student.pk, step.rule_id]),
        more_label="Decide otherwise",
    )


def student_cards(steps: Iterable[Any], limit: int = 3) -> list[Card]:
    """A student's own steps in their words: the first few they can take or start themselves."""
    own = [s for s in steps if s.who == "student" or s.suggests in STUDENT_LINKS][:limit]
    cards = []
    for step in own:
        name, action = STUDENT_LINKS.get(step.suggests, ("", ""))
        url = reverse(name) if name else ""
        cards.append(
            Card(
                rule=step.rule_id,
                title=step.student_title,
                reasons=[step.student_reason],
                url=url,
                action=action,
            )
        )
    return cards


@dataclass(frozen=True)
class GroupStep:
    """A next step across a group: how many need it, and the page that lists them."""

    rule: str
    title: str
    number: int
    of: int
    url: str
    source: str
    weight: int


def group_steps(
    counts: Mapping[str, int], rules: Iterable[Any], of: int, query: str
) -> list[GroupStep]:
    """The steps a group needs: the weightiest rules first, then those that most students need."""
    found = [
        GroupStep(
            rule=rule.id,
            title=rule.title,
            number=counts[rule.id],
            of=of,
            url=f"{reverse('signposting:group')}?{query}{'&' if query else ''}rule={rule.id}",
            source=rule.source,
            weight=rule.weight,
        )
        for rule in rules
        if counts.get(rule.id)
    ]
    return sorted(found, key=lambda step: (-step.weight, -step.number, step.title))
