"""What may be asked of the planner. All is sent by GET; nonsense falls back to the usual."""

from collections.abc import Mapping
from typing import Any

from django import forms

from fingerpost.common.academic_year import AcademicYear

# So far back and ahead the planner goes.
YEARS_BACK, YEARS_AHEAD = 5, 2


def is_offered(year: AcademicYear, now: AcademicYear) -> bool:
    """Whether the planner goes to a year."""
    return now.start - YEARS_BACK <= year.start <= now.start + YEARS_AHEAD


def year_asked(data: Any, now: AcademicYear) -> AcademicYear:
    """The academic year asked for, by the calendar year in which it starts; else the current."""
    text = data.get("year", "")
    year = AcademicYear(int(text)) if text.isdecimal() and len(text) == 4 else now
    return year if is_offered(year, now) else now


class PlannerForm(forms.Form):
    """Which entitlement the gaps of a year are held against; the year goes along."""

    framework = forms.ChoiceField(label="What students are due", required=False)
    year = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, frameworks: Mapping[str, Any], year: AcademicYear) -> None:
        names = list(frameworks)
        usual = "gatsby_2025" if "gatsby_2025" in frameworks else names[0]
        self.against = data.get("framework") if data.get("framework") in names else usual
        super().__init__({"framework": self.against, "year": str(year.start)})
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            (name, one.label) for name, one in frameworks.items()
        ]
