"""The form of an interview that was not booked."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.ledger.models import Channel
from fingerpost.schools.models import School
from fingerpost.web.forms import DateInput, HintedRadios, TimeInput

from ..models import TICK_MINUTES, Adviser
from ..selectors.advisers import register, rooms
from .booking import STAFF_CHANNELS


class UnbookedForm(forms.Form):
    """When, with whom, where and how an interview took place."""

    adviser: Any = forms.ModelChoiceField(label="Adviser", queryset=None, empty_label=None)
    on = forms.DateField(label="Day", widget=DateInput())
    at = forms.TimeField(label="Began at", widget=TimeInput())
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=10,
        max_value=120,
        initial=20,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    channel = forms.ChoiceField(
        label="How?",
        choices=[(channel.value, channel.label) for channel in STAFF_CHANNELS],
        initial=Channel.IN_PERSON,
        widget=HintedRadios(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )
    room: Any = forms.ModelChoiceField(
        label="Room", queryset=None, required=False, empty_label="No room, or another place"
    )
    reason = forms.CharField(label="What was it for?", required=False, max_length=200)
    accompanying_adult = forms.CharField(
        label="Adult who came along", required=False, max_length=120
    )

    def __init__(self, *args: Any, school: School, own: Adviser | None, **kwargs: Any) -> None:
        """`own` is the one adviser for whom it may be recorded; None lets every one be chosen."""
        super().__init__(*args, **kwargs)
        advisers = register(school)
        if own is not None:
            advisers = advisers.filter(pk=own.pk)
        self.fields["adviser"].queryset = advisers  # type: ignore[attr-defined]
        self.fields["room"].queryset = rooms(school)  # type: ignore[attr-defined]
        now = timezone.localtime()
        self.fields["on"].initial = now.date()
        self.fields["at"].initial = _full_minutes(now.time())

    def clean_at(self) -> dt.time:
        return _full_minutes(self.cleaned_data["at"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel") != Channel.IN_PERSON:
            data["room"] = None
        return data

    @property
    def starts_at(self) -> dt.datetime:
        """When the interview began."""
        zone = timezone.get_current_timezone()
        return dt.datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], tzinfo=zone)


def _full_minutes(time: dt.time) -> dt.time:
    """The last full five minutes, as all interviews begin."""
    return time.replace(minute=time.minute - time.minute % TICK_MINUTES, second=0, microsecond=0)
