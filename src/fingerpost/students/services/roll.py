"""A roll import: read and previewed, then applied in one step, then perhaps undone."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.exchange.roll import RollFile, UnreadableFile
from fingerpost.jobs import uploads
from fingerpost.schools.models import School
from fingerpost.schools.services import roll_changed

from ..enums import RollImportState
from ..models import CharacteristicValue, ColumnMapping, FormerUpn, RollImport, Student
from . import waiting_files
from .comparing import Comparison, CurrentRoll
from .errors import (
    AlreadyDecided,
    CannotUndo,
    LeaversNotConfirmed,
    NothingToApply,
    RollHasChanged,
    WrongSchool,
)
from .leavers import settle_sign_ins
from .plan import Plan, Undo
from .writing import PlanWriter, take_back, with_other_records

WAITING = (RollImportState.COLUMNS, RollImportState.PREVIEW)
_DAYS_KEPT_WAITING = 7

Tell = Callable[[str, int, int], None]
"""Told how far the work is: in words, so many steps of so many."""


def untold(words: str, done: int, total: int) -> None:
    """For callers whom nobody watches."""


# --- reading and previewing ---------------------------------------------------------------------


def receive(
    *, school: School, stored_as: str, file_name: str, by: Any, tell: Tell = untold
) -> RollImport:
    """Take in an uploaded file that `waiting_files.keep` stored, and preview it if it can be.

    A spreadsheet whose headings are new waits for its columns to be matched. Raises UnreadableFile
    or RollRefusal, and then the stored file is deleted and nothing is kept.
    """
    try:
        path = uploads.path_of(stored_as)
        tell("Opening the file …", 0, 3)
        mapping, is_spreadsheet = mapping_for(school, path)
        if is_spreadsheet and mapping is None:
            return RollImport.objects.create(
                school=school,
                file_name=file_name[:255],
                file_digest=waiting_files.digest(path),
                format="spreadsheet",
                stored_as=stored_as,
                state=RollImportState.COLUMNS,
                made_by=by,
            )
        return preview_import(
            school=school,
            path=path,
            file_name=file_name,
            mapping=mapping,
            by=by,
            stored_as=stored_as,
            tell=tell,
        )
    except Exception:  # not when the process is stopped: the work is then taken up again
        uploads.remove(stored_as)
        raise


def mapping_for(school: School, path: Path) -> tuple[dict[str, str] | None, bool]:
    """The remembered mapping, if any, and whether the file is a spreadsheet."""
    from fingerpost.exchange.reading import read_columns, read_roll
    from fingerpost.exchange.spreadsheet.reader import MappingNeeded

    try:
        if read_roll(path).format != "spreadsheet":
            return None, False
    except MappingNeeded:
        pass
    return remembered_mapping(school, read_columns(path).headings), True


def remembered_mapping(school: School, headings: Sequence[str]) -> dict[str, str] | None:
    """How a file with these headings was matched the last time, if it was."""
    kept = ColumnMapping.objects.filter(school=school, headings_key=headings_key(headings)).first()
    return dict(kept.mapping) if kept else None


def headings_key(headings: Sequence[str]) -> str:
    """What tells one set of headings from another."""
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()


def preview_import(
    *,
    school: School,
    path: Path,
    file_name: str,
    mapping: Mapping[str, str] | None,
    by: Any,
    stored_as: str = "",
    tell: Tell = untold,
) -> RollImport:
    """Read a file and keep what it would change. Changes nothing on the roll.

    `mapping` (field to heading) is for spreadsheets. Raises UnreadableFile and WrongSchool.
    """
    roll_import = RollImport(
        school=school,
        file_name=file_name[:255],
        file_digest=waiting_files.digest(path),
        stored_as=stored_as,
        made_by=by,
    )
    _work_out(roll_import, path, mapping, tell)
    roll_import.save()
    return roll_import


def choose_columns(
    *, roll_import: RollImport, mapping: Mapping[str, str], by: Any, tell: Tell = untold
) -> RollImport:
    """Preview a waiting spreadsheet with the columns a person chose, and remember them.

    Raises UnreadableFile and RollRefusal; the file then goes on waiting.
    """
    from fingerpost.exchange.reading import read_columns

    path = _waiting_path(roll_import)
    headings = read_columns(path).headings
    _work_out(roll_import, path, mapping, tell)
    with transaction.atomic():
        _save_waiting(roll_import)
        ColumnMapping.objects.update_or_create(
            school=roll_import.school,
            headings_key=headings_key(headings),
            defaults={"mapping": dict(mapping)},
        )
    return roll_import


def preview_again(*, roll_import: RollImport, tell: Tell = untold) -> RollImport:
    """Work a waiting preview out anew, against the roll as it is now."""
    _work_out(roll_import, _waiting_path(roll_import), roll_import.mapping, tell)
    _save_waiting(roll_import)
    return roll_import


def waiting_columns(roll_import: RollImport) -> Any:
    """The headings, suggested mapping and first rows of a waiting spreadsheet."""
    from fingerpost.exchange.reading import read_columns

    return read_columns(_waiting_path(roll_import))


def _waiting_path(roll_import: RollImport) -> Path:
    path = uploads.path_of(roll_import.stored_as)
    if not roll_import.stored_as or not path.is_file():
        raise UnreadableFile("The file is no longer here. Send it again.")
    return path


def _save_waiting(roll_import: RollImport) -> None:
    """Store a preview worked out anew, unless the import was decided meanwhile."""
    fields = ("format", "state", "roll_revision", "mapping", "plan")
    waiting = RollImport.objects.filter(pk=roll_import.pk, state__in=WAITING)
    if not waiting.update(**{name: getattr(roll_import, name) for name in fields}):
        raise AlreadyDecided("This file has been dealt with already. Send it again to use it.")


def _work_out(
    roll_import: RollImport, path: Path, mapping: Mapping[str, str] | None, tell: Tell
) -> None:
    # The readers of workbooks and XML are slow to import.
    from fingerpost.exchange.reading import read_roll

    # Read before the roll itself, so that a change in between shows as a newer revision.
    school = School.objects.get(pk=roll_import.school_id)
    day = timezone.localdate()
    tell("Reading the file …", 1, 3)
    file = _of_this_school(read_roll(path, mapping, as_of=day), school)
    tell(f"Comparing {len(file.records):,} students with the roll …", 2, 3)
    plan = Comparison(file, current_roll(school.pk), day).work_out()
    roll_import.format = file.format
    roll_import.state = RollImportState.PREVIEW
    roll_import.roll_revision = school.roll_revision
    roll_import.mapping = dict(mapping) if mapping else None
    roll_import.plan = plan.stored()


def _of_this_school(file: RollFile, school: School) -> RollFile:
    """The file without other schools' students. Raises WrongSchool."""
    if file.school_urn and file.school_urn != school.urn:
        raise WrongSchool(
            f"This file is about the school with URN {file.school_urn}. Yours is {school.urn}."
        )
    here = [r for r in file.records if r.school_urn is None or r.school_urn == school.urn]
    others = len(file.records) - len(here)
    if not others:
        return file
    if not here:
        raise WrongSchool(
            f"None of the students in this file is at your school (URN {school.urn})."
        )
    note = f"{others:,} students of other schools were left out."
    return replace(file, records=tuple(here), notes=(*file.notes, note))


