"""Pages of feedback, one module for each side."""
