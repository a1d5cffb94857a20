"""Making, publishing and repairing timetables, one module per subject."""
