"""What is done about timetables in the background. Each is safe to repeat: see `jobs.services`."""

import datetime as dt
from typing import Any

from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone

from fingerpost.jobs.outcome import Outcome
from fingerpost.jobs.tasks import Work

from . import bridge
from .enums import IN_THE_MAKING, SeatState
from .models import Timetable, TimetableDraft
from .services.making import (
    TimetableError,
    fail,
    is_in_the_making,
    keep_problem,
    keep_result,
    seats_to_time,
    settle,
)
from .services.publishing import book_seats, cancel_seats, publish, withdraw
from .services.repairing import publish_repair

# The first result is there after so many seconds; then better ones are looked for in longer turns.
TURNS = (2, 28)
# A term more is looked at for those who lost their time.
LOOK_AHEAD = dt.timedelta(weeks=12)


def turns(seconds: int) -> list[int]:
    """How long each turn of the engine is, so that all take about so many seconds."""
    found: list[int] = []
    for turn in TURNS:
        if sum(found) + turn <= seconds:
            found.append(turn)
    left = seconds - sum(found)
    return [*found, left] if left > 0 else found


def make_draft(work: Work, *, draft: int) -> Outcome:
    """Give a draft its times: at once, then better ones until they are proven or time is over."""
    one = TimetableDraft.objects.select_related("timetable", "school").get(pk=draft)
    page = reverse("timetables:draft", args=[draft])
    try:
        if one.state in IN_THE_MAKING:
            if one.is_repair:
                _mend(work, one)
            else:
                _make(work, one)
    except (bridge.NothingFree, bridge.CannotBeMade) as error:
        fail(draft=one, because=str(error))
        return Outcome(page, str(error), "warning")
    return Outcome(page)


def _make(work: Work, draft: TimetableDraft) -> None:
    work.tell("Looking for free times …")
    if draft.problem is None:
        asked = bridge.problem_of(draft, seats_to_time(draft))
        keep_problem(draft=draft, problem=asked.problem)
    # Work that was killed and is taken up again begins from what it had kept.
    best: dict[str, Any] | None = draft.result
    for turn in turns(draft.seconds):
        result = bridge.made_unless(
            draft.problem or {},
            turn,
            _teller(work, best),
            lambda: not is_in_the_making(draft),
            best,
        )
        if result is None:
            return
        if best is None or _is_better(result, best):
            best = result
        proven = best["status"] not in ("feasible", "undecided")
        if not keep_result(draft=draft, result=best, is_last=proven) or proven:
            break
    settle(draft=draft)


def _mend(work: Work, draft: TimetableDraft) -> None:
    work.tell("Looking for new times …")
    last = max(draft.timetable.until_on, timezone.localdate() + LOOK_AHEAD)
    asked = bridge.repair_problem_of(draft, seats_to_time(draft), last)
    first = max(timezone.localdate(), min(_day(one["first"]) for one in draft.lost))
    result, problem = bridge.mended(
        asked.problem, asked.now or {}, draft.lost, draft.seconds, first
    )
    keep_problem(draft=draft, problem=problem)
    keep_result(draft=draft, result=result, is_last=True)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _is_better(result: dict[str, Any], than: dict[str, Any]) -> bool:
    if result["cost"] is None:
        return False
    return than["cost"] is None or (result["cost"], -(result["bound"] or 0)) < (
        than["cost"],
        -(than["bound"] or 0),
    )


def _teller(work: Work, best: dict[str, Any] | None) -> Any:
    """Tell how far the engine is, in words that say what the numbers mean."""

    def tell(stage: str, cost: int | None, bound: int | None) -> None:
        words = f"{stage}."
        known = best["cost"] if best and best["cost"] is not None else cost
        if known and bound:
            over = max(0, round((known - bound) * 100 / known))
            words += f" What there is now is at most {over} % from the best that could be."
        if best:
            words += " A first draft is there: you can take it."
        work.tell(words)

    return tell


def publish_draft(work: Work, *, draft: int, told_without: str = "") -> Outcome:
    """Publish a draft and book its interviews, or move those of a repair."""
    one = TimetableDraft.objects.select_related("timetable", "school").get(pk=draft)
    page = reverse("timetables:draft", args=[draft])
    by = work.job.begun_by
    try:
        if one.is_repair:
            work.tell("Moving interviews …")
            publish_repair(draft=one, told_without=told_without, by=by)
        else:
            publish(draft=one, by=by)
            book_seats(draft=one, by=by, tell=work.tell)
    except TimetableError as error:
        return Outcome(page, str(error), refused=True)
    return _published(one, page)


def _published(draft: TimetableDraft, page: str) -> Outcome:
    booked = draft.seats.filter(state=SeatState.BOOKED).count()
    refused = draft.seats.filter(state=SeatState.REFUSED).count()
    done = "stand" if draft.is_repair else "booked"
    said = f"Published: {booked:,} interview{pluralize(booked)} {done}. The e-mails follow."
    if refused:
        said += f" {refused:,} could not be, because something has changed: see why below."
    return Outcome(page, said, "warning" if refused else "success")


def cancel_timetable(work: Work, *, timetable: int, because: str) -> Outcome:
    """Cancel a published timetable and those of its interviews that are still to come."""
    one = Timetable.objects.select_related("school").get(pk=timetable)
    withdraw(timetable=one, by=work.job.begun_by)
    done = cancel_seats(timetable=one, because=because, by=work.job.begun_by, tell=work.tell)
    said = f"{done:,} interview{pluralize(done)} cancelled. The times are free again."
    return Outcome(reverse("timetables:timetable", args=[timetable]), said)
