"""Forms of records from other schools."""

from typing import Any

from django import forms

LARGE = "The file is larger than 5 MB, the most we read. Is it the right file?"


class RecordFileForm(forms.Form):
    """The record file. `refusal` is a sentence for a file dropped on its way in."""

    mark_optional = False
    file = forms.FileField(
        label="Record file",
        required=False,
        allow_empty_file=True,
        help_text="The file record.jsonld, or the zip that it came in.",
    )

    def __init__(self, *args: Any, refusal: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.refusal = refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.refusal:
            self.add_error("file", self.refusal)
        elif not self.errors and not cleaned.get("file"):
            self.add_error("file", "Choose a file.")
        return cleaned

    def refuse(self, sentences: list[str]) -> None:
        """Say why the file cannot be read, each reason with its place."""
        for sentence in sentences:
            self.add_error("file", sentence)
