"""Forms of records from other schools."""

from django import forms

from fingerpost.web.uploads import UploadForm


class RecordFileForm(UploadForm):
    """The record file."""

    file = forms.FileField(
        label="Record file",
        required=False,
        allow_empty_file=True,
        help_text="The file record.jsonld, or the zip that it came in.",
    )

    def refuse(self, sentences: list[str]) -> None:
        """Say why the file cannot be read, each reason with its place."""
        for sentence in sentences:
            self.add_error("file", sentence)
