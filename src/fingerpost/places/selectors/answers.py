"""Who has answered a round, and what came of it, of the students a viewer may see."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.accounts.viewer import Viewer
from fingerpost.students.models import Student
from fingerpost.students.permissions import guidance_students

from ..enums import LIVE, OfferState, RoundState
from ..models import Offer, Ranking, Round
from ..permissions import offers_seen_by, rankings_seen_by
from .rounds import audience

# Lists of a round's students, with their headings.
ANSWERS = {
    "all": "Everybody it is for",
    "answered": "Have answered",
    "not_answered": "Have not answered",
    "nothing": "Want none of it",
}
OFFERS = {
    OfferState.OFFERED.value: "Offered, not answered yet",
    OfferState.ACCEPTED.value: "Accepted",
    "higher": "Accepted, waiting for a higher choice",
    "waiting": "Waiting without a place",
    "without": "Without a place and not waiting",
    OfferState.REFUSED.value: "Refused",
    OfferState.LAPSED.value: "Not answered in time",
    OfferState.WITHDRAWN.value: "Taken back",
    OfferState.EXCHANGED.value: "Given back for a higher choice",
}


@dataclass(frozen=True)
class Answered:
    """One student a round is for, with their answer; None where there is none."""

    student: Student
    ranking: Ranking | None


def answered(viewer: Viewer, of: Round) -> list[Answered]:
    """The viewer's students whom a round is for or who answered it, by name.

    Once it is published, only those who answered: whom it was for is told by measures that
    have moved on.
    """
    rankings = {one.student_id: one for one in rankings_seen_by(viewer, of)}
    found = {one.pk: one for one in _for_whom(viewer, of)}
    found |= {one.student_id: one.student for one in rankings.values()}
    ordered = sorted(found.values(), key=_by_name)
    return [Answered(student, rankings.get(student.pk)) for student in ordered]


def _for_whom(viewer: Viewer, of: Round) -> list[Student]:
    if of.state in (RoundState.PUBLISHED, RoundState.CANCELLED):
        return []
    return audience(viewer, of)


def _by_name(student: Student) -> tuple[Any, ...]:
    return (student.family_name.casefold(), student.given_name.casefold(), student.pk)


def narrowed(rows: Iterable[Answered], show: str, group: int | None = None) -> list[Answered]:
    """Those of one of `ANSWERS`, of one tutor group where it is named."""
    wanted = {
        "answered": lambda one: one.ranking is not None,
        "not_answered": lambda one: one.ranking is None,
        "nothing": lambda one: one.ranking is not None and not one.ranking.choices,
    }.get(show, lambda one: True)
    return [
        one
        for one in rows
        if wanted(one) and (group is None or one.student.tutor_group_id == group)
    ]


def put_first(rows: Iterable[Answered], session: int) -> list[Answered]:
    """Those whose first choice a session is."""
    return [one for one in rows if one.ranking and one.ranking.choices[:1] == [session]]


def first_choices(rows: Iterable[Answered]) -> dict[int, int]:
    """How many put each session first."""
    return dict(
        Counter(one.ranking.choices[0] for one in rows if one.ranking and one.ranking.choices)
    )


def answer_counts(rows: Sequence[Answered]) -> dict[str, int]:
    """How many each of `ANSWERS` has."""
    return {show: len(narrowed(rows, show)) for show in ANSWERS}


@dataclass(frozen=True)
class Standing:
    """One student's offer, or that they have none and why."""

    student: Student
    offer: Offer | None
    ranking: Ranking | None = None


def standings(viewer: Viewer, of: Round) -> dict[str, list[Standing]]:
    """The viewer's students in a published round, by each of `OFFERS`."""
    offers = list(offers_seen_by(viewer, of))
    found: dict[str, list[Standing]] = {name: [] for name in OFFERS}
    for offer in offers:
        found[offer.state].append(Standing(offer.student, offer))
        if offer.wants_higher:
            found["higher"].append(Standing(offer.student, offer))
    having = {offer.student_id for offer in offers if offer.state in LIVE}
    stopped = {
        offer.student_id
        for offer in offers
        if offer.state in (OfferState.LAPSED, OfferState.WITHDRAWN)
    }
    first_refused = {
        offer.student_id
        for offer in offers
        if offer.state == OfferState.REFUSED and offer.choice == 1
    }
    for one in rankings_seen_by(viewer, of).order_by(
        "student__family_name", "student__given_name", "student_id"
    ):
        if not one.choices or one.student_id in having:
            continue
        # Who refused waits for what they put higher; above a first choice there is nothing.
        waits = one.student_id not in stopped | first_refused
        found["waiting" if waits else "without"].append(Standing(one.student, None, one))
    return found


def group_choices(students: Iterable[Student]) -> list[Any]:
    """The tutor groups of these students, by year group and name."""
    groups = {one.tutor_group for one in students if one.tutor_group is not None}
    return sorted(groups, key=lambda group: (group.year_group, group.name, group.pk))


def student_of(viewer: Viewer, pk: int) -> Student | None:
    """One of the viewer's students; None for anybody else."""
    return guidance_students(viewer).select_related("tutor_group").filter(pk=pk).first()
