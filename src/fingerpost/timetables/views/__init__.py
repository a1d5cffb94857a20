"""The pages about timetables, one module per subject."""
