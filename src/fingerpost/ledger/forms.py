"""What may be asked of measure pages. All are sent by GET; nonsense falls back to the usual."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from fingerpost.web.keys import key_in

from .presenters.words import (
    SPLIT_LABELS,
    group_label,
    missing_meaning,
    missing_title,
    standing_words,
)

SIDES = {"counted": "Counted", "not_counted": "Not counted", "asked": "Everybody asked about"}


class CatalogueForm(forms.Form):
    """Words to look for in the catalogue."""

    words = forms.CharField(label="Find a measure", required=False, max_length=80)


class DayForm(forms.Form):
    """The day that figures stand on, for whoever may only choose among fixed days."""

    as_of = forms.ChoiceField(label="As it stood on", required=False)

    def offer_days(self, days: Sequence[dt.date]) -> None:
        """Offer these days, newest first; without any the field is not there."""
        if days:
            self.fields["as_of"].choices = [(one.isoformat(), standing_words(one)) for one in days]  # type: ignore[attr-defined]
        else:
            del self.fields["as_of"]


class SplitForm(DayForm):
    """Split a figure by a characteristic that the viewer may see."""

    by = forms.ChoiceField(label="Split by", required=False)

    def __init__(self, data: Any, splits: Sequence[str], days: Sequence[dt.date] = ()) -> None:
        by = data.get("by") if data.get("by") in splits else splits[0]
        super().__init__({"by": by, "as_of": data.get("as_of", "")})
        self.fields["by"].choices = [(one, SPLIT_LABELS[one]) for one in splits]  # type: ignore[attr-defined]
        self.offer_days(days)

    def chosen(self) -> str:
        """The split asked for, or the first one on offer."""
        return str(self.data["by"])


class CoverageForm(DayForm):
    """Which entitlement, and which groups."""

    framework = forms.ChoiceField(label="What students are due", required=False)
    by = forms.ChoiceField(label="Groups", required=False)

    def __init__(
        self,
        data: Any,
        splits: Sequence[str],
        frameworks: Mapping[str, Any],
        days: Sequence[dt.date] = (),
    ) -> None:
        names = list(frameworks)
        usual = "gatsby_2025" if "gatsby_2025" in frameworks else names[0]
        asked = {
            "by": data.get("by") if data.get("by") in splits else splits[0],
            "framework": data.get("framework") if data.get("framework") in frameworks else usual,
            "as_of": data.get("as_of", ""),
        }
        super().__init__(asked)
        self.fields["by"].choices = [(one, SPLIT_LABELS[one]) for one in splits]  # type: ignore[attr-defined]
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            (name, one.label) for name, one in frameworks.items()
        ]
        self.offer_days(days)

    def chosen(self) -> tuple[str, str]:
        """The split and the framework asked for."""
        return str(self.data["by"]), str(self.data["framework"])


class ListForm:
    """Which list behind a figure: a side, and perhaps one group."""

    def __init__(self, data: Any, splits: Sequence[str], usual: str = "counted") -> None:
        self.side = data.get("side") if data.get("side") in SIDES else usual
        self.by = data.get("by") if data.get("by") in splits else ""
        self.group = _value(self.by, data.get("group", "")) if self.by else None

    def asked(self) -> dict[str, Any]:
        """As `measures.answers.Answers.students` takes it."""
        return {"side": self.side, "by": self.by, "group": self.group}

    def as_pairs(self) -> list[tuple[str, str]]:
        """As hidden fields carry it."""
        from .presenters.words import group_key

        pairs = [("side", self.side)]
        if self.by:
            pairs += [("by", self.by), ("group", group_key(self.group))]
        return pairs

    def group_words(self) -> str:
        """The group in words; empty for everybody."""
        if not self.by:
            return ""
        label = group_label(self.by, self.group)
        if self.by in ("year_group", "tutor_group"):
            return label
        return f"{SPLIT_LABELS[self.by]}: {label}"

    def heading(self, measure: Any) -> str:
        """The heading of the list."""
        title = measure.title
        if self.side == "asked":
            return f"Each student: {title[0].lower()}{title[1:]}"
        return title if self.side == "counted" else missing_title(measure)

    def meaning(self, measure: Any) -> str:
        """Whom the list has, in a sentence."""
        return missing_meaning(measure) if self.side == "not_counted" else measure.meaning


def _value(by: str, text: str) -> Any:
    """A group's value as the facts hold it; the reverse of `group_key`."""
    if text == "unknown":
        return None
    if text in ("true", "false") and by not in ("tutor_group", "ethnicity"):
        return text == "true"
    return key_in(text) if by == "year_group" else text
