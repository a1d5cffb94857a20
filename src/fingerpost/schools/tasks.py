"""What is done for a school or for all schools in the background. Each is safe to repeat."""

from django.db import transaction
from django.template.defaultfilters import pluralize
from django.urls import reverse

from fingerpost.accounts.selectors import invitations_at
from fingerpost.accounts.services.invitations import send_waiting
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.jobs import uploads
from fingerpost.jobs.outcome import Outcome
from fingerpost.jobs.tasks import Work

from .models import School
from .services.establishments import import_establishments
from .services.invitations import leave_invitations

# What the whole list holds, about; more than that and the bar stays full.
ABOUT = 52_000
# So long one job sends invitations; another school's work then has its turn.
SENDING_SECONDS = 10


def load_list(work: Work, *, stored_as: str) -> Outcome:
    """Load the national list, all of it or nothing. Safe to repeat."""
    path = uploads.path_of(stored_as)

    def tell(loaded: int) -> None:
        work.tell(f"{loaded:,} schools so far …", loaded, ABOUT)

    work.tell("Opening the file …")
    try:
        with transaction.atomic():
            done = import_establishments(path=path, by=work.job.begun_by, progress=tell)
            many = pluralize(done.loaded)
            said = f"{done.loaded:,} school{many} loaded, {done.added:,} of them new."
            if done.rejected:
                were = pluralize(done.rejected, " was,s were")
                said += f" {len(done.rejected):,} row{were} left out."
            outcome = work.finish(Outcome(reverse("schools:add"), said))
    except UnreadableFile as refusal:
        outcome = Outcome(reverse("schools:national_list"), refusal.sentence, refused=True)
    uploads.remove(stored_as)
    return outcome


def send_invitations(work: Work, *, school: int, back: str) -> Outcome:
    """Send the invitations that wait at a school; what takes longer goes on as another job.

    Each is claimed before it is sent, so that whatever happens it is sent once.
    """
    here, by = School.objects.get(pk=school), work.job.begun_by
    sent, failed = send_waiting(
        school=here,
        by=by,
        seconds=SENDING_SECONDS,
        tell=lambda done, total: work.tell(f"{done:,} of {total:,} done …", done, total),
    )
    left = invitations_at(here).filter(state="waiting").count()
    said = [f"{sent:,} invitation{pluralize(sent)} sent."] if sent else []
    if failed:
        said.append(f"{failed:,} could not be sent. Check the mail settings.")
    if left and sent:
        leave_invitations(school=here, by=by, back=back)
        said.append(f"{left:,} more {pluralize(left, 'is,are')} being sent now.")
    elif left:
        said.append(f"{left:,} still {pluralize(left, 'waits,wait')}. Choose “Go on sending”.")
    return Outcome(back, " ".join(said), "warning" if failed else "success")
