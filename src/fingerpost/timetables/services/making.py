"""Timetables and their drafts: asked for, made in the background, taken, removed."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.interviews.selectors.booking import already_booked, may_need_an_adult
from fingerpost.students.models import Student

from .. import bridge
from ..enums import IN_THE_MAKING, DraftState, SeatState, TimetableState
from ..models import Companion, Seat, Timetable, TimetableDraft
from ..selectors.whom import Whom, companions_before, companions_of

# So many seats are written to the database at once.
_PORTION = 200


class TimetableError(ValueError):
    """What was asked cannot be done; says why in one sentence."""


@dataclass(frozen=True)
class Terms:
    """What a timetable is to be; fields as those of `Timetable`."""

    title: str
    from_on: dt.date
    until_on: dt.date
    minutes: int = 40
    slack_minutes: int = 5
    cap: int | None = None
    break_from: dt.time | None = None
    break_until: dt.time | None = None
    travel_minutes: int = 30
    deadline_need: int = 70
    deadline_days: int | None = None
    follow_up_need: int | None = None
    follow_up_days: int = 28
    follow_up_minutes: int = 30
    whom: Whom = field(default_factory=Whom)

    def fields(self) -> dict[str, Any]:
        """Names and values of the model's fields."""
        kept = asdict(self)
        del kept["whom"]
        return kept | {"audience": self.whom.to_store()}


# Timetables ------------------------------------------------------------------------------------


@transaction.atomic
def add_timetable(
    *, school: Any, terms: Terms, form_key: uuid.UUID, students: Sequence[Student], by: Any
) -> Timetable:
    """A new timetable, with the adults who came along with these students before.

    Asking again with the same key returns the same timetable.
    """
    try:
        with transaction.atomic():
            made = Timetable.objects.create(
                school=school, form_key=form_key, made_by=by, **terms.fields()
            )
    except IntegrityError:
        return Timetable.objects.get(school=school, form_key=form_key)
    keys = [student.pk for student in students]
    before = companions_before(may_need_an_adult(keys))
    Companion.objects.bulk_create(
        Companion(timetable=made, student_id=student, name=name) for student, name in before.items()
    )
    audit(by=by, deed=Deed.ADDED, subject=made, details={"students": len(keys)})
    return made


@transaction.atomic
def change_timetable(*, timetable: Timetable, terms: Terms, by: Any) -> None:
    """Change the terms of a timetable that is not published; drafts made before stay as they are.

    Raises TimetableError.
    """
    same = Timetable.objects.filter(pk=timetable.pk, state=TimetableState.DRAFT)
    if not same.update(**terms.fields()):
        raise TimetableError("This timetable is published, so its terms stay as they are.")
    audit(by=by, deed=Deed.CHANGED, subject=timetable, details={"terms": True})


@transaction.atomic
def name_companions(*, timetable: Timetable, names: Mapping[int, str], by: Any) -> int:
    """Say who comes along with which student; an empty name takes the adult out.

    Returns for how many that is new.
    """
    now = companions_of(timetable)
    changed = {key: name for key, name in names.items() if name != now.get(key, "")}
    Companion.objects.filter(timetable=timetable, student__in=list(changed)).delete()
    Companion.objects.bulk_create(
        Companion(timetable=timetable, student_id=student, name=name)
        for student, name in changed.items()
        if name
    )
    if changed:
        details = {"adults_of_students": sorted(changed)}
        audit(by=by, deed=Deed.CHANGED, subject=timetable, details=details)
    return len(changed)


@transaction.atomic
def remove_timetable(*, timetable: Timetable, by: Any) -> None:
    """Remove a timetable that was never published, with its drafts.

    Raises TimetableError. Removing it again does nothing.
    """
    label = str(timetable)
    gone, _ = Timetable.objects.filter(pk=timetable.pk, state=TimetableState.DRAFT).delete()
    if gone:
        audit(by=by, deed=Deed.REMOVED, school=timetable.school, label=f"Timetable “{label}”")
    elif Timetable.objects.filter(pk=timetable.pk).exists():
        raise TimetableError("This timetable is published. Cancel it instead.")


# Drafts ----------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_draft(
    *, timetable: Timetable, students: Sequence[Student], seconds: int, by: Any
) -> TimetableDraft:
    """A draft without times, a seat for each student and follow-up; `tasks` gives the times.

    Whoever has an interview ahead is left out and noted. Raises TimetableError.
    """
    if not Timetable.objects.filter(pk=timetable.pk, state=TimetableState.DRAFT).exists():
        raise TimetableError("This timetable is published or cancelled: no more drafts of it.")
    if not students:
        raise TimetableError("There is nobody to see: choose other students.")
    draft = TimetableDraft.objects.create(
        school=timetable.school,
        timetable=timetable,
        number=(number := next_number(timetable)),
        seconds=seconds,
        seed=number,
        made_by=by,
    )
    needs, facts = bridge.needs_of(timetable.school, [student.pk for student in students])
    draft.versions = {"facts": facts}
    draft.save(update_fields=["versions"])
    Seat.objects.bulk_create(_seats(draft, students, needs), batch_size=_PORTION)
    audit(by=by, deed=Deed.ADDED, subject=draft, details={"students": len(students)})
    return draft


