"""One list from the file to the rows: looked at, saved in one step, undone, thrown away."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.jobs import uploads

from ..comparing import Comparison, compare
from ..enums import ListState
from ..keeping import Keeper
from ..models import ListImport
from . import writing

_DAYS_KEPT_WAITING = 7


class ListRefused(ValueError):
    """The list cannot be dealt with so; says why in one sentence."""


def look(*, keeper: Keeper, data: bytes, file_name: str, by: Any) -> ListImport:
    """Take in a file to be looked at; nothing of the list is changed yet. Raises UnreadableFile.

    What the same person has looked at before, and did not save, is thrown away.
    """
    keeper.read(data)
    stored_as = uploads.keep([data], file_name, largest=len(data), otherwise="list.csv")
    try:
        with transaction.atomic():
            waiting = ListImport.objects.filter(
                school=keeper.school, of=keeper.of, made_by=by, state=ListState.PREVIEW
            )
            for one in waiting:
                _drop(one)
            return ListImport.objects.create(
                school=keeper.school,
                of=keeper.of,
                file_name=file_name[:255],
                stored_as=stored_as,
                made_by=by,
            )
    except Exception:
        uploads.remove(stored_as)
        raise


def preview(*, keeper: Keeper, made: ListImport) -> Comparison:
    """What saving it would do now. Raises UnreadableFile where its file is no longer there."""
    return compare(keeper, keeper.ask(keeper.read(_data(made))))


def _data(made: ListImport) -> bytes:
    path = uploads.path_of(made.stored_as)
    if not made.stored_as or not path.is_file():
        raise UnreadableFile("The file is no longer here. Send it again.")
    return path.read_bytes()


def save(*, keeper: Keeper, made: ListImport, mark: str, by: Any) -> dict[str, int]:
    """Save a list that was looked at, all of it or nothing; how many of each.

    mark: of the comparison that was looked at. Raises UnreadableFile, and ListRefused where the
    list has been dealt with already, or where what it would do is no longer what was looked at.
    """
    said = keeper.read(_data(made))
    try:
        return _save(keeper, made, said, mark, by)
    except IntegrityError as error:
        raise _changed_since() from error


def _changed_since() -> ListRefused:
    return ListRefused("Something was changed since you looked. Look again, then save.")


@transaction.atomic
def _save(keeper: Keeper, made: ListImport, said: Any, mark: str, by: Any) -> dict[str, int]:
    # The condition, not a lock, keeps two presses from saving it twice.
    _move(made, ListState.PREVIEW, ListState.APPLIED)
    found = compare(keeper, keeper.ask(said))
    if found.mark != mark:
        raise _changed_since()
    undo, touched = writing.write(keeper, found)
    keeper.after(touched, by)
    # Only the newest can be undone, so nothing is kept for those before it.
    ListImport.objects.filter(school=keeper.school, of=keeper.of, state=ListState.APPLIED).exclude(
        pk=made.pk
    ).exclude(undo={}).update(undo={})
    stored_as, made.stored_as = made.stored_as, ""
    made.state, made.applied_at = ListState.APPLIED, timezone.now()
    made.undo, made.counts = undo, found.counts
    made.save()
    audit.record(by=by, deed=Deed.IMPORTED, subject=made, details=found.counts)
    transaction.on_commit(lambda: uploads.remove(stored_as))
    return found.counts


def _move(made: ListImport, before: ListState, after: ListState) -> None:
    if not ListImport.objects.filter(pk=made.pk, state=before).update(state=after):
        raise ListRefused("This list has been dealt with already.")


@transaction.atomic
def undo(*, keeper: Keeper, made: ListImport, by: Any) -> int:
    """Put everything back as it was before the list saved last.

    What somebody changed by hand since stays as it is; the number of such rows is the result.
    Raises ListRefused where it was undone already, or another list was saved after it.
    """
    _move(made, ListState.APPLIED, ListState.UNDONE)
    made.refresh_from_db()
    # What stood before is kept of the newest list alone, so a newer one shows in this.
    if not made.undo:
        raise ListRefused("Another list was saved after this one, so it cannot be undone.")
    kept, touched = writing.take_back(keeper, made.undo)
    keeper.after(touched, by)
    made.undo = {}
    made.save(update_fields=["undo"])
    audit.record(by=by, deed=Deed.UNDID, subject=made, details={"kept": kept})
    return kept


@transaction.atomic
def throw_away(*, made: ListImport, by: Any) -> bool:
    """Give up a list that was looked at; its file is deleted. False when that was done before."""
    if not _drop(made):
        return False
    audit.record(by=by, deed=Deed.REMOVED, subject=made)
    return True


def _drop(made: ListImport) -> bool:
    dropped = ListImport.objects.filter(pk=made.pk, state=ListState.PREVIEW).update(
        state=ListState.DISCARDED, stored_as=""
    )
    if dropped:
        stored_as = made.stored_as
        transaction.on_commit(lambda: uploads.remove(stored_as))
    return bool(dropped)


@transaction.atomic
def discard_old() -> int:
    """Throw away what has waited so long that nobody will come back for it; how many."""
    before = timezone.now() - dt.timedelta(days=_DAYS_KEPT_WAITING)
    old = ListImport.objects.filter(state=ListState.PREVIEW, made_at__lt=before)
    return sum(_drop(one) for one in old)


@transaction.atomic
def forget_rows(*, school: Any, of: str, is_about: Callable[[dict[str, Any]], bool]) -> int:
    """Forget rows that a list took away or added, as erasing somebody's records asks; how many.

    What it says of rows that it changed has no names; where the rows are gone, so is that.
    """
    forgotten = 0
    for made in ListImport.objects.filter(school=school, of=of).exclude(undo={}):
        for group in ("added", "removed"):
            kept = [row for row in made.undo[group] if not is_about(row)]
            forgotten += len(made.undo[group]) - len(kept)
            made.undo[group] = kept
        made.save(update_fields=["undo"])
    return forgotten
