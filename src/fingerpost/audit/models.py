"""Who saw and changed what: lines are added, never edited."""

from django.conf import settings
from django.db import models

from .enums import Deed

# Parts of a list's address that its label already tells in words.
SAID_BY_THE_LABEL = frozenset({"side", "by", "group", "rule", "as_of"})


class EventQuerySet(models.QuerySet["Event"]):
    """Refuses the two ways a line could be changed in bulk."""

    def update(self, **changes: object) -> int:
        raise TypeError("Audit events are never edited.")

    def bulk_update(self, *args: object, **options: object) -> int:
        raise TypeError("Audit events are never edited.")


class Event(models.Model):
    """One deed of one person (or of the system, when `actor` is empty)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
    )
    actor_label = models.CharField(max_length=200)
    school = models.ForeignKey(
        "schools.School", null=True, on_delete=models.CASCADE, related_name="+"
    )
    deed = models.CharField(max_length=20, choices=Deed)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40, blank=True)
    subject_label = models.CharField(max_length=200, blank=True)
    # Not a foreign key: the line outlives the student's record when that is erased.
    student_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["school", "-at"], name="audit_school_at"),
            models.Index(fields=["student_id", "-at"], name="audit_student_at"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.get_deed_display()} {self.subject_label}"

    def save(self, *args: object, **options: object) -> None:
        if self.pk is not None:
            raise TypeError("Audit events are never edited.")
        super().save(*args, **options)

    @property
    def is_list(self) -> bool:
        """Whether it tells of a look at a list that names students."""
        return self.deed == Deed.LOOKED and "asked" in self.details

    @property
    def list_words(self) -> str:
        """How many lines the list had, and by what it was narrowed."""
        number = self.details["students"]
        by = [
            name.replace("_", " ")
            for name, value in self.details["asked"].items()
            if value and name not in SAID_BY_THE_LABEL
        ]
        narrowed = f", narrowed by {', '.join(by)}" if by else ""
        return f"{number:,} {'line' if number == 1 else 'lines'}{narrowed}"
