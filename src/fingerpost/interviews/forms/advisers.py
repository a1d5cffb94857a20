"""Forms of the register of advisers and their time."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from fingerpost.schools.models import School
from fingerpost.web.forms import DateInput, HintedCheckboxes, TimeInput

from ..models import TICK_MINUTES, Adviser
from ..selectors.advisers import people_for_the_register, rooms

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SLOT_MINUTES = [15, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90]


class AdviserForm(forms.ModelForm):
    """One line of the register."""

    class Meta:
        model = Adviser
        fields = [
            "person",
            "is_internal",
            "organisation",
            "is_independent",
            "qualification",
            "qualification_level",
            "register",
            "register_number",
            "checked_on",
            "left_on",
        ]
        labels = {
            "person": "Who is it?",
            "is_internal": "Employed by the school",
            "organisation": "Organisation they come from",
            "is_independent": "Independent: gains nothing from the route a student chooses",
            "qualification": "Qualification in careers guidance",
            "qualification_level": "Level of the qualification",
            "register": "Professional register",
            "register_number": "Number on the register",
            "checked_on": "When did you check this?",
            "left_on": "Left on",
        }
        help_texts = {
            "person": "People who have the role of adviser or careers leader at this school.",
            "qualification_level": "A number from 1 to 8, for example 6.",
        }
        widgets = {
            "checked_on": DateInput(),
            "left_on": DateInput(),
            "qualification_level": forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        }

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["person"]
        else:
            self.instance.school = school
            people = people_for_the_register(school)
            self.fields["person"].queryset = people  # type: ignore[attr-defined]
            del self.fields["left_on"]

    def clean_qualification_level(self) -> int | None:
        level: int | None = self.cleaned_data["qualification_level"]
        if level is not None and not 1 <= level <= 8:
            raise ValidationError("Give the level as a number from 1 to 8.")
        return level


class AvailabilityForm(forms.Form):
    """One day, or the same time on several weekdays for some weeks."""

    on = forms.DateField(
        label="First day", widget=DateInput(), help_text="A day in the holidays is fine."
    )
    starts_at = forms.TimeField(label="From", widget=TimeInput())
    ends_at = forms.TimeField(label="To", widget=TimeInput())
    weekdays = forms.MultipleChoiceField(
        label="Also on these days of each week",
        required=False,
        choices=list(enumerate(WEEKDAYS)),
        widget=HintedCheckboxes(attrs={"class": "govuk-checkboxes--small fp-choice-grid"}),
    )
    weeks = forms.IntegerField(
        label="For how many weeks?",
        min_value=1,
        max_value=60,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        help_text="1 for this week only. The series goes on through holidays.",
    )
    room: Any = forms.ModelChoiceField(
        label="Room",
        queryset=None,
        required=False,
        empty_label="No room: by phone or video",
        help_text="Choose one where nobody outside can see or hear.",
    )
    slot_minutes = forms.TypedChoiceField(
        label="How long is each interview?",
        coerce=int,
        initial=40,
        choices=[(minutes, f"{minutes} minutes") for minutes in SLOT_MINUTES],
        help_text="Leave a little time to go on when a plan is not agreed yet.",
    )
    open_to_students = forms.BooleanField(
        label="Students may book these times themselves", required=False, initial=True
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["room"]
        field.queryset = rooms(school)  # type: ignore[attr-defined]
        field.label_from_instance = lambda room: (  # type: ignore[attr-defined]
            f"{room.name} (confidential)" if room.is_confidential else room.name
        )

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise ValidationError("Choose today or a day to come.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_at"), data.get("ends_at")
        for name, time in (("starts_at", start), ("ends_at", end)):
            if time and time.minute % TICK_MINUTES:
                self.add_error(name, f"Choose a time at a full {TICK_MINUTES} minutes.")
        if start and end and end <= start:
            self.add_error("ends_at", "The end must be after the start.")
        return data
