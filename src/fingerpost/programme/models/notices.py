"""Who is to be told by e-mail that a session has changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .sessions import GroupSession


class SessionNotice(models.Model):
    """One person is told, once, how a session differs from what they knew: `was`.

    `was` holds `on` (ISO date), `times`, `place` (both in words, perhaps empty) and `cancelled`.
    It stays as it is while the session changes again, until the e-mail goes out.
    """

    session = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    was = models.JSONField()
    queued_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["queued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(sent_at__isnull=True),
                name="session_notice_once_unsent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}, to {self.person}"
