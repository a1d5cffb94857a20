"""Descriptions of occupations, from the published job profiles (JSON)."""

from .reader import FILE, Description, Wrong, find_file, read

__all__ = ["FILE", "Description", "Wrong", "find_file", "read"]
