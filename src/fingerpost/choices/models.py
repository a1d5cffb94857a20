"""Choices at a decision point: why, what else, applications; grades; and what is written of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from fingerpost.destinations.models import DecisionPoint

from .enums import ENDED, NOT_SENT, ApplicationState, DocumentKind


class Reasons(models.Model):
    """Why a student means to do what their intention says, and what else they would take.

    One for each decision point; the intention itself, with how sure and the fallback, is
    `destinations.Intention`. ticks: keys of `enums.REASONS`. alternatives: in order, each a dict
    of `route` and `words`. subjects: names, first choice first (GCSE options only).
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="reasons"
    )
    point = models.CharField(max_length=10, choices=DecisionPoint)
    ticks = models.JSONField(default=list)
    own_words = models.TextField(max_length=600, blank=True)
    alternatives = models.JSONField(default=list)
    subjects = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "reasons"
        ordering = ["student", "point"]
        constraints = [
            models.UniqueConstraint(fields=["student", "point"], name="reasons_once_a_point")
        ]

    def __str__(self) -> str:
        return f"Reasons of {self.student}"


class Application(models.Model):
    """A student's try for one place: for what, how far it is, and the days that matter.

    level: 1 to 8, where known. conditions: of a conditional offer what is needed, in own words.
    """

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="applications"
    )
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="applications"
    )
    point = models.CharField(max_length=10, choices=DecisionPoint)
    title = models.CharField(max_length=160)
    provider = models.CharField(max_length=160, blank=True)
    route = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    opportunity = models.ForeignKey(
        "pathways.Opportunity", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(
        max_length=15, choices=ApplicationState, default=ApplicationState.THINKING
    )
    close_on = models.DateField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    interview_on = models.DateField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    conditions = models.CharField(max_length=300, blank=True)
    notes = models.TextField(max_length=2000, blank=True)
    shared_with_family_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        indexes = [models.Index(fields=["school", "point"], name="application_school_point")]
        constraints = [
            # Pressed twice, it is one application all the same.
            models.UniqueConstraint(
                "student",
                "point",
                Lower("title"),
                Lower("provider"),
                condition=Q(removed_at__isnull=True),
                name="application_once_while_kept",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=8),
                name="application_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.provider}" if self.provider else self.title

    @property
    def audit_label(self) -> str:
        return f"Application of {self.student}"

    @property
    def is_going(self) -> bool:
        """Whether it has not ended and was not put away."""
        return self.removed_at is None and self.state not in ENDED

    @property
    def is_sent(self) -> bool:
        """Whether it has left the student's hands."""
        return self.state not in NOT_SENT


class PredictedGrade(models.Model):
    """The GCSE grade that a teacher predicts: subject, grade 1 to 9, source and date."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="predicted_grades"
    )
    subject = models.CharField(max_length=60)
    grade = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=60)
    predicted_on = models.DateField()
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["subject", "-predicted_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                "student", Lower("subject"), "predicted_on", name="predicted_grade_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=9), name="predicted_grade_1_to_9"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.grade}"

    @property
    def audit_label(self) -> str:
        return f"Predicted grade of {self.student}"


class Responsibility(models.Model):
    """Something a student is in charge of, in their own words: it goes into what they write."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="responsibilities"
    )
    words = models.CharField(max_length=160)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "responsibilities"
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint("student", Lower("words"), name="responsibility_once")
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def audit_label(self) -> str:
        return f"Responsibility of {self.student}"


class Document(models.Model):
    """A CV or a personal statement that a student writes from their own record.

    parts: by key of `documents.PARTS`, the text of each as the student left it.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="documents"
    )
    kind = models.CharField(max_length=10, choices=DocumentKind)
    title = models.CharField(max_length=80)
    parts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-changed_at", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return f"{self.get_kind_display()} of {self.student}"
