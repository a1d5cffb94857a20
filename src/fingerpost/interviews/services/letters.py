"""What the e-mails about interviews say, and the calendar file that goes with them.

Children's data: a first name at most, when, where and how long. Never what is talked about, why
it is booked or cancelled, or anything of a record or plan. No links either: whoever gets used to
links in such letters follows the wrong one some day.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format

from fingerpost.accounts.services.mail import Letter
from fingerpost.ledger.models import Entry

from ..enums import NoticeKind
from ..models import Interview, Notice

if TYPE_CHECKING:
    from fingerpost.exchange.icalendar.writer import CalendarLine

_FOR_STUDENTS = {
    NoticeKind.BOOKED: "You have a talk with a careers adviser.",
    NoticeKind.MOVED: "Your talk with a careers adviser has a new time.",
    NoticeKind.CANCELLED: "Your talk with a careers adviser is cancelled.",
    NoticeKind.TOMORROW: "Do not forget your talk with a careers adviser.",
}
_FOR_STAFF = {
    NoticeKind.BOOKED: "Booked with you",
    NoticeKind.MOVED: "Moved",
    NoticeKind.CANCELLED: "Cancelled",
    NoticeKind.TOMORROW: "Coming up",
}
STUDENTS_SUMMARY = "Talk with a careers adviser"
_FOOT = "To change this, or to stop these e-mails, sign in to Fingerpost."


def when(moment: dt.datetime) -> str:
    """Monday 23 November 2026, 09:40."""
    return date_format(timezone.localtime(moment), "l j F Y, H:i")


def first_name(interview: Interview) -> str:
    """The name a student goes by, without the family name."""
    return interview.student.preferred_name or interview.student.given_name


def place_of(interview: Interview) -> str:
    """Where an interview is held: the room, or how."""
    return str(interview.room or interview.get_channel_display())


def _is_to_student(notice: Notice) -> bool:
    return bool(notice.interview and notice.interview.student.person_id == notice.person_id)


def letter_of(notices: Sequence[Notice]) -> Letter:
    """One letter that tells one person all of these notices about interviews, by time."""
    ordered = sorted(notices, key=lambda notice: notice.starts_at or notice.queued_at)
    paragraphs = [_paragraph(notice) for notice in ordered]
    body = "\n\n".join([*paragraphs, _FOOT]) + "\n"
    return Letter(_subject(ordered), body, calendar_of(ordered))


def _subject(notices: Sequence[Notice]) -> str:
    kinds = {NoticeKind(notice.kind) for notice in notices}
    if len(notices) > 1:
        return f"Your guidance interviews: {len(notices)} changes or reminders"
    first = notices[0]
    if not first.starts_at:
        return "Your guidance interview"
    what = "Your talk with a careers adviser" if _is_to_student(first) else "Guidance interview"
    cancelled = "Cancelled: " if NoticeKind.CANCELLED in kinds else ""
    return f"{cancelled}{what}, {when(first.starts_at)}"


def _paragraph(notice: Notice) -> str:
    interview = notice.interview
    if interview is None or notice.starts_at is None:
        return ""
    kind = NoticeKind(notice.kind)
    details = [when(notice.starts_at)]
    if kind != NoticeKind.CANCELLED:
        details += [place_of(interview), f"{interview.minutes} minutes"]
    if _is_to_student(notice):
        return "\n".join([_FOR_STUDENTS[kind], *details])
    return "\n".join([f"{_FOR_STAFF[kind]}: {first_name(interview)}", *details])


def calendar_of(notices: Sequence[Notice]) -> bytes:
    """The interviews as a calendar file; a cancelled one takes itself out of the calendar."""
    from fingerpost.exchange.icalendar.writer import calendar_file

    return calendar_file(
        _line(notice, notice.interview, notice.starts_at)
        for notice in notices
        if notice.interview and notice.starts_at
    )


def _line(notice: Notice, interview: Interview, starts_at: dt.datetime) -> "CalendarLine":
    from fingerpost.exchange.icalendar.writer import CalendarLine

    return CalendarLine(
        uid=calendar_uid(interview, notice.person_id),
        summary=STUDENTS_SUMMARY if _is_to_student(notice) else staff_summary(interview),
        starts=starts_at,
        ends=starts_at + dt.timedelta(minutes=interview.minutes),
        changed_at=timezone.now(),
        sequence=changes_of(interview),
        location=place_of(interview),
        is_cancelled=notice.kind == NoticeKind.CANCELLED,
    )


def calendar_uid(interview: Interview, person_id: int) -> str:
    """What names an interview in one person's calendar, by letter and by feed alike."""
    return f"interview-{interview.pk}-{person_id}@fingerpost"


def staff_summary(interview: Interview) -> str:
    """How an adviser's calendar calls an interview."""
    return f"Guidance interview: {first_name(interview)}"


def changes_of(interview: Interview) -> int:
    """How often an interview was booked, moved or cancelled so far."""
    return Entry.objects.filter(
        about=f"interview:{interview.pk}", kind__in=["interview_booked", "interview_cancelled"]
    ).count()


def late_actions_letter(late: int, students: int) -> Letter:
    """How many agreed actions are late; no names, no words of the plans."""
    actions = "1 agreed action is" if late == 1 else f"{late} agreed actions are"
    whose = "1 student" if students == 1 else f"{students} students"
    body = (
        f"{actions} past the date, in the plans of {whose}.\n\n"
        "Sign in to Fingerpost and open “Actions” to remind them, to agree another date or to "
        "close them.\n\nThis letter comes once a week at most. To stop it, sign in and open "
        "“Your account”.\n"
    )
    return Letter("Late actions of your students", body)
