"""Forms about timetables, one module per subject."""
