"""Changing the roll: one file per subject."""
