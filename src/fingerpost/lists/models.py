"""Lists that were sent, and what it takes to undo the last of each."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .enums import ListOf, ListState


class ListImport(models.Model):
    """One CSV list that was sent: looked at, then saved in one step, then perhaps undone.

    The file (`stored_as`, in the installation's uploads) is there only until that is decided.
    `counts`: what saving did; `undo`: what stood before, of the list of its kind saved last alone.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    of = models.CharField(max_length=20, choices=ListOf)
    state = models.CharField(max_length=10, choices=ListState, default=ListState.PREVIEW)
    file_name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=200, blank=True)
    counts = models.JSONField(default=dict)
    undo = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["school", "of", "state"], name="list_import_school_of")]

    def __str__(self) -> str:
        return f"{self.get_of_display()}: list {self.file_name}"
