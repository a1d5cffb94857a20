"""What may be asked of a report."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from fingerpost.ledger.forms import DayForm
from fingerpost.ledger.presenters.words import SPLIT_LABELS

from .bridge import WHAT


class ReportForm(DayForm):
    """The day a report stands on."""

    def __init__(self, chosen: dt.date, days: Sequence[dt.date]) -> None:
        super().__init__({"as_of": chosen.isoformat()})
        self.offer_days(days)


class ImpartialityForm(forms.Form):
    """What to look at, and by which groups."""

    show = forms.ChoiceField(
        label="Show", choices=[(what, many) for what, (many, _) in WHAT.items()]
    )
    by = forms.ChoiceField(label="By")

    def __init__(self, asked: Mapping[str, str], splits: Sequence[str]) -> None:
        first = {"show": "route", "by": splits[0]}
        super().__init__({name: asked.get(name, first[name]) for name in first})
        by: Any = self.fields["by"]
        by.choices = [(one, SPLIT_LABELS[one]) for one in splits]
        self._first = first
        self.is_valid()

    @property
    def what(self) -> str:
        """What is looked at: a key of `WHAT`."""
        return str(self.cleaned_data.get("show") or self._first["show"])

    @property
    def split(self) -> str:
        """The fact to split by."""
        return str(self.cleaned_data.get("by") or self._first["by"])
