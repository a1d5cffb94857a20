"""Giving a student's record out, which is noted."""

from typing import Any

from django.db import transaction

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.exchange.record.record import Record

from ..selectors.whole import record_of


@transaction.atomic
def give_out(*, student: Any, form: str, own: bool, by: Any) -> Record:
    """A student's record, to be made a file of some form; that it was given out is noted.

    own: to the student themself (`selectors.whole.record_of`). The caller has checked who asks.
    """
    details = {"form": form, "own": own}
    audit.record(by=by, deed=Deed.EXPORTED, subject=student, student=student, details=details)
    return record_of(student, own=own)
