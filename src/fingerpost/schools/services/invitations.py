"""Leaving the sending of invitations to the worker."""

from typing import Any

from fingerpost.jobs.services import leave

from ..models import School


def leave_invitations(*, school: School, by: Any, back: str = "/") -> None:
    """Have the invitations sent that wait at a school, when nobody else's work waits."""
    leave(
        function="fingerpost.schools.tasks.send_invitations",
        title="Sending invitations",
        by=by,
        school=school.pk,
        back=back,
    )
