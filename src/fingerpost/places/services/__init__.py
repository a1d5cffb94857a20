"""Changing rounds of places, one module per subject."""
