"""What students bring with them from other schools."""

from django.conf import settings
from django.db import models

from .enums import ImportState, Sort


class RecordImport(models.Model):
    """A record file sent for one student: previewed, then read in, perhaps taken back.

    The document itself is kept only until that is decided.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="record_imports"
    )
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.PREVIEW)
    file_name = models.CharField(max_length=255)
    document = models.TextField(blank=True)
    issuer_id = models.CharField(max_length=200)
    issuer_name = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    # In what the file and the student's line differ, as it stood when it was decided.
    differs = models.JSONField(default=list)
    # How many pieces of each sort were read in, and how many people had worked on since.
    counts = models.JSONField(default=dict)
    kept = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def audit_label(self) -> str:
        return f"Record from another school of {self.student}"


class BroughtPiece(models.Model):
    """One thing that a student brought with them, as the file says it.

    `key` tells it from every other piece of the student (exchange/record/comparing.py). `about`
    names what it became here, such as `action:12`; empty for what is only kept. `lines` are the
    keys of the lines of the ledger that tell of it.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="brought_pieces"
    )
    record_import = models.ForeignKey(RecordImport, on_delete=models.CASCADE, related_name="pieces")
    sort = models.CharField(max_length=16, choices=Sort)
    key = models.CharField(max_length=40)
    said = models.JSONField()
    source_id = models.CharField(max_length=200)
    source_name = models.CharField(max_length=200)
    about = models.CharField(max_length=60, blank=True)
    lines = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            # The same file read in twice, even at the same moment, adds nothing.
            models.UniqueConstraint(fields=["student", "key"], name="brought_piece_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} of {self.student}, from {self.source_name}"
