"""What people decided about next steps, against or beyond the rules."""

from django.conf import settings
from django.db import models


class OverrideKind(models.TextChoices):
    """What an override does to a next step."""

    DISMISS = "dismiss", "Not needed"
    RAISE = "raise", "Do this first"
    ADD = "add", "Add this step"


class Override(models.Model):
    """A person's decision on one student's next step, with its reason and end."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="overrides")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="overrides"
    )
    rule = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=OverrideKind)
    reason = models.CharField(max_length=300)
    until_on = models.DateField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "rule"],
                condition=models.Q(ended_at__isnull=True),
                name="override_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.rule}"
