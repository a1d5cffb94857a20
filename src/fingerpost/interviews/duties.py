"""What is to be done about interviews every day. Each may be done again: nothing is sent twice."""

import datetime as dt

from django.utils import timezone

from .enums import InterviewState
from .models import Interview
from .services.late_actions import leave_late_actions, who_may_be_told
from .services.notices import leave_letters, remind, waiting_letters


def remind_of_interviews(*, today: dt.date) -> str:
    """Remind students and advisers of tomorrow's interviews, and of what could not be sent before.

    Sending is left to jobs, so that other people's work has its turn.
    """
    zone = timezone.get_current_timezone()
    since = dt.datetime.combine(today + dt.timedelta(days=1), dt.time.min, tzinfo=zone)
    tomorrow = Interview.objects.filter(
        state=InterviewState.BOOKED, starts_at__gte=since, starts_at__lt=since + dt.timedelta(1)
    ).select_related("student__person", "adviser__person", "school")
    for interview in tomorrow:
        remind(interview=interview)
    schools = set(waiting_letters().values_list("interview__school", flat=True))
    for school_id in schools:
        leave_letters(school_id=school_id, by=None)
    return f"E-mails about interviews to be sent for {len(schools):,} schools"


def tell_of_late_actions(*, today: dt.date) -> str:
    """Tell tutors and advisers how many of their students' actions are late; weekly at most."""
    asked = who_may_be_told(today)
    if asked:
        leave_late_actions(today=today)
    return f"Late actions of {len(asked):,} tutors and advisers to be looked through"
