"""Next steps as pages show them, and where each leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.rules import aim_of
from fingerpost.web.tables import Cell, Column, Row, Table

from .permissions import hidden_facts


@dataclass(frozen=True)
class Way:
    """How staff take a step: the page, the words on its button, and whose roles the page lets in.

    With `posts` the page does it at once, without asking first.
    """

    page: str
    label: str
    roles: tuple[Role, ...]
    posts: bool = False

    def url(self, students: Iterable[int]) -> str:
        """The page's address for these students."""
        numbers = ",".join(str(pk) for pk in students)
        return f"{reverse(self.page)}?students={numbers}"


_BOOKING = (Role.ADVISER, Role.CAREERS_LEADER)
_GUIDANCE = (*_BOOKING, Role.TUTOR, Role.SENCO, Role.SENIOR_LEADER)
_RECORDING = (*_BOOKING, Role.TUTOR, Role.SENCO)
_ASK = Way("interviews:ask", "Ask an adviser", _GUIDANCE, posts=True)
# What a step suggests -> the ways of taking it; the first that a viewer's roles allow is offered.
STAFF_LINKS: dict[str, tuple[Way, ...]] = {
    "book_interview": (Way("interviews:book", "Book an interview", _BOOKING), _ASK),
    "book_follow_up": (Way("interviews:book", "Book a follow-up", _BOOKING), _ASK),
    "talk_range": (Way("interviews:book", "Book an interview", _BOOKING), _ASK),
    "acknowledge_record": (
        Way("interviews:ask_to_read", "Ask the student", _GUIDANCE, posts=True),
    ),
    "chase_actions": (Way("interviews:actions", "See the actions", _GUIDANCE),),
    "date_actions": (Way("interviews:actions", "Give them dates", _GUIDANCE),),
    "agree_actions": (Way("interviews:actions", "See the actions", _GUIDANCE),),
}
# Nobody is invited by it: it is where staff write down that the encounter took place.
RECORD_LINK = Way("programme:record", "Record a session that was held", _RECORDING)
# Steps that are taken on the page of one student's intention.
CHOICE_STEPS = {"record_intention", "plan_fallback"}
STUDENT_LINKS = {
    "book_interview": ("interviews:book_own", "Book a time"),
    "book_follow_up": ("interviews:book_own", "Book a time"),
    "record_intention": ("destinations:mine", "Say what you plan"),
    "plan_fallback": ("destinations:mine", "Add a second plan"),
    "follow_application": ("choices:mine", "See my choices"),
    "chase_actions": ("interviews:plan", "See your plan"),
    "agree_actions": ("interviews:plan", "See your plan"),
    "date_actions": ("interviews:plan", "See your plan"),
    "acknowledge_record": ("interviews:plan", "Read it"),
    "share_plan": ("interviews:plan", "Share your plan"),
    "save_idea": ("occupations:explore", "Find jobs to save"),
    "do_research": ("occupations:explore", "Look up a job"),
    "do_self_assessment": ("occupations:about_me", "Start the quiz"),
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
    # The button does the step at once.
    posts: bool = False
    source: str = ""
    tag: str = ""
    tone: str = ""
    more_url: str = ""
    more_label: str = ""


def staff_way(suggests: str, viewer: Viewer) -> Way | None:
    """How this viewer takes a step; None where the viewer's roles have no page for it."""
    invite = (RECORD_LINK,) if suggests.startswith("invite:") else ()
    ways = STAFF_LINKS.get(suggests, invite)
    return next((way for way in ways if viewer.has(*way.roles)), None)


def staff_title(step: Any, viewer: Viewer) -> str:
    """The title of a step or rule; whoever cannot book themselves is told to ask for it."""
    title: str = step.title
    if title.startswith("Book ") and staff_way(step.suggests, viewer) == _ASK:
        return f"Ask for {title.removeprefix('Book ')}"
    return title


def staff_cards(
    steps: Iterable[Any], student: Any, viewer: Viewer, *, one_per_aim: bool = False
) -> list[Card]:
    """A student's steps in the words for staff, with the rule behind each.

    A step or a reason that rests on a characteristic the viewer may not see is left out. With
    `one_per_aim` of several that lead to the same thing, such as a first interview and a
    follow-up, only the weightiest is there.
    """
    hidden = hidden_facts(viewer)
    readable = [step for step in steps if hidden.isdisjoint(step.facts)]
    if one_per_aim:
        first: dict[str, Any] = {}
        for step in readable:
            first.setdefault(aim_of(step.suggests), step)
        readable = list(first.values())
    return [_staff_card(step, student, viewer, hidden) for step in readable]


def _staff_card(step: Any, student: Any, viewer: Viewer, hidden: frozenset[str]) -> Card:
    way = staff_way(step.suggests, viewer)
    url, action = (way.url([student.pk]), way.label) if way else ("", "")
    if not url and step.suggests in CHOICE_STEPS:
        url, action = reverse("destinations:student", args=[student.pk]), "Record an intention"
    boosts = [boost.because for boost in step.boosts if hidden.isdisjoint(boost.facts)]
    first = step.override is not None and step.override.action == "raise"
    return Card(
        rule=step.rule_id,
        title=staff_title(step, viewer),
        reasons=[step.reason, *boosts],
        url=url,
        action=action,
        posts=bool(way and way.posts),
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
    counts: Mapping[str, int], rules: Iterable[Any], of: int, query: str, viewer: Viewer
) -> list[GroupStep]:
    """The steps a group needs: the weightiest rules first, then those that most students need."""
    found = [
        GroupStep(
            rule=rule.id,
            title=staff_title(rule, viewer),
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


def off_rule(rule: Any, decision: Any) -> dict[str, Any]:
    """A rule that a school has switched off, with who decided it and why."""
    return {
        "rule": rule.id,
        "title": rule.title,
        "reason": decision.reason,
        "until_on": decision.until_on,
        "made_by": decision.made_by or "someone who has left",
        "made_at": decision.made_at,
    }


def rules_table(rules: Iterable[Any], off: Mapping[str, Any], may_switch: bool) -> Table:
    """The rules in force as a table; with a way to switch each off for those who may."""
    rows = []
    for rule in rules:
        state = Cell(tag="Switched off", tone="grey") if rule.id in off else Cell("In force")
        cells = [Cell(rule.title), rule.source, Cell(rule.weight), state]
        if may_switch:
            url = reverse("signposting:switch_off", args=[rule.id])
            label = "Change" if rule.id in off else "Switch off"
            cells.append(Cell(label, url=url, about=rule.title))
        rows.append(Row(cells=cells))
    columns = [
        Column("Step"),
        Column("Where it comes from"),
        Column("Points", number=True),
        Column("State"),
    ]
    if may_switch:
        columns.append(Column("Action", actions=True))
    return Table("Rules in force", columns, rows, hide_caption=True)
