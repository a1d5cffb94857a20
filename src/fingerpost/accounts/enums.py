"""Roles that people hold at a school."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is at a school. Staff roles come after the families'."""

    STUDENT = "student", "Student"
    PARENT = "parent", "Parent or carer"
    TUTOR = "tutor", "Tutor"
    ADVISER = "adviser", "Careers adviser"
    CAREERS_LEADER = "careers_leader", "Careers leader"
    SENCO = "senco", "SEN coordinator"
    SENIOR_LEADER = "senior_leader", "Senior leader"
    GOVERNOR = "governor", "Governor"
    ADMINISTRATOR = "administrator", "Administrator"


class InvitationChannel(TextChoices):
    """How somebody learns how to sign in."""

    EMAIL = "email", "By e-mail"
    SLIP = "slip", "On a slip of paper"


class InvitationState(TextChoices):
    """Where an invitation stands."""

    WAITING = "waiting", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be sent"


FAMILY_ROLES = frozenset({Role.STUDENT, Role.PARENT})
STAFF_ROLES = frozenset(set(Role) - FAMILY_ROLES)
