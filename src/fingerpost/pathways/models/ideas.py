"""What students find and think about: their ideas, kept from Year 7 on."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class IdeaKind(models.TextChoices):
    """What an idea is about."""

    JOB = "job", "A job or career"
    COURSE = "course", "A course"
    APPRENTICESHIP = "apprenticeship", "An apprenticeship"
    PLACE = "place", "A college, university or employer"
    EVENT = "event", "A talk, visit or event"
    OTHER = "other", "Something else"


class Idea(models.Model):
    """One idea of a student, with a note and where it came from."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="ideas")
    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="ideas")
    kind = models.CharField(max_length=15, choices=IdeaKind, default=IdeaKind.JOB)
    title = models.CharField(max_length=120)
    note = models.TextField(max_length=2000, blank=True)
    # Which occupation of the base it is, by its slug; empty for an idea in own words.
    occupation = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    saved_at = models.DateTimeField(auto_now_add=True)
    shared_with_family_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-saved_at", "-id"]
        indexes = [models.Index(fields=["student", "-saved_at"], name="idea_student_saved")]
        constraints = [
            # Saving what one already has is no second idea, however often a button is pressed.
            models.UniqueConstraint(
                "student",
                "kind",
                Lower("title"),
                condition=Q(dropped_at__isnull=True),
                name="idea_once_while_kept",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return f"Idea of {self.student}"


class PublishedAnswers(models.Model):
    """A student's answers to the published assessment, begun and some day finished.

    `answers`: from 1 to 5 by number of the statement (as a text), of the edition named.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="published_answers"
    )
    edition = models.CharField(max_length=12)
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "published answers"
        ordering = ["-begun_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "edition"],
                condition=Q(finished_at__isnull=True),
                name="published_answers_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"Answers of {self.student}"

    @property
    def audit_label(self) -> str:
        return f"Answers about themselves of {self.student}"


class SelfAssessment(models.Model):
    """A student's answers about themselves: begun, gone on with, and some day finished.

    `answers`: from 1 to 5 by key of the statement, of the edition named. A later one never
    changes an earlier one, so that the student sees what changed over the years.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="self_assessments"
    )
    edition = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(finished_at__isnull=True),
                name="self_assessment_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"Answers of {self.student}"

    @property
    def audit_label(self) -> str:
        return f"Answers about themselves of {self.student}"
