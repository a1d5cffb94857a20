"""Fixed words about the programme."""

# Encounters of one student alone: an interview has its own pages, a helpline takes one caller.
ONE_STUDENT_KINDS = frozenset({"guidance_interview", "helpline_contact"})
SUBJECT_KIND = "subject_lesson"
ABOUT = "session"
