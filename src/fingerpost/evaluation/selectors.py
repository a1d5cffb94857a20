"""Reading feedback: what waits for a student, and what students said."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Interview
from fingerpost.programme.models import GroupSession
from fingerpost.programme.selectors import attended_by
from fingerpost.rules import QuestionSet, disclosure_threshold, question_sets
from fingerpost.students.permissions import guidance_students

from .models import FeedbackResponse

# After two months a student is guessing at what they thought.
DAYS_TO_ANSWER = 60
INTERVIEW, SESSION = "interview", "session"
_AFTER = {INTERVIEW: "interview", SESSION: "group"}
# Nobody reads less than this many answers together, whatever the disclosure rule says.
FEWEST = 5


@dataclass(frozen=True)
class Waiting:
    """Something a student may say what they thought of."""

    what: str
    pk: int
    title: str
    on: dt.date

    @property
    def about(self) -> str:
        """As the ledger names it."""
        return f"{self.what}:{self.pk}"


def question_set_after(what: str, on: dt.date) -> QuestionSet | None:
    """The questions asked after an interview or a session; None when the rules have none."""
    found = (entry for entry in question_sets(on) if entry.after == _AFTER[what])
    return next(found, None)


def feedback_waiting(student: Any, today: dt.date | None = None) -> list[Waiting]:
    """Interviews held and sessions attended of late without an answer yet, newest first."""
    today = today or timezone.localdate()
    since = today - dt.timedelta(days=DAYS_TO_ANSWER)
    answered = set(FeedbackResponse.objects.filter(student=student).values_list("about", flat=True))
    interviews = Interview.objects.filter(
        student=student, state=InterviewState.HELD, starts_at__date__gte=since
    )
    found = [
        Waiting(INTERVIEW, row.pk, "Your talk with a careers adviser", _day(row.starts_at))
        for row in interviews
    ]
    found += [Waiting(SESSION, row.pk, row.title, row.on) for row in attended_by(student, since)]
    open_ones = [one for one in found if one.about not in answered and one.on <= today]
    return sorted(open_ones, key=lambda one: (one.on, one.pk), reverse=True)


def waiting_for(student: Any, what: str, pk: int) -> Waiting | None:
    """One of `feedback_waiting`, or None."""
    return next(
        (one for one in feedback_waiting(student) if (one.what, one.pk) == (what, pk)), None
    )


def has_answered(student: Any, what: str, pk: int) -> bool:
    """Whether the student has said what they thought of it."""
    return FeedbackResponse.objects.filter(student=student, about=f"{what}:{pk}").exists()


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


# Results -------------------------------------------------------------------------------------


@dataclass
class Tally:
    """The answers of one group of responses, counted; `counts` is empty when too few."""

    label: str
    responses: int = 0
    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    too_few: bool = False


def fewest_shown(on: dt.date) -> int:
    """How many responses it takes before any of them is shown."""
    return max(FEWEST, disclosure_threshold(on))


def responses_seen_by(
    viewer: Viewer, *, since: dt.date | None = None
) -> QuerySet[FeedbackResponse]:
    """Responses of the viewer's students, newest first."""
    found = FeedbackResponse.objects.filter(
        school=viewer.school, student__in=guidance_students(viewer).order_by()
    )
    if since is not None:
        found = found.filter(given_at__date__gte=since)
    return found.order_by("-given_at", "-id")


def results(viewer: Viewer, by: str, *, since: dt.date | None = None) -> list[Tally]:
    """Responses of the viewer's students counted by `kind`, `session` or `adviser`.

    A group with too few responses shows only that it has them. Where the groups held back would
    together still be too few, the smallest group shown is held back as well: else it could be
    worked out from the total. Takes the same number of queries however many responded.
    """
    rows = list(responses_seen_by(viewer, since=since))
    groups: dict[str, list[FeedbackResponse]] = defaultdict(list)
    places = _places(rows)
    for row in rows:
        place = places.get(row.about)
        label = getattr(place, by) if place else ""
        if label:
            groups[label].append(row)
    tallies = [_tally(viewer, label, found, places) for label, found in sorted(groups.items())]
    _hold_back(tallies)
    return tallies


def session_results(viewer: Viewer, session_pk: int) -> Tally:
    """What the viewer's students thought of one group session."""
    rows = list(responses_seen_by(viewer).filter(about=f"{SESSION}:{session_pk}"))
    tally = _tally(viewer, "", rows, _places(rows))
    _hold_back([tally])
    return tally


@dataclass(frozen=True)
class _Place:
    kind: str
    session: str
    adviser: str
    adviser_person: int | None


def _places(rows: Iterable[FeedbackResponse]) -> dict[str, _Place]:
    """What each response is about: its kind, session and adviser."""
    keys: dict[str, set[int]] = {INTERVIEW: set(), SESSION: set()}
    for row in rows:
        what, _, pk = row.about.partition(":")
        if what in keys and pk.isdigit():
            keys[what].add(int(pk))
    found: dict[str, _Place] = {}
    interviews = Interview.objects.filter(pk__in=keys[INTERVIEW]).select_related("adviser__person")
    for interview in interviews:
        adviser = interview.adviser.person
        found[f"{INTERVIEW}:{interview.pk}"] = _Place(
            "Guidance interview", "", adviser.name, adviser.pk
        )
    for session in GroupSession.objects.filter(pk__in=keys[SESSION]):
        kind = session.kind.replace("_", " ").capitalize()
        label = f"{session.title}, {session.on.day} {session.on:%B %Y}"
        found[f"{SESSION}:{session.pk}"] = _Place(kind, label, "", None)
    return found


def _tally(
    viewer: Viewer, label: str, rows: list[FeedbackResponse], places: dict[str, _Place]
) -> Tally:
    tally = Tally(label, len(rows))
    sets = {entry.name: entry for entry in question_sets(timezone.localdate())}
    for row in rows:
        entry = sets.get(row.question_set)
        for question in entry.questions if entry else ():
            if question.answers:
                counts = tally.counts.setdefault((row.question_set, question.name), Counter())
                counts[row.answers.get(question.name, "")] += 1
    tally.comments = _comments(viewer, rows, places)
    return tally


def _comments(viewer: Viewer, rows: list[FeedbackResponse], places: dict[str, _Place]) -> list[str]:
    """What was written: for the careers leader, and for the adviser whom it is about.

    Not in the order in which it was given, which would help to guess who wrote it.
    """
    if not viewer.has(Role.CAREERS_LEADER):
        rows = [
            row
            for row in rows
            if row.about in places and places[row.about].adviser_person == viewer.person.pk
        ]
        if len(rows) < fewest_shown(timezone.localdate()):
            return []
    return sorted((row.comment for row in rows if row.comment), key=str.casefold)


def _hold_back(tallies: list[Tally]) -> None:
    fewest = fewest_shown(timezone.localdate())
    for tally in tallies:
        tally.too_few = tally.responses < fewest
    held = sum(tally.responses for tally in tallies if tally.too_few)
    shown = sorted((t for t in tallies if not t.too_few), key=lambda t: (t.responses, t.label))
    if 0 < held < fewest and shown:
        shown[0].too_few = True
    for tally in tallies:
        if tally.too_few:
            tally.counts, tally.comments = {}, []
