"""What may be asked of the planner. All is sent by GET; nonsense falls back to the usual."""

from collections.abc import Mapping
from typing import Any

from django import forms

from fingerpost.common.academic_year import AcademicYear

# So far back and ahead the planner goes.
YEARS_BACK, YEARS_AHEAD = 5, 2


class PlannerForm(forms.Form):
    """Which academic year, and which entitlement its gaps are held against."""

    year = forms.TypedChoiceField(required=False, coerce=int, widget=forms.HiddenInput)
    framework = forms.ChoiceField(label="What students are due", required=False)

    def __init__(self, data: Any, frameworks: Mapping[str, Any], now: AcademicYear) -> None:
        names = list(frameworks)
        usual = "gatsby_2025" if "gatsby_2025" in frameworks else names[0]
        starts = [str(one) for one in range(now.start - YEARS_BACK, now.start + YEARS_AHEAD + 1)]
        asked = {
            "framework": data.get("framework") if data.get("framework") in names else usual,
            "year": data.get("year") if data.get("year") in starts else str(now.start),
        }
        super().__init__(asked)
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            (name, one.label) for name, one in frameworks.items()
        ]
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (start, AcademicYear(int(start)).name) for start in starts
        ]
        self.starts = starts

    @property
    def against(self) -> str:
        """The name of the entitlement."""
        return str(self.data["framework"])

    @property
    def academic_year(self) -> AcademicYear:
        return AcademicYear(int(self.data["year"]))

    def offers(self, year: AcademicYear) -> bool:
        """Whether the planner goes to that year."""
        return str(year.start) in self.starts
