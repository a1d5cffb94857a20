"""Forms of the roll import."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from fingerpost.exchange.fields import FIELDS
from fingerpost.web.uploads import UploadForm


class RollFileForm(UploadForm):
    """The file with the roll."""

    file = forms.FileField(
        label="Roll file",
        required=False,
        allow_empty_file=True,
        help_text=(
            "OneRoster (the zip), a Common Transfer File (XML), or a list of students as CSV or "
            "Excel (XLSX). Put the files of a folder into one zip."
        ),
    )


class ColumnsForm(forms.Form):
    """What each column of a spreadsheet holds: one control per column, named by its place."""

    NOTHING = ""

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        suggested: Mapping[str, str],
        sample: Sequence[Sequence[str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.headings = list(headings)
        field_of = {heading: field for field, heading in suggested.items()}
        choices = [
            (self.NOTHING, "Leave this column out"),
            *((field.name, field.label) for field in FIELDS.values()),
        ]
        for at, heading in enumerate(self.headings):
            values = [row[at] for row in sample if at < len(row) and row[at]]
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=heading or f"Column {at + 1}",
                required=False,
                choices=choices,
                initial=field_of.get(heading, self.NOTHING),
                help_text="For example: " + ", ".join(values[:3]) if values else "Empty",
            )

    mark_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        used: dict[str, str] = {}
        for at, heading in enumerate(self.headings):
            field = cleaned.get(f"column_{at}")
            if not field:
                continue
            if field in used:
                self.add_error(
                    f"column_{at}",
                    f"“{used[field]}” is already “{FIELDS[field].label}”. Choose one of the two.",
                )
            used[field] = heading
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """Field to heading, as the reader takes it."""
        return {
            self.cleaned_data[f"column_{at}"]: heading
            for at, heading in enumerate(self.headings)
            if self.cleaned_data.get(f"column_{at}")
        }
