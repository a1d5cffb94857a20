"""Forms of a CV or a personal statement."""

from collections.abc import Sequence
from typing import Any

from django import forms

from fingerpost.web.forms import HintedCheckboxes

from ..models import Document
from ..selectors.own_record import Piece
from ..services.documents import LONGEST_PART, PARTS


class PickForm(forms.Form):
    """Which pieces of one's own record go in, part by part, and what one is in charge of."""

    def __init__(self, *args: Any, kind: str, pieces: Sequence[Piece], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = {one.key: one for one in pieces}
        for key, heading in PARTS[kind]:
            here = [(one.key, one.text) for one in pieces if one.part == key]
            if here:
                self.fields[key] = forms.MultipleChoiceField(
                    label=heading, choices=here, required=False, widget=HintedCheckboxes()
                )
        self.fields["charge"] = forms.CharField(
            label="Are you in charge of anything else?",
            help_text="At school, at home or in a club. Put each one on its own line.",
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def picked(self) -> list[Piece]:
        """The pieces ticked, part by part."""
        return [
            self.pieces[key]
            for name, keys in self.cleaned_data.items()
            if name != "charge"
            for key in keys
        ]


class DocumentForm(forms.Form):
    """The parts of a document, each to be written as the student likes."""

    title = forms.CharField(label="Name of this draft", max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, document: Document) -> None:
        initial = {"title": document.title, "version": document.version}
        initial |= {f"part_{key}": text for key, text in document.parts.items()}
        super().__init__(data, initial=initial)
        self.keys = [key for key, _ in PARTS[document.kind]]
        for key, heading in PARTS[document.kind]:
            self.fields[f"part_{key}"] = forms.CharField(
                label=heading,
                required=False,
                max_length=LONGEST_PART,
                widget=forms.Textarea(attrs={"rows": 5, "data-maxlength": LONGEST_PART}),
            )

    def parts(self) -> dict[str, str]:
        """The text of each part."""
        return {key: self.cleaned_data[f"part_{key}"].replace("\r\n", "\n") for key in self.keys}
