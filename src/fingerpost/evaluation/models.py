"""What students say about what they have just had, and what adults say who gave it."""

from django.conf import settings
from django.db import models

from .enums import Side


class FeedbackResponse(models.Model):
    """A student's answers to one short question set (rules/data/question_sets.toml)."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="feedback")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="feedback"
    )
    question_set = models.CharField(max_length=40)
    about = models.CharField(max_length=60)  # "interview:3" or "session:9", as in the ledger
    answers = models.JSONField()
    comment = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["student", "about"], name="feedback_once")]

    def __str__(self) -> str:
        return f"Feedback of {self.student} on {self.about}"

    @property
    def audit_label(self) -> str:
        return f"Feedback of {self.student}"


class AdultFeedback(models.Model):
    """What somebody who led a group session, or the guest who gave it, says of it."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(
        "programme.GroupSession", on_delete=models.CASCADE, related_name="adult_feedback"
    )
    side = models.CharField(max_length=10, choices=Side)
    # Staff have a sign-in; a guest answers by a signed link and gives a name, if they like.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    guest_name = models.CharField(max_length=120, blank=True)
    question_set = models.CharField(max_length=40)
    answers = models.JSONField()
    comment = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "adult feedback"
        ordering = ["session", "side", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(side=Side.STAFF),
                name="staff_feedback_once",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(side=Side.GUEST),
                name="guest_feedback_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} on {self.session}"