def current_roll(school_id: int) -> CurrentRoll:
    """A school's roll as a file is compared with it, in three queries."""
    named = Student.objects.filter(school_id=school_id, anonymous_since__isnull=True)
    students = list(named.select_related("tutor_group"))
    known: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    values = CharacteristicValue.objects.filter(
        student__school_id=school_id, until_on__isnull=True
    ).order_by()
    for student_id, kind, value, source in values.values_list(
        "student_id", "kind", "value", "source"
    ):
        known[student_id][kind] = (value, source)
    former = FormerUpn.objects.filter(student__school_id=school_id).order_by("pk")
    return CurrentRoll(students, known, dict(former.values_list("upn", "student")))


@transaction.atomic
def discard_old_imports() -> int:
    """Discard what has waited so long that nobody will come back for it; how many."""
    before = timezone.now() - dt.timedelta(days=_DAYS_KEPT_WAITING)
    return sum(
        _drop(old) for old in RollImport.objects.filter(state__in=WAITING, made_at__lt=before)
    )


# --- deciding -----------------------------------------------------------------------------------


@transaction.atomic
def apply_import(
    *, roll_import: RollImport, by: Any, leavers_confirmed: bool = False, tell: Tell = untold
) -> RollImport:
    """Put a previewed import on the roll, all of it or nothing.

    Safe to repeat: only one call does it, others raise AlreadyDecided. Raises RollHasChanged when
    the roll is not the one the preview was worked out against, LeaversNotConfirmed, and
    NothingToApply.
    """
    roll_changed(roll_import.school_id)
    _claim(roll_import, RollImportState.PREVIEW, RollImportState.APPLIED)
    roll_import.refresh_from_db()
    revision = School.objects.values_list("roll_revision", flat=True).get(pk=roll_import.school_id)
    if revision != roll_import.roll_revision + 1:
        raise RollHasChanged("The roll was changed after this preview was made.")
    plan = Plan.read(roll_import.plan)
    if plan.is_empty:
        raise NothingToApply("The roll already agrees with this file.")
    if plan.needs_confirmation and not leavers_confirmed:
        raise LeaversNotConfirmed(
            f"{len(plan.leavers):,} of {plan.on_roll:,} students would leave the roll. Tick the "
            "box to say that this is right."
        )
    undo = PlanWriter(plan, roll_import.school_id).write(tell)
    _finish(roll_import, plan, undo)
    settle_sign_ins(school=roll_import.school, today=timezone.localdate(), by=by)
    audit.record(by=by, deed=Deed.IMPORTED, subject=roll_import, details=plan.counts)
    return roll_import


