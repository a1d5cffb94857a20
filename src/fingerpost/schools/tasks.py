"""Loading the national list in the background."""

from django.db import transaction
from django.urls import reverse

from fingerpost.exchange.roll import UnreadableFile
from fingerpost.jobs.outcome import Outcome
from fingerpost.jobs.tasks import Work

from .services import list_files
from .services.establishments import import_establishments

# What the whole list holds, about; more than that and the bar stays full.
ABOUT = 52_000


def load_list(work: Work, *, stored_as: str) -> Outcome:
    """Load the national list, all of it or nothing. Safe to repeat."""
    path = list_files.path_of(stored_as)

    def tell(loaded: int) -> None:
        work.tell(f"{loaded:,} schools so far …", loaded, ABOUT)

    work.tell("Opening the file …")
    try:
        with transaction.atomic():
            done = import_establishments(path=path, by=work.job.begun_by, progress=tell)
            said = f"{done.loaded:,} schools loaded, {done.added:,} of them new."
            if done.rejected:
                said += f" {len(done.rejected):,} rows were left out."
            outcome = work.finish(Outcome(reverse("schools:add"), said))
    except UnreadableFile as refusal:
        outcome = Outcome(reverse("schools:national_list"), refusal.sentence, refused=True)
    list_files.remove(stored_as)
    return outcome
