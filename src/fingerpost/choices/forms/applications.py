"""Forms of applications."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.rules import Route
from fingerpost.web.forms import DateInput

from ..enums import STATES_FOR_STUDENTS, ApplicationState
from ..services.applications import Particulars

LEVELS = (
    ("", "I do not know"),
    ("1", "Level 1"),
    ("2", "Level 2 (like GCSEs)"),
    ("3", "Level 3 (like A levels)"),
    ("4", "Level 4 or 5"),
    ("6", "Level 6 or more (a degree)"),
)
_DAYS = {
    "close_on": "When does it close?",
    "applied_on": "When did you send it?",
    "interview_on": "When do they want to see you?",
    "reply_by": "When must you answer an offer?",
}
_YEARS = dt.timedelta(days=3 * 365)


class ApplicationForm(forms.Form):
    """One application, in a student's words. With `adding` it asks how far it is."""

    title = forms.CharField(
        label="What is it for?",
        max_length=160,
        help_text="Such as “Art and design” or “Car mechanic”.",
    )
    provider = forms.CharField(
        label="Where is it?",
        required=False,
        max_length=160,
        help_text="The school, college or firm.",
    )
    route = forms.ChoiceField(
        label="What kind of place is it?",
        error_messages={"required": "Pick what kind of place it is."},
    )
    level = forms.TypedChoiceField(
        label="Which level is it?", choices=LEVELS, required=False, coerce=int, empty_value=None
    )
    state = forms.ChoiceField(
        label="How far are you?",
        choices=list(STATES_FOR_STUDENTS.items())[:3],
        initial=ApplicationState.THINKING,
        widget=forms.RadioSelect(),
    )
    close_on = forms.DateField(required=False, widget=DateInput())
    applied_on = forms.DateField(required=False, widget=DateInput())
    interview_on = forms.DateField(required=False, widget=DateInput())
    reply_by = forms.DateField(required=False, widget=DateInput())
    conditions = forms.CharField(
        label="What do they ask you to get?",
        required=False,
        max_length=300,
        help_text="Such as “5 GCSEs at grade 5”. Leave it empty if they ask for nothing.",
    )
    notes = forms.CharField(
        label="Notes", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, routes: Sequence[Route], adding: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        route: Any = self.fields["route"]
        route.choices = [("", "Pick one"), *((one.name, one.student_label) for one in routes)]
        for name, label in _DAYS.items():
            self.fields[name].label = label
        later = ("applied_on", "interview_on", "reply_by", "conditions")
        for name in later if adding else ("state",):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """No day is years away: a year that was mistyped is told."""
        given: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        for name in _DAYS:
            day = given.get(name)
            if isinstance(day, dt.date) and abs(day - today) > _YEARS:
                self.add_error(name, "Check the year: this day is more than three years away.")
        return given

    def particulars(self, opportunity_id: int | None = None) -> Particulars:
        """The cleaned form as the services take it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "state"}
        return Particulars(**given, opportunity_id=opportunity_id)


class NearForm(forms.Form):
    """Narrows what is near by to one route."""

    route = forms.ChoiceField(label="Way", required=False)

    def __init__(self, asked: Mapping[str, str], routes: Sequence[Route]) -> None:
        super().__init__(asked)
        field: Any = self.fields["route"]
        field.choices = [("", "All"), *((one.name, one.student_label) for one in routes)]
        self.is_valid()

    def chosen(self, routes: Sequence[Route]) -> list[str]:
        """The routes to look for: the one chosen, else all of them."""
        one = self.cleaned_data.get("route")
        return [one] if one else [route.name for route in routes]
