"""Timetables, drafts and their interviews as tables."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from fingerpost.web.tables import Cell, Column, Table

from ..enums import DraftState, SeatChange, SeatState, TimetableState
from ..models import Seat, Timetable, TimetableDraft
from . import figures
from .words import TONES, day, moment, place, short_proof


def timetables_table(found: Iterable[Timetable]) -> Table:
    """One row per timetable."""
    return Table(
        caption="Timetables",
        hide_caption=True,
        columns=[
            *(Column("Timetable"), Column("When", plain=True), Column("State", plain=True)),
            Column("Made by"),
        ],
        rows=[
            [
                Cell(str(one), url=reverse("timetables:timetable", args=[one.pk])),
                f"{day(one.from_on)} to {day(one.until_on)}",
                Cell(
                    tag=one.get_state_display(),
                    tone=TONES[TimetableState(one.state)],
                    hint=_drafts_words(one),
                ),
                Cell(str(one.made_by or "–"), hint=day(one.made_at.date())),
            ]
            for one in found
        ],
    )


def _drafts_words(timetable: Any) -> str:
    number = len(timetable.drafts_shown)
    return "1 draft" if number == 1 else f"{number} drafts"


def drafts_table(
    drafts: Iterable[TimetableDraft], counts: Mapping[int, Mapping[str, int]]
) -> Table:
    """One row per draft, with how many of its interviews have a time. counts: seats by state."""
    return Table(
        caption="Drafts",
        hide_caption=True,
        columns=[
            *(Column("Draft"), Column("State"), Column("With a time", number=True)),
            *(Column("Without", number=True), Column("Proof")),
        ],
        rows=[_draft_row(one, counts.get(one.pk, {})) for one in drafts],
        empty="No draft yet.",
    )


def repairs_table(
    repairs: Iterable[TimetableDraft], changes: Mapping[int, Mapping[str, int]]
) -> Table:
    """One row per repair, with what it does to how many. changes: seats by change."""
    shown = (SeatChange.REPLACED, SeatChange.MOVED, SeatChange.LOST)
    labels = ("New time", "Moved", "No time")
    return Table(
        caption="Repairs",
        hide_caption=True,
        columns=[
            *(Column("Repair"), Column("State")),
            *(Column(label, number=True) for label in labels),
            Column("Proof"),
        ],
        rows=[
            [*_first_cells(one), *_numbers(one, changes.get(one.pk, {}), shown), short_proof(one)]
            for one in repairs
        ],
    )


def _numbers(draft: TimetableDraft, counts: Mapping[str, int], shown: Iterable[str]) -> list[Cell]:
    address = reverse("timetables:students", args=[draft.pk])
    return [_number(counts.get(show, 0), f"{address}?show={show}") for show in shown]


def _number(number: int, url: str) -> Cell:
    return Cell(number=number, url=url) if number else Cell("–")


def _draft_row(draft: TimetableDraft, counts: Mapping[str, int]) -> list[Any]:
    address = reverse("timetables:students", args=[draft.pk])
    timed = counts.get(SeatState.TIMED, 0) + counts.get(SeatState.BOOKED, 0)
    without = sum(
        counts.get(one, 0) for one in (SeatState.NO_TIME, SeatState.REFUSED, SeatState.CANCELLED)
    )
    return [
        *_first_cells(draft),
        _number(timed, f"{address}?show=timed"),
        _number(without, f"{address}?show=none"),
        short_proof(draft),
    ]


def _first_cells(draft: TimetableDraft) -> list[Cell]:
    return [
        Cell(
            draft.name,
            url=reverse("timetables:draft", args=[draft.pk]),
            hint=f"{moment(draft.made_at)}, {draft.seconds} seconds",
        ),
        Cell(tag=draft.get_state_display(), tone=TONES[DraftState(draft.state)]),
    ]


# Interviews ------------------------------------------------------------------------------------


def seats_table(draft: TimetableDraft, seats: Sequence[Seat]) -> Table:
    """One row per interview; of a repair, what it was and what it becomes."""
    if draft.is_repair:
        columns = [*map(Column, ("Student", "Before", "After", "What happens"))]
        rows = [_change_row(seat) for seat in seats]
    else:
        columns = [
            Column("Student"),
            *(Column(one, plain=True) for one in ("When", "Adviser and place", "State")),
            Column("Adult who comes along"),
        ]
        rows = [_seat_row(seat) for seat in seats]
    return Table(caption="Interviews", hide_caption=True, columns=columns, rows=rows)


def _student(seat: Seat) -> Cell:
    second = ", second interview" if seat.number > 1 else ""
    return Cell(
        str(seat.student),
        url=reverse("home:guidance_record", args=[seat.student_id]),
        hint=f"{seat.student.group_or_year}{second}",
    )


def _seat_row(seat: Seat) -> list[Any]:
    if seat.starts_at is None:
        return [_student(seat), None, None, _state(seat), seat.accompanying_adult or None]
    lesson = f"{seat.minutes} minutes"
    if seat.missed:
        lesson += f", misses {seat.missed}"
    return [
        _student(seat),
        Cell(moment(seat.starts_at), hint=lesson),
        Cell(str(seat.adviser or "–"), hint=place(seat)),
        _state(seat),
        seat.accompanying_adult or ("Suggested" if seat.may_need_an_adult else None),
    ]


def _state(seat: Seat) -> Cell:
    return Cell(tag=seat.get_state_display(), tone=TONES[SeatState(seat.state)], hint=seat.because)


def _change_row(seat: Seat) -> list[Any]:
    before = moment(seat.was_at) if seat.was_at else "–"
    after: Any = "–"
    if seat.starts_at:
        after = Cell(moment(seat.starts_at), hint=f"{seat.adviser}, {place(seat)}")
    room = seat.was_room.name if seat.was_room else "By phone or video"
    change = SeatChange(seat.change) if seat.change else None
    what = Cell(
        tag=change.label if change else seat.get_state_display(),
        tone=TONES[change] if change else "",
        hint=seat.because,
    )
    return [_student(seat), Cell(before, hint=f"{seat.was_adviser}, {room}"), after, what]


# Comparing -------------------------------------------------------------------------------------


def compared_table(
    drafts: Sequence[TimetableDraft], seats: Sequence[Sequence[Seat]], with_need: bool
) -> Table:
    """The figures of drafts side by side, each with its list."""
    rows: list[list[Any]] = []
    for figure in figures.figures_of(drafts[0], with_need):
        row: list[Any] = [figure.label]
        for draft, of_draft in zip(drafts, seats, strict=True):
            found = figures.counted(figure, of_draft)
            address = reverse("timetables:students", args=[draft.pk])
            words = figure.in_words(draft, found) if figure.in_words else None
            row.append(
                Cell(words, url=f"{address}?show={figure.show}", number=len(found))
                if found
                else Cell("None")
            )
        rows.append(row)
    rows.append(["Cost, as the engine counts it", *(_cost(one) for one in drafts)])
    rows.append(["Proof", *(short_proof(one) for one in drafts)])
    return Table(
        caption="Drafts side by side",
        hide_caption=True,
        columns=[Column("What"), *(Column(one.name) for one in drafts)],
        rows=rows,
    )


def _cost(draft: TimetableDraft) -> str:
    return "–" if draft.cost is None else f"{draft.cost:,}"


def differing_table(
    drafts: Sequence[TimetableDraft], pairs: Sequence[tuple[Seat | None, Seat | None]]
) -> Table:
    """Students whose time is another one in the other draft."""
    return Table(
        caption="Students whose time differs",
        hide_caption=True,
        columns=[Column("Student"), *(Column(one.name) for one in drafts)],
        rows=[
            [_student(a or b), _time_words(a), _time_words(b)]  # type: ignore[arg-type]
            for a, b in pairs
        ],
    )


def _time_words(seat: Seat | None) -> Cell:
    if seat is None:
        return Cell("Not in it")
    if seat.starts_at is None:
        return Cell(seat.get_state_display())
    return Cell(moment(seat.starts_at), hint=str(seat.adviser or ""))


# Files -----------------------------------------------------------------------------------------

HEADINGS = (
    *("Student", "Tutor group", "Interview", "Day", "From", "To", "Adviser", "Room"),
    *("Adult who comes along", "Lesson missed", "State", "Why"),
)


def file_rows(seats: Iterable[Seat]) -> Iterable[list[Any]]:
    """One row per interview, as a file has it."""
    for seat in seats:
        begins = timezone.localtime(seat.starts_at) if seat.starts_at else None
        ends = begins + dt.timedelta(minutes=seat.minutes) if begins else None
        yield [
            str(seat.student),
            seat.student.group_or_year,
            seat.number,
            begins.date() if begins else None,
            begins.time() if begins else None,
            ends.time() if ends else None,
            str(seat.adviser) if seat.adviser else "",
            place(seat) if begins else "",
            seat.accompanying_adult,
            seat.missed,
            seat.get_state_display(),
            seat.because,
        ]
