"""What may be asked of a report."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from fingerpost.ledger.forms import DayForm
from fingerpost.ledger.presenters.words import SPLIT_LABELS
from fingerpost.rules import ProspectOf

from .bridge import WHAT


class ReportForm(DayForm):
    """The day a report stands on."""

    def __init__(self, chosen: dt.date, days: Sequence[dt.date]) -> None:
        super().__init__({"as_of": chosen.isoformat()})
        self.offer_days(days)


class ShowForm(forms.Form):
    """What to look at: routes, levels, sectors or kinds of provider."""

    show = forms.ChoiceField(
        label="Show", choices=[(what, many) for what, (many, _) in WHAT.items()]
    )

    def __init__(self, asked: Mapping[str, str], **first: str) -> None:
        self._first = {"show": "route", **first}
        super().__init__({name: asked.get(name, value) for name, value in self._first.items()})

    @property
    def what(self) -> ProspectOf:
        """What is looked at: a key of `WHAT`."""
        return self._chosen("show")  # type: ignore[return-value]

    def _chosen(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or self._first[name])


class ImpartialityForm(ShowForm):
    """What to look at, and by which groups."""

    by = forms.ChoiceField(label="By")

    def __init__(self, asked: Mapping[str, str], splits: Sequence[str]) -> None:
        super().__init__(asked, by=splits[0])
        by: Any = self.fields["by"]
        by.choices = [(one, SPLIT_LABELS[one]) for one in splits]

    @property
    def split(self) -> str:
        """The fact to split by."""
        return self._chosen("by")
