"""Changing the programme: one file per subject."""

from .recording import (
    AlreadyWithdrawn,
    AnotherSession,
    Details,
    NobodyThere,
    NotForGroups,
    about,
    bring_back,
    change_attendance,
    change_details,
    judge,
    record_session,
    withdraw,
)

__all__ = [
    "AlreadyWithdrawn",
    "AnotherSession",
    "Details",
    "NobodyThere",
    "NotForGroups",
    "about",
    "bring_back",
    "change_attendance",
    "change_details",
    "judge",
    "record_session",
    "withdraw",
]
