"""Private calendar addresses, one for each person at a school."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """A private address at which a person's calendar programs read what they have to be at.

    The address is shown once; only a digest of its secret is kept.
    """

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "person"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_feed_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"Calendar address of {self.person}"
