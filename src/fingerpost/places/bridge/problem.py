"""A round as the allocation engine's problem: who wants what, what there is, and what counts.

The problem holds keys and numbers only, no names. The same round, roll, ledger and day give the
same problem, in the same order, so that its hash says whether anything has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.interviews.selectors.booking import may_need_an_adult
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import Attendance
from fingerpost.signposting import bridge as signposting
from fingerpost.students.models import Student
from fingerpost.students.selectors import students_on_roll

from ..enums import LIVE, Mode, OfferState
from ..models import Offer, Ranking, Round, RoundSession
from ..selectors.clashes import barred, conflicts_among, down_already
from ..selectors.groups import groups_of
from ..selectors.rounds import families_among, missed_before, sessions_of
from .benefit import benefits

Problem = dict[str, Any]
_OWN_WAY = "-"


@dataclass(frozen=True)
class _Wish:
    """What one student may still get: choices in order, so many places, and places that stand."""

    choices: tuple[int, ...]
    places: int
    fixed: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Round:
    """A round with what a problem is made of. held: seats of each session that others have."""

    of: Round
    rows: Sequence[RoundSession]
    wishes: Mapping[int, _Wish]
    arrived: Sequence[int]
    held: Mapping[int, int]
    refill: bool = False


def draft_problem(of: Round, mode: str = Mode.FAIR) -> Problem:
    """The problem of a closed round, for every student who ranked something they can go to."""
    rows = _rows(of)
    rankings = list(of.rankings.order_by("submitted_at", "pk"))
    wanted = _possible(of, rows, rankings)
    wishes = {student: _Wish(choices, of.at_most) for student, choices in wanted.items()}
    held = {row.session_id: row.session.taken for row in rows}
    problem = _problem(
        _Round(of, rows, wishes, [one.student_id for one in rankings], held),
        reserves=mode != Mode.WITHOUT_SHARES,
    )
    if mode not in (Mode.FAIR, Mode.WITHOUT_SHARES):
        # These give places one by one, and look at no family.
        problem["together"] = []
    return problem


def refill_problem(of: Round, *, higher: bool) -> Problem:
    """The problem of the places that are free in a published round.

    All who have a place keep it. With `higher` the freed places are for those who accepted a
    lower choice and wait for a higher one; else for those who have fewer places than they may.
    Who refused a place waits for what they put higher; who did not answer waits no more.
    """
    rows = [row for row in _rows(of) if row.runs]
    rankings = list(of.rankings.order_by("submitted_at", "pk"))
    wanted = _possible(of, rows, rankings)
    offers = _offers_by_student(of)
    there = {row.session_id for row in rows}
    find = _higher_wish if higher else _open_wish
    wishes = {}
    for student, choices in wanted.items():
        said = offers.get(student, [])
        # A place in a session that is over has been had.
        had = sum(one.state in LIVE and one.session_id not in there for one in said)
        mine = [one for one in said if one.session_id in there]
        wish = find(of.at_most - had, choices, mine)
        if wish is not None:
            wishes[student] = wish
    fixed: dict[int, int] = {}
    for wish in wishes.values():
        for session in wish.fixed:
            fixed[session] = fixed.get(session, 0) + 1
    held = {row.session_id: row.session.taken - fixed.get(row.session_id, 0) for row in rows}
    arrived = [one.student_id for one in rankings if one.student_id in wishes]
    return _problem(_Round(of, rows, wishes, arrived, held, refill=True), reserves=True)


def _rows(of: Round) -> list[RoundSession]:
    """The sessions that can still be given: planned, and not over."""
    today = timezone.localdate()
    return [
        row
        for row in sessions_of(of)
        if row.session.state == SessionState.PLANNED and row.session.on >= today
    ]


def _possible(
    of: Round, rows: Sequence[RoundSession], rankings: Sequence[Ranking]
) -> dict[int, tuple[int, ...]]:
    """What each student ranked and can go to, in order; nobody who has left, or who can go to
    nothing.
    """
    sessions = [row.session for row in rows]
    there = {row.session_id for row in rows}
    students = [one.student_id for one in rankings if one.choices]
    on_roll = set(
        students_on_roll(Student.objects.filter(pk__in=students), timezone.localdate())
        .order_by()
        .values_list("pk", flat=True)
    )
    busy, down = barred(sessions, students), down_already(sessions, students)
    offered: dict[int, set[int]] = {}
    for student, session in of.offers.filter(state__in=LIVE).values_list("student", "session"):
        offered.setdefault(student, set()).add(session)
    found = {}
    for one in rankings:
        pk = one.student_id
        cannot = busy.get(pk, {}).keys() | (down.get(pk, set()) - offered.get(pk, set()))
        choices = tuple(key for key in one.choices if key in there and key not in cannot)
        if choices and pk in on_roll:
            found[pk] = choices
    return found


# Who waits for what --------------------------------------------------------------------------


def _offers_by_student(of: Round) -> dict[int, list[Offer]]:
    """Every offer of a round, by student; those for a cancelled session are worth nothing."""
    found: dict[int, list[Offer]] = {}
    standing = of.offers.exclude(session__state=SessionState.CANCELLED)
    for offer in standing.order_by("made_at", "pk"):
        found.setdefault(offer.student_id, []).append(offer)
    return found


def _open_wish(at_most: int, choices: tuple[int, ...], offers: Sequence[Offer]) -> _Wish | None:
    """Of a student who has fewer places than they may, or who only keeps what they have."""
    live = tuple(offer.session_id for offer in _standing(offers))
    open_choices = _still_wanted(choices, offers)
    if len(live) >= at_most or not open_choices:
        return _Wish(live, len(live), live) if live else None
    kept = tuple(one for one in choices if one in live or one in open_choices)
    return _Wish(tuple(dict.fromkeys((*kept, *live))), at_most, live)


def _higher_wish(at_most: int, choices: tuple[int, ...], offers: Sequence[Offer]) -> _Wish | None:
    """Of a student who accepted a lower choice and waits; all others only keep what they have."""
    live = _standing(offers)
    waits = next((one for one in live if one.wants_higher), None)
    if waits is None:
        sessions = tuple(offer.session_id for offer in live)
        return _Wish(sessions, len(sessions), sessions) if sessions else None
    others = tuple(offer.session_id for offer in live if offer != waits)
    open_choices = _still_wanted(choices, [one for one in offers if one not in live])
    at = choices.index(waits.session_id) if waits.session_id in choices else len(choices)
    above = tuple(one for one in choices[:at] if one in open_choices and one not in others)
    # The place they have is not in the problem: it is theirs until they accept the higher one.
    return _Wish((*above, *others), len(others) + 1, others) if above or others else None


def _standing(offers: Sequence[Offer]) -> list[Offer]:
    """The live offers, but for a lower place that a higher one is offered instead of: nobody goes
    to both, and that seat is held beside the problem until the higher one is answered.
    """
    live = [offer for offer in offers if offer.state in LIVE]
    replaced = {offer.instead_of_id for offer in live}
    return [offer for offer in live if offer.pk not in replaced]


def _still_wanted(choices: tuple[int, ...], offers: Sequence[Offer]) -> set[int]:
    """What a student has not said no to, nor let pass."""
    wanted = list(choices)
    for offer in offers:
        if offer.state in (OfferState.LAPSED, OfferState.WITHDRAWN):
            return set()
        if offer.state == OfferState.REFUSED and offer.session_id in wanted:
            # They would rather have none than this one: only what they put higher is left.
            wanted = wanted[: wanted.index(offer.session_id)]
    return set(wanted)


# The problem itself --------------------------------------------------------------------------


def _problem(given: _Round, *, reserves: bool) -> Problem:
    of, rows = given.of, given.rows
    keys = sorted(given.wishes)
    students = list(Student.objects.filter(pk__in=keys).order_by("pk"))
    assessment = signposting.assessment_of(of.school)
    needs = dict(zip(assessment.student_ids, assessment.overall.tolist(), strict=True))
    missed = missed_before(of, keys)
    shares = {key for row in rows for key in row.reserved} if reserves else set()
    groups = groups_of(students, shares)
    limited = [row for row in rows if row.escorts is not None]
    accompanied = may_need_an_adult(keys) if limited else set()
    escorts = _escorts_left(limited, given)
    return {
        "students": [
            {
                "id": str(pk),
                "need": needs.get(pk, 0),
                "places": given.wishes[pk].places,
                "missed_before": missed.get(pk, 0),
                "groups": groups.get(pk, []),
                "preferences": [str(one) for one in given.wishes[pk].choices],
                "accompanied": pk in accompanied,
            }
            for pk in keys
        ],
        "sessions": [
            _session(row, given, benefits(assessment, row.session), reserves)
            | {"escorts": escorts.get(row.session_id)}
            for row in rows
        ],
        "conflicts": [
            [str(one), str(other)] for one, other in conflicts_among([row.session for row in rows])
        ],
        "together": _together(of, rows, keys),
        "fixed": [
            {"student": str(pk), "session": str(session)}
            for pk in keys
            for session in given.wishes[pk].fixed
        ],
        "arrived": [str(pk) for pk in given.arrived if pk in given.wishes],
        "criteria": [dict(one) for one in of.criteria],
        "seed": of.seed,
    }


def _session(
    row: RoundSession, given: _Round, benefit: Mapping[int, int], reserves: bool
) -> dict[str, Any]:
    session, held = row.session, given.held[row.session_id]
    capacity = session.capacity if session.capacity is not None else held + len(given.wishes)
    free = max(0, capacity - held)
    return {
        "id": str(session.pk),
        "capacity": free,
        "minimum": 0 if given.refill else min(free, max(0, session.minimum - held)),
        "slot": "",
        "benefit": {str(pk): score for pk, score in benefit.items() if pk in given.wishes},
        "reserved": _reserved(row, free) if reserves else {},
        # Whoever finds their own way travels the same way as others who do.
        "transport": row.transport or _OWN_WAY,
    }


def _reserved(row: RoundSession, free: int) -> dict[str, int]:
    """The session's shares, as far as there are seats for them."""
    found = {}
    for group, places in sorted(row.reserved.items()):
        if kept := min(places, free):
            found[group] = kept
            free -= kept
    return found


def _escorts_left(limited: Sequence[RoundSession], given: _Round) -> dict[int, int]:
    """How many more students who need an adult each session can take, beside those who are down
    for it and are not in the problem.
    """
    left = {row.session_id: row.escorts or 0 for row in limited}
    down = Attendance.objects.filter(session__in=left).order_by()
    pairs = [
        (session, student)
        for session, student in down.values_list("session_id", "student_id")
        if session not in getattr(given.wishes.get(student), "fixed", ())
    ]
    accompanied = may_need_an_adult(student for _, student in pairs) if pairs else set()
    for session, student in pairs:
        if student in accompanied:
            left[session] = max(0, left[session] - 1)
    return left


def _together(of: Round, rows: Sequence[RoundSession], keys: Collection[int]) -> list[list[str]]:
    if not of.together or not any(row.transport for row in rows):
        return []
    return [[str(pk) for pk in family] for family in families_among(keys)]
