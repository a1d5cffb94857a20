"""What students said, counted. Nobody is named: that was promised to whoever answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.interviews.models import Interview
from fingerpost.programme.models import GroupSession
from fingerpost.programme.selectors import kind_label
from fingerpost.rules import disclosure_threshold, question_sets
from fingerpost.students.permissions import guidance_students

from ..models import FeedbackResponse
from .holding_back import Part, shown_groups
from .waiting import INTERVIEW, SESSION

# Nobody reads less than this many answers together, whatever the disclosure rule says.
FEWEST = 5
_TALKS = "guidance_interview"


@dataclass(frozen=True)
class Group:
    """Which answers are read together: of a kind, a session or an adviser."""

    by: str
    key: str


@dataclass
class Tally:
    """The answers of one group, counted; `counts` is empty when they are held back."""

    group: Group
    label: str
    responses: int = 0
    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    too_few: bool = False


def fewest_shown() -> int:
    """How many responses it takes before any of them is shown."""
    return max(FEWEST, disclosure_threshold(timezone.localdate()))


def responses_seen_by(viewer: Viewer) -> QuerySet[FeedbackResponse]:
    """Responses of the viewer's students, newest first."""
    return FeedbackResponse.objects.filter(
        school=viewer.school, student__in=guidance_students(viewer).order_by()
    ).order_by("-given_at", "-id")


def results(viewer: Viewer, by: str) -> list[Tally]:
    """Responses of the viewer's students counted by `kind`, `session` or `adviser`.

    What is held back is decided for all three together, see `holding_back`. Takes the same
    number of queries however many responded.
    """
    read = _Read(viewer)
    found = [read.tally(group) for group in read.groups(by)]
    return sorted(found, key=lambda tally: (tally.label, tally.group.key))


def session_results(viewer: Viewer, session_pk: int) -> Tally:
    """What the viewer's students thought of one group session."""
    return _Read(viewer).tally(Group("session", str(session_pk)))


def answers_behind(
    viewer: Viewer, group: Group, question_set: str, question: str, answer: str
) -> tuple[str, list[dict[str, str]]]:
    """The label of a group, and the answers behind one of its figures, each response's together.

    question: which one was answered with `answer`; empty for every response of the group.
    Without names, in an order that tells nothing of who gave them. A group that is held back or
    not there has none.
    """
    read = _Read(viewer)
    tally = read.tally(group)
    if tally.too_few:
        return tally.label, []
    found = [
        row.answers
        for row in read.rows_of(group)
        if not question
        or (row.question_set == question_set and row.answers.get(question, "") == answer)
    ]
    return tally.label, sorted(found, key=lambda answers: sorted(answers.items()))


@dataclass(frozen=True)
class _Place:
    """What a response is about."""

    kind: str
    kind_label: str
    by: str
    key: str
    label: str
    adviser_person: int | None = None

    @property
    def part(self) -> Part:
        return self.kind, f"{self.by}:{self.key}"

    def is_in(self, group: Group) -> bool:
        """Whether it belongs to a group."""
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
        sizes = Counter(place.part for _, place in self.rows)
        self.kinds, self.parts = shown_groups(sizes, fewest_shown())

    def groups(self, by: str) -> list[Group]:
        """The groups of a kind of reading that have any response."""
        if by == "kind":
            return [Group(by, key) for key in {place.kind for _, place in self.rows}]
        return [Group(by, key) for key in {place.key for _, place in self.rows if place.by == by}]

    def rows_of(self, group: Group) -> list[FeedbackResponse]:
        """The responses of a group."""
        return [row for row, place in self.rows if place.is_in(group)]

    def tally(self, group: Group) -> Tally:
        """A group's responses counted; nothing but their number where they are held back."""
        places = [place for _, place in self.rows if place.is_in(group)]
        if not places:
            return Tally(group, "", too_few=True)
        by_kind = group.by == "kind"
        shown = places[0].kind in self.kinds if by_kind else places[0].part in self.parts
        label = places[0].kind_label if by_kind else places[0].label
        tally = Tally(group, label, len(places), too_few=not shown)
        if shown:
            rows = self.rows_of(group)
            tally.counts, tally.comments = _counts(rows), self._comments(group)
        return tally

    def _comments(self, group: Group) -> list[str]:
        """What was written: for the careers leader, and for the adviser whom it is about.

        Not in the order in which it was given, which would help to guess who wrote it.
        """
        rows = [(row, place) for row, place in self.rows if place.is_in(group)]
        if not self.viewer.has(Role.CAREERS_LEADER):
            own = self.viewer.person.pk
            rows = [(row, place) for row, place in rows if place.adviser_person == own]
            if len(rows) < fewest_shown():
                return []
        return sorted((row.comment for row, _ in rows if row.comment), key=str.casefold)


def _places(rows: Iterable[FeedbackResponse]) -> Mapping[str, _Place]:
    """What each response is about."""
    keys: dict[str, set[int]] = {INTERVIEW: set(), SESSION: set()}
    for row in rows:
        what, _, pk = row.about.partition(":")
        if what in keys and pk.isdigit():
            keys[what].add(int(pk))
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
            adviser.person_id,
        )
    for session in GroupSession.objects.filter(pk__in=keys[SESSION]):
        kind = kind_label(session)
        label = f"{session.title}, {session.on.day} {session.on:%B %Y}"
        place = _Place(session.kind, kind, "session", str(session.pk), label)
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
