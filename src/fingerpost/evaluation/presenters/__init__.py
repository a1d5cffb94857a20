"""Feedback as pages show it, one module per subject."""
