"""What is done with a roll file in the background. Each is safe to repeat: see `jobs.services`."""

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse

from fingerpost.exchange.roll import UnreadableFile
from fingerpost.jobs.outcome import Outcome
from fingerpost.jobs.tasks import Work
from fingerpost.schools.models import School

from .enums import RollImportState
from .models import RollImport
from .services import roll
from .services.errors import LeaversNotConfirmed, RollHasChanged, RollRefusal

UPLOAD = "students:upload"


def read_file(work: Work, *, school: int, stored_as: str, file_name: str) -> Outcome:
    """Take in an uploaded file: then its columns are asked for, or its preview is there."""
    # The first run may have kept it and died before it could say so.
    received = RollImport.objects.filter(school_id=school, stored_as=stored_as).first()
    try:
        received = received or roll.receive(
            school=School.objects.get(pk=school),
            stored_as=stored_as,
            file_name=file_name,
            by=work.job.begun_by,
            tell=work.tell,
        )
    except (UnreadableFile, RollRefusal) as refusal:
        return Outcome(reverse(UPLOAD), refusal.sentence, refused=True)
    waits = received.state == RollImportState.COLUMNS
    return Outcome(_page(received, "students:import_columns" if waits else "students:import"))


def match_columns(work: Work, *, roll_import: int, mapping: Mapping[str, str]) -> Outcome:
    """Preview a waiting spreadsheet with the columns a person chose."""
    one = RollImport.objects.get(pk=roll_import)
    try:
        roll.choose_columns(roll_import=one, mapping=mapping, by=work.job.begun_by, tell=work.tell)
    except (UnreadableFile, RollRefusal) as refusal:
        address = _page(one, "students:import_columns")
        return Outcome(address, refusal.sentence, refused=True)
    return Outcome(_page(one))


def apply_file(work: Work, *, roll_import: int, leavers_confirmed: bool) -> Outcome:
    """Put a previewed file on the roll; preview it again if the roll is another by now."""
    one = RollImport.objects.get(pk=roll_import)
    try:
        with transaction.atomic():
            roll.apply_import(
                roll_import=one,
                by=work.job.begun_by,
                leavers_confirmed=leavers_confirmed,
                tell=work.tell,
            )
            return work.finish(Outcome(_page(one), "The roll is up to date."))
    except RollHasChanged as refusal:
        return _preview_again(work, roll_import, refusal)
    except LeaversNotConfirmed as refusal:
        return Outcome(_page(one), refusal.sentence, refused=True)
    except RollRefusal as refusal:
        return Outcome(_page(one), refusal.sentence, "warning")


def _preview_again(work: Work, roll_import: int, refusal: RollRefusal) -> Outcome:
    one = RollImport.objects.get(pk=roll_import)
    try:
        roll.preview_again(roll_import=one, tell=work.tell)
    except (UnreadableFile, RollRefusal) as problem:
        return Outcome(reverse(UPLOAD), problem.sentence, "error")
    said = f"{refusal.sentence} It has been worked out again: check it before you go on."
    return Outcome(_page(one), said, "warning")


def undo_file(work: Work, *, roll_import: int) -> Outcome:
    """Put the roll back as it was before the newest applied file."""
    one = RollImport.objects.get(pk=roll_import)
    work.tell("Putting the roll back …")
    try:
        with transaction.atomic():
            kept = roll.undo_import(roll_import=one, by=work.job.begun_by)
            more = f" {kept:,} details that someone changed since were left alone." if kept else ""
            said = f"The roll is as it was before {one.file_name}.{more}"
            return work.finish(Outcome(_page(one), said))
    except RollRefusal as refusal:
        return Outcome(_page(one), refusal.sentence, "error")


def _page(roll_import: RollImport, name: str = "students:import") -> str:
    return reverse(name, args=[roll_import.pk])
