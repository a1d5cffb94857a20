"""Writing local entries and lessons."""
