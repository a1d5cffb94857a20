"""Forms about actions and records, for students and staff."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.students.models import TutorGroup
from fingerpost.web.forms import DateInput, HintedRadios

from ..enums import ActionState, Owner
from ..services.actions import ActionDetails

FARTHEST = dt.timedelta(days=5 * 365)


class OwnActionForm(forms.Form):
    """A student adds a step of their own."""

    what = forms.CharField(label="What will you do?", max_length=300)
    due_on = forms.DateField(label="By when?", widget=DateInput())
    opportunity_url = forms.URLField(
        label="A web page that helps", required=False, max_length=500, assume_scheme="https"
    )

    def clean_due_on(self) -> dt.date:
        """A day to come, and one that a student can plan for; the one it has may have passed."""
        due_on: dt.date = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if due_on != self.initial.get("due_on") and not today <= due_on <= today + FARTHEST:
            raise forms.ValidationError("Choose a day from today on, within five years.")
        return due_on

    def details(self) -> ActionDetails:
        """What was typed, as the student's own action."""
        return ActionDetails(**self.cleaned_data)


class StaffActionForm(forms.Form):
    """Staff agree an action with a student outside an interview."""

    what = forms.CharField(label="What is to be done?", max_length=300)
    owner = forms.ChoiceField(label="Who does it?", choices=Owner.choices, initial=Owner.STUDENT)
    due_on = forms.DateField(label="By when?", widget=DateInput())
    opportunity = forms.CharField(
        label="What it is about",
        required=False,
        max_length=200,
        help_text="A real course, event, employer or person.",
    )
    opportunity_url = forms.URLField(
        label="Its web page", required=False, max_length=500, assume_scheme="https"
    )

    def details(self) -> ActionDetails:
        """What was typed."""
        return ActionDetails(**self.cleaned_data)


class DateForm(forms.Form):
    """Staff give an action another date."""

    due_on = forms.DateField(label="By when?", widget=DateInput())


class OtherDateForm(forms.Form):
    """A student wants another day for a step."""

    due_on = forms.DateField(label="Which day?", widget=DateInput())
    because = forms.CharField(label="Do you want to say why?", max_length=200, required=False)

    def __init__(self, *args: Any, is_mine: bool, **kwargs: Any) -> None:
        """`is_mine`: the student set the step themselves, so nobody asks why."""
        super().__init__(*args, **kwargs)
        if is_mine:
            del self.fields["because"]


class DoneForm(forms.Form):
    """A student says what came of a step."""

    what_came_of_it = forms.CharField(
        label="What came of it?",
        max_length=300,
        required=False,
        help_text="What did you find out, or what happened next?",
    )


class CloseForm(forms.Form):
    """Staff close an action."""

    state = forms.ChoiceField(
        label="What happened?",
        choices=[
            (ActionState.DONE, "It was done"),
            (ActionState.DROPPED, "It is no longer needed"),
        ],
        initial=ActionState.DONE,
        widget=HintedRadios(),
    )
    what_came_of_it = forms.CharField(label="What came of it?", max_length=300, required=False)


class AcknowledgeForm(forms.Form):
    """A student has read their record."""

    comment = forms.CharField(
        label="Do you want to say something about it?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Your adviser will read this.",
    )


class ActionListForm(forms.Form):
    """Which actions the list shows. Sent by GET."""

    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("overdue", "Overdue"),
            ("open", "All open"),
            ("asked", "Another date asked for"),
            ("undated", "Open without a date"),
            ("done", "Done"),
            ("dropped", "No longer needed"),
        ],
    )
    owner = forms.ChoiceField(
        label="Who does it", required=False, choices=[("", "Anyone"), *Owner.choices]
    )
    tutor_group: Any = forms.ModelChoiceField(
        label="Tutor group", required=False, queryset=None, empty_label="All"
    )

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tutor_group"].queryset = groups  # type: ignore[attr-defined]


def groups_of(students: Any) -> Any:
    """The tutor groups of the students a viewer sees."""
    return TutorGroup.objects.filter(pk__in=students.values("tutor_group")).order_by(
        "year_group", "name"
    )
