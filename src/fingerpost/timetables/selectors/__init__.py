"""Reading what a timetable is made from, and timetables, one module per subject."""
