"""The frozen shapes that rule data are read into.

Every entry says from when until when it is in force and where it comes from. `valid_to` is
the last day in force; None means until something replaces it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from fingerpost.rules.conditions import Condition

Who = Literal["student", "tutor", "adviser", "careers_leader", "senco"]
Family = Literal["encounter", "record"]
Severity = Literal["important", "advice"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every entry has: a name unique on any one day, dates in force and a source."""

    name: str
    valid_from: date
    valid_to: date | None
    source: str

    def in_force(self, on: date) -> bool:
        """Say whether the entry is in force on a day, first and last day included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Kind(Entry):
    """A kind of ledger line.

    counts_for: the purposes a line of this kind counts towards. needs_organisation: those
    among them it counts towards only when the line names an organisation.
    """

    label: str
    plural: str
    student_label: str
    family: Family
    counts_for: tuple[str, ...]
    needs_organisation: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Route(Entry):
    """A route a student can take. `order` is for listing and ranks nothing.

    leads_to: routes that commonly follow this one, so that both together are one path.
    offered_at: the decision points at which it can be chosen. limited_to: who alone it is for;
    empty where it is for everybody.
    """

    label: str
    student_label: str
    meaning: str
    technical: bool
    kind_of_provider: str
    order: int
    leads_to: tuple[str, ...]
    offered_at: tuple[str, ...]
    limited_to: str = ""


RouteGroupOf = Literal["level", "provider"]


@dataclass(frozen=True, kw_only=True)
class RouteGroup(Entry):
    """Routes with something in common: `what` says what. routes: their names."""

    what: RouteGroupOf
    label: str
    routes: tuple[str, ...]
    order: int


@dataclass(frozen=True, kw_only=True)
class Sector(Entry):
    """One of the broad sectors of work."""

    label: str
    student_label: str
    order: int


@dataclass(frozen=True, kw_only=True)
class DecisionPoint(Entry):
    """A point at which a student chooses, and the year groups that face it.

    close_from: the month of the last of its years from which the choice is close.
    """

    label: str
    student_label: str
    student_question: str
    years: tuple[int, ...]
    order: int
    close_from: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day by which something is due, in the academic year a student is in a year."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, kw_only=True)
class Criterion(Entry):
    """One thing a student is due.

    It applies to students whose year group is in `years` and who meet every condition in
    `when`; it is met when every condition in `met` holds. `from_month` is the month of the
    academic year (9 to 12, then 1 to 8) before which it is too early to look, in each of its
    years. `deadline` is the day after which it is overdue; without one it never is.
    """

    label: str
    student_label: str
    years: tuple[int, ...]
    when: tuple[Condition, ...]
    met: tuple[Condition, ...]
    from_month: int | None
    deadline: Deadline | None
    note: str

    def years_due(self, on: date) -> tuple[int, ...]:
        """Return the year groups to which the criterion applies on a day."""
        if self.from_month is None or _month_of_year(on) >= (self.from_month - 9) % 12:
            return self.years
        return ()

    def years_overdue(self, on: date) -> tuple[int, ...]:
        """Return the year groups for which the deadline has passed on a day."""
        if self.deadline is None:
            return ()
        end = self.deadline
        day_passed = _place_in_year(on.month, on.day) > _place_in_year(end.month, end.day)
        return tuple(
            year for year in self.years if year > end.year or (year == end.year and day_passed)
        )


@dataclass(frozen=True, kw_only=True)
class Framework(Entry):
    """A set of criteria that belong together: a duty, a set of benchmarks."""

    label: str
    meaning: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Boost:
    """Points added to a rule's weight when every condition holds, and the reason why."""

    when: tuple[Condition, ...]
    add: int
    because: str


@dataclass(frozen=True, slots=True)
class Variant:
    """Other reasons for the students of a rule for whom every condition holds."""

    when: tuple[Condition, ...]
    reason: str
    student_reason: str


