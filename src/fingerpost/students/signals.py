"""What the apps above are told of while the roll changes."""

from django.dispatch import Signal

erasing = Signal()
"""Sent with `school` and `students` (their keys) in the transaction that erases their records.

For what is kept of students without referring to their line, such as what an engine was asked:
whoever keeps it takes them out of it. What refers to the line is erased without being told.
"""
