"""The encounter ledger: one line per student and event, never edited."""

from django.conf import settings
from django.db import models


class Channel(models.TextChoices):
    """How an encounter took place."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By phone"
    VIDEO = "video", "By video"
    WEB_CHAT = "web_chat", "By web chat"
    ONLINE = "online", "Online"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Refuses changing lines in bulk; a correction is a line of its own."""

    def update(self, **changes: object) -> int:
        raise TypeError("Ledger entries are never edited; record a correction.")

    def bulk_update(self, *args: object, **options: object) -> int:
        raise TypeError("Ledger entries are never edited; record a correction.")


class Entry(models.Model):
    """One thing that happened to one student. `kind` is one of rules/data/kinds.toml.

    A correction is a new line whose `supersedes` names the old one; with `is_void` it withdraws
    it. `about` names the record the line tells of, such as `interview:12`.
    """

    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="ledger")
    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="ledger")
    happened_on = models.DateField()
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    minutes = models.PositiveIntegerField(null=True)
    organisation = models.CharField(max_length=200, blank=True)
    deliverer = models.CharField(max_length=60, blank=True)
    is_independent = models.BooleanField(null=True)
    subject = models.CharField(max_length=60, blank=True)
    in_school_hours = models.BooleanField(null=True)
    is_meaningful = models.BooleanField(null=True)
    routes = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    due_on = models.DateField(null=True)
    point = models.CharField(max_length=20, blank=True)
    strength = models.PositiveSmallIntegerField(null=True)
    # What a person reads on the timeline; measures never read it.
    summary = models.CharField(max_length=200, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.CASCADE, related_name="superseded_by"
    )
    is_void = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EntryQuerySet.as_manager()

    # Figures of the past count this line when its student's records are erased: it stays, without
    # the words. See students/services/erasing.py.
    words_to_erase = ("summary",)

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["-happened_on", "-id"]
        indexes = [
            models.Index(fields=["school", "id"], name="entry_school_id"),
            models.Index(fields=["student", "-happened_on"], name="entry_student_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_void=False) | models.Q(supersedes__isnull=False),
                name="entry_void_supersedes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.happened_on:%d %B %Y}"

    def save(self, *args: object, **options: object) -> None:
        if self.pk is not None:
            raise TypeError("Ledger entries are never edited; record a correction.")
        super().save(*args, **options)
