"""The published assessment of interests: its statements and its scoring keys, from CSV."""

from .reader import STATEMENTS, TRAITS, Assessment, Statement, Trait, Wrong, read

__all__ = ["STATEMENTS", "TRAITS", "Assessment", "Statement", "Trait", "Wrong", "read"]
