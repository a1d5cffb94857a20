"""Forms about repairing and taking back a timetable."""

from collections.abc import Sequence
from typing import Any

from django import forms

from fingerpost.web.forms import DateInput

from ..enums import LossKind
from ..services.repairing import Loss
from .terms import SecondsForm


class RepairForm(SecondsForm):
    """What a timetable has to do without, and on which days."""

    what = forms.ChoiceField(label="Who or what is not there?")
    first = forms.DateField(label="From", widget=DateInput())
    last = forms.DateField(label="To", widget=DateInput(), help_text="This day with it.")

    field_order = ["what", "first", "last", "seconds"]

    def __init__(
        self, *args: Any, advisers: Sequence[Any], rooms: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one"),
            ("Advisers", [(f"{LossKind.ADVISER}:{one.pk}", str(one)) for one in advisers]),
            ("Rooms", [(f"{LossKind.ROOM}:{one.pk}", str(one)) for one in rooms]),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day is before the first.")
        return cleaned

    def loss(self) -> Loss:
        """The cleaned form as the services take it."""
        kind, _, key = self.cleaned_data["what"].partition(":")
        name = key if kind == LossKind.ADVISER else f"here/{key}"
        return Loss(kind, name, self.cleaned_data["first"], self.cleaned_data["last"])


class ToldForm(forms.Form):
    """What students are told whose interview is cancelled."""

    because = forms.CharField(
        label="What are they told?", max_length=200, help_text="The students will see this."
    )
