"""What people decided about next steps, against or beyond the rules.

About one student's step (Override), or about a rule for a whole school (SwitchedOff).
"""

from django.conf import settings
from django.db import models


class OverrideKind(models.TextChoices):
    """What an override does to a next step."""

    DISMISS = "dismiss", "Not needed"
    RAISE = "raise", "Do this first"
    ADD = "add", "Add this step"


class Decision(models.Model):
    """A person's decision about a next-step rule, with its reason and end."""

    rule = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    until_on = models.DateField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-made_at", "-id"]


class Override(Decision):
    """A decision on one student's next step."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="overrides")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="overrides"
    )
    kind = models.CharField(max_length=10, choices=OverrideKind)

    class Meta(Decision.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student", "rule"],
                condition=models.Q(ended_at__isnull=True),
                name="override_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.rule}"

    @property
    def audit_label(self) -> str:
        return f"Decision about a next step of {self.student}"


class SwitchedOff(Decision):
    """A school's decision that a next-step rule does not speak there."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="rules_switched_off"
    )
    # Nobody's in particular; where a student's decision names one.
    student = None

    class Meta(Decision.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "rule"],
                condition=models.Q(ended_at__isnull=True),
                name="switched_off_once",
            )
        ]

    def __str__(self) -> str:
        return f"Next-step rule switched off: {self.rule}"
