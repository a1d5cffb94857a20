"""What students said, counted. Nobody is named: that was promised to whoever answered."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.interviews.models import Interview
from fingerpost.programme.models import GroupSession
from fingerpost.programme.selectors.recording import kind_label
from fingerpost.rules import disclosure_threshold, question_sets
from fingerpost.students.permissions import guidance_students
from fingerpost.web.keys import key_in

from ..models import FeedbackResponse
from .holding_back import Part, shown_groups
from .waiting import INTERVIEW, SESSION

# Nobody reads less than this many answers together, whatever the disclosure rule says.
FEWEST = 5
_TALKS = "guidance_interview"


@dataclass(frozen=True)
class Group:
    """Which answers are read together: all, or those of a kind, a session or an adviser."""

    by: str
    key: str


EVERYTHING = Group("all", "")


@dataclass
class Tally:
    """The answers of one group, counted; `counts` is empty when they are held back.

    on: the day of the session, where it is one.
    """

    group: Group
    label: str
    on: dt.date | None = None
    responses: int = 0
    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    too_few: bool = False


@dataclass(frozen=True)
class Results:
    """All answers a viewer may read together, and the same by kind, session or adviser."""

    whole: Tally
    groups: list[Tally]


def fewest_shown() -> int:
    """How many students must have answered before any of it is shown."""
    return max(FEWEST, disclosure_threshold(timezone.localdate()))


def responses_seen_by(viewer: Viewer) -> QuerySet[FeedbackResponse]:
    """Responses of the viewer's students, newest first."""
    return FeedbackResponse.objects.filter(
        school=viewer.school, student__in=guidance_students(viewer).order_by()
    ).order_by("-given_at", "-id")


def results(viewer: Viewer, by: str) -> Results:
    """Responses of the viewer's students counted together and by `kind`, `session` or `adviser`.

    What is held back is decided for all of these together, see `holding_back`. Takes the same
    number of queries however many responded.
    """
    read = _Read(viewer)
    found = [read.tally(group) for group in read.groups(by)]
    return Results(
        read.tally(EVERYTHING), sorted(found, key=lambda tally: (tally.label, tally.group.key))
    )


def session_results(viewer: Viewer, session_pk: int) -> Tally:
    """What the viewer's students thought of one group session."""
    return group_results(viewer, Group("session", str(session_pk)))


def group_results(viewer: Viewer, group: Group) -> Tally:
    """The answers of one group, each question counted apart from the others.

    A group that is held back or not there has none.
    """
    return _Read(viewer).tally(group)


def liked_by_session(viewer: Viewer) -> dict[int, tuple[int, int]]:
    """For each group session whose answers are shown: how many were the best one, of how many."""
    read = _Read(viewer)
    firsts = {
        (entry.name, question.name): question.answers[0]
        for entry in question_sets(timezone.localdate())
        for question in entry.questions
        if question.answers
    }
    found: dict[int, tuple[int, int]] = {}
    for group in read.groups("session"):
        counts = read.tally(group).counts
        if counts:
            best = sum(count[firsts[key]] for key, count in counts.items())
            found[int(group.key)] = (best, sum(count.total() for count in counts.values()))
    return found


@dataclass(frozen=True)
class _Place:
    """What a response is about."""

    kind: str
    kind_label: str
    by: str
    key: str
    label: str
    on: dt.date | None = None
    adviser_person: int | None = None

    @property
    def part(self) -> Part:
        return self.kind, f"{self.by}:{self.key}"

    def is_in(self, group: Group) -> bool:
        """Whether it belongs to a group."""
        if group == EVERYTHING:
            return True
        if group.by == "kind":
            return self.kind == group.key
        return (self.by, self.key) == (group.by, group.key)


class _Read:
    """The responses a viewer may read, with what each is about and what is held back."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        found = list(responses_seen_by(viewer))
        places = _places(found)
        self.rows = [(row, places[row.about]) for row in found if row.about in places]
        self.fewest = fewest_shown()
        self.is_leader = viewer.has(Role.CAREERS_LEADER)
        answered: dict[Part, set[int]] = {}
        for row, place in self.rows:
            answered.setdefault(place.part, set()).add(row.student_id)
        self.kinds, self.parts = shown_groups(answered, self.fewest)

    def groups(self, by: str) -> list[Group]:
        """The groups of a kind of reading that have any response."""
        if by == "kind":
            return [Group(by, key) for key in {place.kind for _, place in self.rows}]
        return [Group(by, key) for key in {place.key for _, place in self.rows if place.by == by}]

    def tally(self, group: Group) -> Tally:
        """A group's responses counted; nothing but their number where they are held back."""
        rows = [(row, place) for row, place in self.rows if place.is_in(group)]
        if not rows:
            return Tally(group, "", too_few=True)
        place = rows[0][1]
        label, on, shown = place.label, place.on, place.part in self.parts
        if group.by == "kind":
            label, on, shown = place.kind_label, None, place.kind in self.kinds
        elif group == EVERYTHING:
            label, on, shown = "", None, self._are_enough(row for row, _ in rows)
        tally = Tally(group, label, on, len(rows), too_few=not shown)
        if shown:
            tally.counts, tally.comments = _counts(row for row, _ in rows), self._comments(rows)
        return tally

    def _are_enough(self, rows: Iterable[FeedbackResponse]) -> bool:
        return len({row.student_id for row in rows}) >= self.fewest

    def _comments(self, rows: Iterable[tuple[FeedbackResponse, _Place]]) -> list[str]:
        """What was written: for the careers leader, and for the adviser whom it is about.

        By the alphabet: the order in which it was given would help to guess who wrote it.
        """
        own = self.viewer.person.pk
        read = [row for row, place in rows if self.is_leader or place.adviser_person == own]
        if not self._are_enough(read):
            return []
        return sorted(row.comment for row in read if row.comment)


def _places(rows: Iterable[FeedbackResponse]) -> Mapping[str, _Place]:
    """What each response is about."""
    keys: dict[str, set[int]] = {INTERVIEW: set(), SESSION: set()}
    for row in rows:
        what, _, pk = row.about.partition(":")
        if what in keys:
            keys[what].add(key_in(pk))
    found: dict[str, _Place] = {}
    interviews = Interview.objects.filter(pk__in=keys[INTERVIEW]).select_related("adviser__person")
    for interview in interviews:
        adviser = interview.adviser
        found[f"{INTERVIEW}:{interview.pk}"] = _Place(
            _TALKS,
            "Guidance interview",
            "adviser",
            str(adviser.pk),
            adviser.person.name,
            adviser_person=adviser.person_id,
        )
    for session in GroupSession.objects.filter(pk__in=keys[SESSION]):
        kind = kind_label(session)
        place = _Place(session.kind, kind, "session", str(session.pk), session.title, session.on)
        found[f"{SESSION}:{session.pk}"] = place
    return found


def _counts(rows: Iterable[FeedbackResponse]) -> dict[tuple[str, str], Counter[str]]:
    """How often each answer was given to each question that has answers to choose from."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    sets = {entry.name: entry for entry in question_sets(timezone.localdate())}
    for row in rows:
        entry = sets.get(row.question_set)
        for question in entry.questions if entry else ():
            if question.answers:
                key = row.question_set, question.name
                counts.setdefault(key, Counter())[row.answers.get(question.name, "")] += 1
    return counts
