"""Next steps as pages show them, and where each leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

# What a step suggests -> the page where a member of staff does it, and the words on its button.
STAFF_LINKS = {
    "book_interview": ("interviews:book", "Book an interview"),
    "book_follow_up": ("interviews:book", "Book a follow-up"),
    "chase_actions": ("interviews:actions", "See the actions"),
    "agree_actions": ("interviews:actions", "See the actions"),
}
RECORD_LINK = ("programme:record", "Record a session")
STUDENT_LINKS = {
    "book_interview": ("interviews:book_own", "Book a time"),
    "book_follow_up": ("interviews:book_own", "Book a time"),
    "record_intention": ("destinations:mine", "Say what you plan"),
    "plan_fallback": ("destinations:mine", "Add a second plan"),
    "chase_actions": ("interviews:plan", "See your plan"),
    "agree_actions": ("interviews:plan", "See your plan"),
    "acknowledge_record": ("interviews:plan", "Read it"),
    "share_plan": ("interviews:plan", "Share your plan"),
    "save_idea": ("pathways:ideas", "Save an idea"),
    "do_research": ("pathways:ideas", "Save what you find"),
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


def _address(name: str, *parts: Any) -> str:
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def staff_link(suggests: str, students: Iterable[int]) -> tuple[str, str]:
    """Where staff take a step for these students, and the words on the button."""
    name, label = STAFF_LINKS.get(
        suggests, RECORD_LINK if suggests.startswith("invite:") else ("", "")
    )
    address = _address(name) if name else ""
    numbers = ",".join(str(pk) for pk in students)
    return (f"{address}?students={numbers}" if address else "", label if address else "")


def staff_cards(steps: Iterable[Any], student: Any) -> list[Card]:
    """A student's steps in the words for staff, with the rule behind each."""
    cards = []
    for step in steps:
        url, action = staff_link(step.suggests, [student.pk])
        cards.append(
            Card(
                rule=step.rule,
                title=step.title,
                reasons=[step.reason, *(boost.because for boost in step.boosts)],
                url=url,
                action=action,
                source=step.source,
                tag="Put first" if step.raised else "",
                more_url=reverse("signposting:decide", args=[student.pk, step.rule]),
                more_label="Decide otherwise",
            )
        )
    return cards


def student_cards(steps: Iterable[Any], limit: int = 3) -> list[Card]:
    """A student's own steps in their words: the first few they can take themselves."""
    own = [step for step in steps if step.who == "student"][:limit]
    cards = []
    for step in own:
        name, action = STUDENT_LINKS.get(step.suggests, ("", ""))
        url = _address(name) if name else ""
        cards.append(
            Card(
                rule=step.rule,
                title=step.student_title,
                reasons=[step.student_reason],
                url=url,
                action=action if url else "",
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


def group_steps(
    counts: Mapping[str, int], rules: Iterable[Any], of: int, query: str
) -> list[GroupStep]:
    """The steps a group needs, most students first."""
    found = [
        GroupStep(
            rule=rule.name,
            title=rule.title,
            number=counts[rule.name],
            of=of,
            url=f"{reverse('signposting:group')}?{query}{'&' if query else ''}rule={rule.name}",
            source=rule.source,
        )
        for rule in rules
        if counts.get(rule.name)
    ]
    return sorted(found, key=lambda step: (-step.number, step.title))
