"""Counting up what a school's figures depend on."""

from django.db.models import F

from ..models import School


def roll_changed(school_id: int) -> None:
    """Count the roll's revision up. Call first in the transaction that changes the roll."""
    School.objects.filter(pk=school_id).update(roll_revision=F("roll_revision") + 1)


def ledger_changed(school_id: int) -> None:
    """Count the ledger's revision up. Call first in the transaction that writes ledger lines.

    The row stays locked until the transaction ends, so a school's ledger lines are numbered in
    the order in which they become visible, and a reader may go on from the last one it has read.
    """
    School.objects.filter(pk=school_id).update(ledger_revision=F("ledger_revision") + 1)
