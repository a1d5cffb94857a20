"""What students mean to do next."""

from django.db import models


class DecisionPoint(models.TextChoices):
    """The choices every student comes to."""

    OPTIONS = "options", "GCSE options"
    POST_16 = "post_16", "After Year 11"
    POST_18 = "post_18", "After Year 13"


class Intention(models.Model):
    """What a student means to do at a decision point and how sure they are; the newest counts."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="intentions"
    )
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="intentions"
    )
    point = models.CharField(max_length=10, choices=DecisionPoint)
    route = models.CharField(max_length=40, blank=True)
    fallback_route = models.CharField(max_length=40, blank=True)
    how_sure = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how_sure__gte=1, how_sure__lte=5), name="intention_how_sure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()} of {self.student}"
