"""Narrowing what a guidance record shows of what has happened."""

from collections.abc import Sequence
from typing import Any

from django import forms

from fingerpost.common.academic_year import AcademicYear

from .presenters.record import ENCOUNTERS, INTERVIEWS, STEPS


class HappenedForm(forms.Form):
    """Which kind of thing, and in which academic year."""

    kind = forms.ChoiceField(label="What", required=False)
    year = forms.ChoiceField(label="When", required=False)

    def __init__(self, data: Any, *, years: Sequence[AcademicYear], for_student: bool) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "Everything"),
            (INTERVIEWS, "Talks with an adviser" if for_student else "Guidance interviews"),
            (ENCOUNTERS, "Events and lessons" if for_student else "Other encounters"),
            (STEPS, "Plans and ideas" if for_student else "Plans, ideas and intentions"),
        ]
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            ("", "All years"),
            *((str(year.start), year.name) for year in years),
        ]

    def chosen(self) -> tuple[str, str]:
        """The kind and the year asked for; empty for all of them."""
        known = self.cleaned_data if self.is_valid() else {}
        return known.get("kind", ""), known.get("year", "")
