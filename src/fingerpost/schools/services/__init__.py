"""Changing schools: one file per subject."""

from .revisions import ledger_changed, roll_changed

__all__ = ["ledger_changed", "roll_changed"]