@dataclass(frozen=True, kw_only=True)
class NextStepRule(Entry):
    """A need that some students have and the step that answers it.

    The rule fires for a student when every condition in `when` holds and none in `unless`
    does. Its score is `weight` plus the boosts that hold, at most 100. `meets` names the
    facts that rise when the step is taken. `reason` may use {fact_name} placeholders;
    the first of `variants` that fits a student takes the place of both reasons.
    `months` are the months of the year in which the rule is looked at; empty means all.
    """

    need: str
    weight: int
    months: tuple[int, ...]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    boosts: tuple[Boost, ...]
    suggests: str
    title: str
    reason: str
    student_title: str
    student_reason: str
    variants: tuple[Variant, ...]
    meets: tuple[str, ...]
    who: Who

    def __hash__(self) -> int:
        # Rules are looked up often; hashing every word of them each time is what is slow.
        return hash((self.name, self.valid_from, self.weight))

    @property
    def id(self) -> str:
        """The name of the rule, as overrides and the ledger refer to it."""
        return self.name

    def looked_at(self, on: date) -> bool:
        """Say whether the rule is in force on a day and the day lies in its months."""
        return self.in_force(on) and (not self.months or on.month in self.months)


@dataclass(frozen=True, kw_only=True)
class NeedScale(Entry):
    """How needs make one overall need, and what a person's word adds.

    shares: percent taken of the highest need, the next and so on, together 100.
    raise_by: points added to a step that a person raises.
    """

    shares: tuple[int, ...]
    raise_by: int


@dataclass(frozen=True, kw_only=True)
class WaitingTime(Entry):
    """How many months after a student has left something follows.

    instead_of: the name of the product's own entry that an installation's entry replaces.
    """

    months: int
    meaning: str
    instead_of: str

    def leads(self, name: str) -> bool:
        """Say whether the entry is about the thing of this name."""
        return name in (self.name, self.instead_of)


@dataclass(frozen=True, kw_only=True)
class ShownBy(Entry):
    """How much of all routes some year groups should have been shown from a month of the school
    year on: the share, in per cent, of a student's routes, as a mean over students.
    """

    years: tuple[int, ...]
    from_month: int
    at_least: int


@dataclass(frozen=True, kw_only=True)
class Disclosure(Entry):
    """How small a group may be before its figures are hidden."""

    threshold: int
    meaning: str


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One yes-or-no question of a checklist. scope: "event", or "programme" for the whole."""

    name: str
    question: str
    scope: Literal["event", "programme"]


@dataclass(frozen=True, kw_only=True)
class Checklist(Entry):
    """What makes an encounter of one purpose meaningful."""

    label: str
    counts_for: str
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, kw_only=True)
class Threshold(Entry):
    """A number that the review of plans uses."""

    value: int
    meaning: str


@dataclass(frozen=True, kw_only=True)
class WordList(Entry):
    """Words and phrases that the review of plans looks for, in lower case."""

    words: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, kw_only=True)
class RouteWords(WordList):
    """Words by which a plan shows that it speaks of the route the entry is named after."""


@dataclass(frozen=True, kw_only=True)
class PlanMark(Entry):
    """A mark that the review of plans can give. `message` may use {placeholders}."""

    severity: Severity
    message: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Finding(Entry):
    """A line of the governors' report and the share at which it asks for a decision.

    `measure` is a measure whose value is a share of students, in per cent. The report asks for
    the `decision` when the share is under `at_least` or over `at_most`.
    """

    section: str
    measure: str
    at_least: int | None
    at_most: int | None
    decision: str

    def needs_decision(self, share: float | None) -> bool:
        """Say whether a share in per cent is on the wrong side; an unknown one never is."""
        if share is None:
            return False
        too_low = self.at_least is not None and share < self.at_least
        too_high = self.at_most is not None and share > self.at_most
        return too_low or too_high


@dataclass(frozen=True, slots=True)
class FeedbackQuestion:
    """A question in student words with its answers; no answers means free text."""

    name: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionSet(Entry):
    """A very short set of questions asked after something happened.

    "interview" and "group" are asked of students, "led" of staff who led a group session and
    "given" of the employer or provider who gave it.
    """

    label: str
    student_title: str
    after: Literal["interview", "group", "led", "given"]
    questions: tuple[FeedbackQuestion, ...]


def _month_of_year(on: date) -> int:
    return (on.month - 9) % 12


def _place_in_year(month: int, day: int) -> tuple[int, int]:
    return ((month - 9) % 12, day)
