"""What students say about what they have just had."""

from django.db import models


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