def _claim(roll_import: RollImport, state: str, new_state: str) -> None:
    """Move the import from one state to the next, if nobody has done so before."""
    claimed = RollImport.objects.filter(pk=roll_import.pk, state=state).update(state=new_state)
    if not claimed:
        raise AlreadyDecided("This file has been dealt with already.")


def _finish(roll_import: RollImport, plan: Plan, undo: Undo) -> None:
    """Keep what it takes to undo, drop what is about named students, and the file."""
    stored_as, roll_import.stored_as = roll_import.stored_as, ""
    # Only the newest can be undone, so nothing is kept for those before it.
    RollImport.objects.filter(
        school_id=roll_import.school_id, state=RollImportState.APPLIED
    ).exclude(pk=roll_import.pk).update(undo={})
    roll_import.plan = plan.summary()
    roll_import.undo = undo.stored()
    roll_import.applied_at = timezone.now()
    roll_import.save()
    transaction.on_commit(lambda: uploads.remove(stored_as))


@transaction.atomic
def discard_import(*, roll_import: RollImport, by: Any) -> None:
    """Give up a waiting import; its file is deleted. Safe to repeat."""
    if _drop(roll_import):
        audit.record(by=by, deed=Deed.REMOVED, subject=roll_import)


def _drop(roll_import: RollImport) -> bool:
    plan = {name: roll_import.plan[name] for name in ("counts",) if name in roll_import.plan}
    dropped = RollImport.objects.filter(pk=roll_import.pk, state__in=WAITING).update(
        state=RollImportState.DISCARDED, plan=plan, stored_as=""
    )
    if dropped:
        stored_as = roll_import.stored_as
        transaction.on_commit(lambda: uploads.remove(stored_as))
    return bool(dropped)


@transaction.atomic
def undo_import(*, roll_import: RollImport, by: Any) -> int:
    """Put the roll back as it was before the newest applied import.

    What somebody changed by hand since stays as it is; the number of such values is the result.
    Raises AlreadyDecided and CannotUndo.
    """
    roll_changed(roll_import.school_id)
    _claim(roll_import, RollImportState.APPLIED, RollImportState.UNDONE)
    roll_import.refresh_from_db()
    if newest_applied(roll_import.school_id, after=roll_import) is not None:
        raise CannotUndo("A newer file has been applied since, so this one cannot be undone.")
    undo = Undo(**roll_import.undo)
    used = list(with_other_records(undo.students)[:3])
    if used:
        names = ", ".join(student.name for student in used)
        raise CannotUndo(
            "Some of the students it added have records of their own by now, such as a sign-in or "
            f"an interview ({names}), so it cannot be undone. Send a corrected file instead."
        )
    kept = take_back(undo)
    settle_sign_ins(school=roll_import.school, today=timezone.localdate(), by=by)
    roll_import.undo = {}
    roll_import.save(update_fields=["undo"])
    audit.record(by=by, deed=Deed.UNDID, subject=roll_import, details={"kept": kept})
    return kept


def newest_applied(school_id: int, after: RollImport | None = None) -> RollImport | None:
    """The import that was applied last, or the last one after a given one."""
    applied = RollImport.objects.filter(school_id=school_id, state=RollImportState.APPLIED)
    if after is not None:
        applied = applied.filter(applied_at__gt=after.applied_at)
    return applied.order_by("-applied_at", "-pk").first()
