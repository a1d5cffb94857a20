"""What is done about interviews in the background. Each is safe to repeat: see `jobs.services`."""

import datetime as dt

from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone

from fingerpost.jobs.outcome import Outcome
from fingerpost.jobs.selectors import waiting_jobs
from fingerpost.jobs.tasks import Work

from .enums import PlaceState
from .models import GroupBooking
from .selectors.groups import counts_of
from .services.group_bookings import book_places, cancel_booked
from .services.late_actions import leave_late_actions, tell_until
from .services.notices import LETTERS, leave_letters, send_waiting

# So long one job sends letters; what others wait for then has its turn.
SENDING_SECONDS = 10
# When a mail server that does not answer is tried again, each time after the try before.
TRY_AGAIN = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))


def book_group(work: Work, *, group: int) -> Outcome:
    """Book for everybody in a group booking."""
    one = GroupBooking.objects.select_related("school").get(pk=group)
    book_places(group=one, by=work.job.begun_by, tell=work.tell)
    counts = counts_of(one.places.all())
    booked = counts.pop(PlaceState.BOOKED, 0)
    without = sum(counts.values())
    said = f"{booked:,} interview{pluralize(booked)} booked."
    if without:
        said += f" For {without:,} student{pluralize(without)} none was booked: see why below."
    page = reverse("interviews:group", args=[group])
    return Outcome(page, said, "warning" if without else "success")


def cancel_group(work: Work, *, group: int, interviews: list[int], because: str) -> Outcome:
    """Cancel interviews of a group booking."""
    done = cancel_booked(
        interviews=interviews, because=because, by=work.job.begun_by, tell=work.tell
    )
    said = f"{done:,} interview{pluralize(done)} cancelled. The times are free again."
    return Outcome(reverse("interviews:group", args=[group]), said)


def send_letters(work: Work, *, school: int, tries: int) -> Outcome:
    """Send the e-mails about interviews that wait at a school.

    `tries`: how often a mail server has been asked in vain before. What takes longer, and what a
    server that is down has left, goes on as another job.
    """
    done = send_waiting(
        school_id=school,
        seconds=SENDING_SECONDS,
        tell=lambda sent: work.tell(f"{sent:,} sent …"),
    )
    said = [f"{done.sent:,} e-mail{pluralize(done.sent)} sent."]
    if done.refused:
        said.append(f"{done.refused:,} could not be sent: check the addresses.")
    if done.server_is_down:
        said.append(_try_again(work, school, tries))
    elif done.ran_out_of_time:
        leave_letters(school_id=school, by=work.job.begun_by)
        said.append("The others are being sent now.")
    is_well = not (done.refused or done.server_is_down)
    return Outcome(reverse("jobs:jobs"), " ".join(said), "success" if is_well else "warning")


def _try_again(work: Work, school: int, tries: int) -> str:
    down = "The mail server did not answer."
    if waiting_jobs(function=LETTERS, school=school, tries__gt=0).exists():
        return f"{down} The rest is tried again with the others that wait."
    if tries == len(TRY_AGAIN):
        return f"{down} The rest is tried once more with the work of the next day."
    then = timezone.now() + TRY_AGAIN[tries]
    leave_letters(school_id=school, by=work.job.begun_by, tries=tries + 1, not_before=then)
    return f"{down} The rest is tried again at {timezone.localtime(then):%H:%M}."


def tell_of_late_actions(work: Work, *, day: str, after: list[int]) -> Outcome:
    """Tell tutors and advisers of their students' late actions; the rest goes on as another job."""
    today = dt.date.fromisoformat(day)
    done = tell_until(today=today, after=(after[0], after[1]), seconds=SENDING_SECONDS)
    if done.ran_out_after:
        leave_late_actions(today=today, after=done.ran_out_after)
    said = f"{done.sent:,} e-mail{pluralize(done.sent)} about late actions sent."
    if done.server_is_down:
        said += " Then the mail server did not answer; it is tried again the next day."
    return Outcome(reverse("jobs:jobs"), said, "warning" if done.server_is_down else "success")
