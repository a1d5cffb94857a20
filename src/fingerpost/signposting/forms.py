"""Forms about next steps."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.students.selectors import groups_of

from .models import OverrideKind


class OverrideForm(forms.Form):
    """What to do with a step, why, and until when."""

    rule = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What should happen to this step?",
        choices=[
            (OverrideKind.DISMISS, "Not needed for now"),
            (OverrideKind.RAISE, "Put it first"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?", max_length=300, help_text="Kept with your name. Staff can read it."
    )
    until_on = forms.DateField(
        label="Until when?", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("until_on", timezone.localdate() + dt.timedelta(days=90))


class SwitchOffForm(forms.Form):
    """Why a rule is not to speak at this school, and until when."""

    reason = forms.CharField(
        label="Why?", max_length=300, help_text="Kept with your name. Staff can read it."
    )
    until_on = forms.DateField(
        label="Until when?",
        help_text="From the day after, the rule speaks again.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class GroupForm(forms.Form):
    """Whose next steps to show."""

    year_group = forms.TypedChoiceField(
        label="Year group",
        required=False,
        coerce=int,
        choices=[],
    )
    tutor_group: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Tutor group", required=False, queryset=None, empty_label="All"
    )

    def __init__(self, *args: Any, students: Any, **options: Any) -> None:
        """students: those the viewer may see; no other year or group is on offer."""
        super().__init__(*args, **options)
        years = students.order_by("year_group").values_list("year_group", flat=True).distinct()
        self.fields["year_group"].choices = [  # type: ignore[attr-defined]
            ("", "All"),
            *((year, f"Year {year}") for year in years),
        ]
        self.fields["tutor_group"].queryset = groups_of(students)  # type: ignore[attr-defined]
