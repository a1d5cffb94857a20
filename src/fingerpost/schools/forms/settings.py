"""Forms about schools."""

import datetime as dt
import re
from typing import Any

from django import forms

from fingerpost.common.academic_year import AcademicYear
from fingerpost.web.forms import DateInput
from fingerpost.web.uploads import UploadForm

from ..enums import WEEKDAYS
from ..services.setup import DayPeriod


class SettingsForm(forms.Form):
    """What a school may set for itself."""

    name = forms.CharField(label="Name of the school", max_length=200)
    has_sixth_form = forms.BooleanField(label="The school has a sixth form", required=False)
    staff_second_factor = forms.BooleanField(
        label="Staff need a second step to sign in",
        required=False,
        help_text="A code from an app on their phone, besides the password.",
    )


class _Span(forms.Form):
    """Something that runs from one day to another."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "The last day must be after the first.")
        return cleaned


class YearForm(_Span):
    """An academic year."""

    name = forms.CharField(label="Academic year", max_length=9, help_text="For example 2026/27")
    starts_on = forms.DateField(label="First day", widget=DateInput)
    ends_on = forms.DateField(label="Last day", widget=DateInput)

    def clean_name(self) -> str:
        try:
            return AcademicYear.named(self.cleaned_data["name"]).name
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class TermForm(_Span):
    """A term."""

    name = forms.CharField(label="Term", max_length=40, help_text="For example Autumn term")
    starts_on = forms.DateField(label="First day", widget=DateInput)
    ends_on = forms.DateField(label="Last day", widget=DateInput)


class RoomForm(forms.Form):
    """A room."""

    name = forms.CharField(label="Room", max_length=60)
    is_confidential = forms.BooleanField(
        label="Confidential",
        required=False,
        help_text="Nobody outside can see or hear what is said.",
    )


_LINE = re.compile(
    r"(?P<name>.+?)[\s,:]+(?P<from>\d{1,2}[:.]\d{2})\s*(?:-|–|—|to|,|\s)\s*(?P<to>\d{1,2}[:.]\d{2})"
)


class WeekForm(forms.Form):
    """A day's periods, for several weekdays at once."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Days",
        coerce=int,
        choices=WEEKDAYS[:5],
        initial=[1, 2, 3, 4, 5],
        widget=forms.CheckboxSelectMultiple,
    )
    pattern = forms.CharField(
        label="Periods of a day",
        help_text="One on each line: its name, when it starts and when it ends.",
        widget=forms.Textarea(attrs={"rows": 8}),
        initial="Period 1 08:50-09:50\nPeriod 2 09:50-10:50\nPeriod 3 11:10-12:10",
        max_length=2000,
    )

    def clean_pattern(self) -> list[DayPeriod]:
        lines = [line.strip() for line in self.cleaned_data["pattern"].splitlines()]
        return [_period(number, line) for number, line in enumerate(lines, start=1) if line]


def _period(number: int, line: str) -> DayPeriod:
    found = _LINE.fullmatch(line)
    if found is None:
        raise forms.ValidationError(
            f"Line {number} is not a period: write it like “Period 1 08:50-09:50”."
        )
    starts_at, ends_at = _time(number, found["from"]), _time(number, found["to"])
    if ends_at <= starts_at:
        raise forms.ValidationError(f"Line {number}: the period ends before it starts.")
    name = found["name"].strip(" ,:")
    if len(name) > 20:
        raise forms.ValidationError(f"Line {number}: the name may have 20 characters at most.")
    return DayPeriod(name, starts_at, ends_at)


def _time(number: int, text: str) -> dt.time:
    hour, minute = (int(part) for part in re.split("[:.]", text))
    if hour > 23 or minute > 59:
        raise forms.ValidationError(f"Line {number}: {text} is not a time of day.")
    return dt.time(hour, minute)


class SearchForm(forms.Form):
    """Looking for a school in the national list."""

    q = forms.CharField(label="Name, town or URN", required=False, max_length=100)


class AddForm(forms.Form):
    """A school by hand, or one found in the list."""

    urn = forms.CharField(label="URN", max_length=10, help_text="Six digits")
    name = forms.CharField(label="Name of the school", max_length=200)


class ListForm(UploadForm):
    """The national list of schools."""

    file = forms.FileField(
        label="National list of schools",
        required=False,
        help_text="The establishment download from Get Information about Schools: CSV or zip.",
    )
