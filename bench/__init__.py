"""Comparisons, each one command, each printing a ratio."""
