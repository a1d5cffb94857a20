"""Timetables as pages show them, one module per subject."""
