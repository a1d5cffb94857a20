"""Forms of the lesson: for whom it is started, of which area it tells, a student's step."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from fingerpost.web.forms import DateInput

from .. import bridge
from ..selectors.lessons import Groups


class StartForm(forms.Form):
    """For whom a lesson is, and of which area it tells the openings."""

    of = forms.ChoiceField(label="For whom?")
    area = forms.ChoiceField(label="Area")

    def __init__(
        self, *args: Any, groups: Groups, areas: Mapping[str, str], how: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].help_text = how
        self.groups = {f"group-{one.pk}": one for one in groups.groups}
        self.years = {f"year-{year}": year for year in groups.years}
        choices: list[Any] = []
        if self.groups:
            names = [
                (key, f"{one.name} (Year {one.year_group})") for key, one in self.groups.items()
            ]
            choices.append(("Tutor groups", names))
        if self.years:
            names = [(key, f"Year {year}") for key, year in self.years.items()]
            choices.append(("Whole years", names))
        self.fields["of"].choices = choices  # type: ignore[attr-defined]
        self.fields["area"].choices = list(areas.items())  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The group as the service takes it."""
        of = self.cleaned_data["of"]
        return {"tutor_group": self.groups.get(of), "year_group": self.years.get(of)}


class AreaForm(forms.Form):
    """Of which area a lesson tells the openings."""

    area = forms.ChoiceField(label="Area")

    def __init__(self, *args: Any, areas: Mapping[str, str], how: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].help_text = how
        self.fields["area"].choices = list(areas.items())  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """The one step that a student writes in a lesson."""

    what = forms.CharField(
        label="What will you do?",
        max_length=300,
        error_messages={"required": "Write what you will do."},
        help_text="Such as “Ask my aunt what a day at work is like”.",
    )
    due_on = forms.DateField(
        label="By when?",
        widget=DateInput(),
        error_messages={"required": "Pick a day.", "invalid": "Pick a day."},
    )
    occupation = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def about(self) -> Any:
        """The occupation that the step is about, if it is one."""
        return bridge.occupation(self.cleaned_data["occupation"])


def first_step(occupation: Any, due_on: dt.date) -> dict[str, Any]:
    """What a student's form starts with."""
    known: dict[str, Any] = {"due_on": due_on}
    if occupation:
        known |= {"what": f"Find out more about this job: {occupation.title}"}
        known |= {"occupation": occupation.slug}
    return known
