"""What the school plans for groups of students, when it takes place, and who takes part."""

from .activities import Activity, BudgetLine
from .notices import SessionNotice
from .sessions import Attendance, GroupSession, SessionStaff

__all__ = ["Activity", "Attendance", "BudgetLine", "GroupSession", "SessionNotice", "SessionStaff"]
