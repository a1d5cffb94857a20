"""Changing the programme, one module per subject."""