def _seats(
    draft: TimetableDraft, students: Sequence[Student], needs: Mapping[int, int]
) -> Iterable[Seat]:
    timetable = draft.timetable
    keys = [student.pk for student in students]
    ahead = already_booked(keys)
    suggested, named = may_need_an_adult(keys), companions_of(timetable)
    to_see = sorted((key for key in keys if key not in ahead), key=lambda key: -needs[key])
    neediest = {key for key in to_see[: -(-len(to_see) // 4)] if needs[key]}
    for student in students:
        seat = Seat(
            draft=draft,
            student=student,
            need=needs[student.pk],
            is_neediest=student.pk in neediest,
            may_need_an_adult=student.pk in suggested,
            accompanying_adult=named.get(student.pk, ""),
            minutes=timetable.minutes,
            state=SeatState.AHEAD if student.pk in ahead else SeatState.WAITING,
        )
        yield seat
        wanted = timetable.follow_up_need
        if wanted is not None and seat.need >= wanted and student.pk not in ahead:
            yield Seat(
                draft=draft,
                student=student,
                number=2,
                need=seat.need,
                may_need_an_adult=seat.may_need_an_adult,
                accompanying_adult=seat.accompanying_adult,
                minutes=timetable.follow_up_minutes,
            )


def next_number(timetable: Timetable) -> int:
    """The number of a timetable's next draft or repair."""
    last = timetable.drafts.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def note_job(*, draft: TimetableDraft, job: uuid.UUID) -> None:
    """Note which work makes a draft, so that its page can say how far it is."""
    TimetableDraft.objects.filter(pk=draft.pk).update(job=job)


@transaction.atomic
def keep_problem(*, draft: TimetableDraft, problem: dict[str, Any]) -> None:
    """Keep what the engine is asked, with its hash and what will answer it."""
    draft.problem = problem
    draft.problem_hash = bridge.hash_of(problem)
    draft.versions = {**draft.versions, **bridge.versions()}
    TimetableDraft.objects.filter(pk=draft.pk).update(
        problem=problem, problem_hash=draft.problem_hash, versions=draft.versions
    )


@transaction.atomic
def keep_result(*, draft: TimetableDraft, result: dict[str, Any], is_last: bool) -> bool:
    """Keep a result and fill the seats from it; whether the draft was still in the making.

    A draft that somebody has taken meanwhile stays as they saw it.
    """
    state = DraftState.READY if is_last else DraftState.IMPROVING
    kept = TimetableDraft.objects.filter(pk=draft.pk, state__in=IN_THE_MAKING).update(
        state=state,
        result=result,
        method=result["method"][:60],
        status=result["status"],
        cost=result["cost"],
        bound=result["bound"],
    )
    if not kept:
        return False
    seats = list(seats_to_time(draft))
    bridge.fill(seats, draft.problem or {}, result)
    Seat.objects.bulk_update(
        seats,
        [
            *("state", "because", "adviser", "room", "starts_at"),
            *("missed", "is_other_adviser", "change"),
        ],
        batch_size=_PORTION,
    )
    return True


def seats_to_time(draft: TimetableDraft) -> list[Seat]:
    """The seats of a draft that the engine is asked about, first interviews first."""
    return list(
        draft.seats.exclude(state=SeatState.AHEAD)
        .select_related("student")
        .order_by("number", "student", "id")
    )


def is_in_the_making(draft: TimetableDraft) -> bool:
    """Whether anybody still waits for a better result: it was neither taken nor removed."""
    return TimetableDraft.objects.filter(pk=draft.pk, state__in=IN_THE_MAKING).exists()


def settle(*, draft: TimetableDraft) -> None:
    """Nothing better is looked for any more; one without a result cannot be settled."""
    TimetableDraft.objects.filter(pk=draft.pk, state=DraftState.IMPROVING).update(
        state=DraftState.READY
    )


def fail(*, draft: TimetableDraft, because: str) -> None:
    """Note why a draft could not be made."""
    TimetableDraft.objects.filter(pk=draft.pk, state__in=IN_THE_MAKING).update(
        state=DraftState.FAILED, because=because[:500]
    )


@transaction.atomic
def take(*, draft: TimetableDraft, by: Any) -> None:
    """Take what there is: no more time is spent on a better one. Safe to repeat."""
    taken = TimetableDraft.objects.filter(pk=draft.pk, state=DraftState.IMPROVING).update(
        state=DraftState.READY
    )
    if taken:
        audit(by=by, deed=Deed.CHANGED, subject=draft, details={"state": "ready"})


@transaction.atomic
def remove_draft(*, draft: TimetableDraft, by: Any) -> None:
    """Remove a draft that was not published. Raises TimetableError; safe to repeat."""
    label = str(draft)
    unpublished = TimetableDraft.objects.filter(pk=draft.pk).exclude(state=DraftState.PUBLISHED)
    gone, _ = unpublished.delete()
    if gone:
        audit(by=by, deed=Deed.REMOVED, school=draft.school, label=label)
    elif TimetableDraft.objects.filter(pk=draft.pk).exists():
        raise TimetableError("This draft is published, so it stays.")


@transaction.atomic
def remove_old_drafts(*, ended_before: dt.date, by: Any) -> int:
    """Remove drafts that nobody published of timetables that ended before a day; how many."""
    old = TimetableDraft.objects.filter(timetable__until_on__lt=ended_before).exclude(
        state=DraftState.PUBLISHED
    )
    schools = dict.fromkeys(draft.school for draft in old.select_related("school").defer("problem"))
    for school in schools:
        gone = old.filter(school=school).count()
        audit(
            by=by,
            deed=Deed.REMOVED,
            school=school,
            label="Old drafts of timetables",
            details={"drafts": gone},
        )
    number = old.count()
    old.delete()
    return number
