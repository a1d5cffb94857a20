"""What follows when a student leaves, as pages say it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from fingerpost.common.months import months_after
from fingerpost.web.tables import Column, Table

from ..leaving import record_months, sign_in_months
from .lines import day
from .words import name_cell


def months_words(months: int) -> str:
    """So many months in words: “3 years”, “1 month”, “the same day”."""
    if months == 0:
        return "the same day"
    if months % 12 == 0:
        return _many(months // 12, "year")
    return _many(months, "month")


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def leaving_words(school: Any, on: dt.date) -> str:
    """What will follow when somebody leaves, in one or two sentences."""
    months = sign_in_months(school, on)
    when = "on that day" if months == 0 else f"{months_words(months)} later"
    return f"Their sign-in ends {when}, and that of parents with no other child on the roll."


def line_dates(student: Any, on: dt.date) -> dict[str, Any]:
    """What the line of a student who leaves says about it; empty for one who stays."""
    if student.left_on is None:
        return {}
    return {
        "sign_in_ends": day(sign_in_ends_on(student, on)),
        "records_due": day(records_due_on(student, on)),
    }


def sign_in_ends_on(student: Any, on: dt.date) -> dt.date:
    """The first day on which a leaver cannot sign in any more."""
    return months_after(student.left_on, sign_in_months(student.school, on))


def records_due_on(student: Any, on: dt.date) -> dt.date:
    """The day from which a leaver's records are due to be erased."""
    return months_after(student.left_on, record_months(student.school, on))


def times_rows(school: Any, on: dt.date) -> list[tuple[str, str, str, str]]:
    """The times that count here, each with whose choice it is and where to change it."""
    change = reverse("students:leaver_times")
    sign_in = months_words(sign_in_months(school, on))
    records = months_words(record_months(school, on))
    erasing = "by itself" if school.erases_leavers_itself else "after an administrator says so"
    return [
        ("Sign-ins end", f"{sign_in} after leaving{_whose(school.leaver_sign_in_months)}",
         change, "Change"),
        ("Records are due to be erased",
         f"{records} after leaving{_whose(school.leaver_record_months)}", change, "Change"),
        ("They are erased", erasing, change, "Change"),
    ]  # fmt: skip


def _whose(own: int | None) -> str:
    return " (Fingerpost’s default)" if own is None else " (your school’s choice)"


def leavers_table(students: Iterable[Any], on: dt.date) -> Table:
    """Who has left, latest first."""
    return Table(
        caption="Students who have left",
        hide_caption=True,
        columns=[Column("Name"), Column("Left on"), Column("Sign-in"), Column("Records due")],
        rows=[
            [
                name_cell(student),
                day(student.left_on),
                _sign_in(student, on),
                day(records_due_on(student, on)),
            ]
            for student in students
        ],
        empty="Nobody has left yet.",
    )


def _sign_in(student: Any, on: dt.date) -> str | None:
    if student.person is None:
        return None
    ends = sign_in_ends_on(student, on)
    return f"Ends on {day(ends)}" if ends > on else f"Ended on {day(ends)}"


def left_words(left: Sequence[Any]) -> str:
    """Whose records could not be erased and why, the first ten by name."""
    told = " ".join(f"{one.student.name}: {one.because}" for one in left[:10])
    more = f" And {len(left) - 10:,} more." if len(left) > 10 else ""
    whose = _many(len(left), "student")
    return f"The records of {whose} could not be erased and are as they were. {told}{more}"


def due_table(students: Iterable[Any], on: dt.date) -> Table:
    """Whose records are due, longest gone first."""
    return Table(
        caption="Students whose records are due to be erased",
        hide_caption=True,
        columns=[Column("Name"), Column("Year"), Column("Left on"), Column("Due since")],
        rows=[
            [
                name_cell(student),
                student.year_group,
                day(student.left_on),
                day(records_due_on(student, on)),
            ]
            for student in students
        ],
        empty="Nobody’s records are due.",
    )
