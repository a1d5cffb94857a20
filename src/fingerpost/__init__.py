"""Fingerpost: careers guidance for English secondary schools."""

__version__ = "0.1.0"
