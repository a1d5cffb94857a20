"""Forms about sessions to come: planning one or many, changing, cancelling."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.web.forms import DateInput, HintedCheckboxes, TimeInput

from ..enums import PlacesBy, Reach, Repeat
from ..services.planning import Terms
from .money import PoundsField, narrow_number

MOST_WEEKS = 40
EARLIEST_AGO = dt.timedelta(days=366)


class SessionForm(forms.Form):
    """Day, time, place, staff and places of a session."""

    on = forms.DateField(label="Day", widget=DateInput())
    starts_at = forms.TimeField(label="From", required=False, widget=TimeInput())
    ends_at = forms.TimeField(label="To", required=False, widget=TimeInput())
    room: Any = forms.ModelChoiceField(
        label="Room", queryset=None, required=False, empty_label="None of the school’s rooms"
    )
    where = forms.CharField(
        label="Where, if in none of the rooms",
        required=False,
        max_length=120,
        help_text="For example the hall, or the employer’s address.",
    )
    staff = forms.TypedMultipleChoiceField(
        label="Who leads it or goes along?",
        required=False,
        coerce=int,
        widget=HintedCheckboxes(attrs={"class": "govuk-checkboxes--small"}),
    )
    places_by = forms.ChoiceField(
        label="How do students get a place?",
        choices=PlacesBy.choices,
        initial=PlacesBy.STAFF,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    capacity = forms.IntegerField(
        label="Places",
        required=False,
        min_value=1,
        max_value=3000,
        widget=narrow_number(),
        help_text="Empty for as many as come.",
    )
    minimum = forms.IntegerField(
        label="Fewest it runs with",
        required=False,
        min_value=0,
        max_value=3000,
        widget=narrow_number(),
    )
    pence = PoundsField(
        label="Cost, in pounds",
        required=False,
        help_text="Empty for what the activity says a session costs.",
    )
    title = forms.CharField(
        label="Title, if another than the activity’s", required=False, max_length=120
    )
    mark_optional = False

    MAIN = ("on", "starts_at", "ends_at", "room", "where")
    MORE = ("places_by", "capacity", "minimum", "pence", "title")

    def __init__(
        self, *args: Any, rooms: Any, people: Sequence[tuple[int, str]], busy: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        room, staff = self.fields["room"], self.fields["staff"]
        room.queryset = rooms  # type: ignore[attr-defined]
        room.label_from_instance = lambda one: _taken(one.name, busy.rooms.get(one.pk))  # type: ignore[attr-defined]
        staff.choices = list(people)  # type: ignore[attr-defined]
        staff.widget.hints = {str(key): f"Taken then: {what}" for key, what in busy.people.items()}

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        today = timezone.localdate()
        if on < today - EARLIEST_AGO:
            raise forms.ValidationError("This day is more than a year ago.")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if bool(starts_at) != bool(ends_at) and not self.errors:
            missing = "ends_at" if starts_at else "starts_at"
            self.add_error(missing, "Say both when it begins and when it ends, or neither.")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "The end must be after the beginning.")
        capacity, minimum = cleaned.get("capacity"), cleaned.get("minimum")
        if capacity and minimum and minimum > capacity:
            self.add_error("minimum", "It cannot need more students than it has places.")
        if cleaned.get("places_by") == PlacesBy.ROUND and not capacity:
            self.add_error("capacity", "Say how many places a round may share out.")
        return cleaned

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """When and where."""
        return [self[name] for name in self.MAIN]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """Places, money, title."""
        return [self[name] for name in self.MORE]

    def terms(self) -> Terms:
        """The cleaned form as the services take it, without the day."""
        cleaned = self.cleaned_data
        return Terms(
            title=" ".join(cleaned["title"].split()),
            starts_at=cleaned["starts_at"],
            ends_at=cleaned["ends_at"],
            room=cleaned["room"],
            where=" ".join(cleaned["where"].split()),
            places_by=cleaned["places_by"],
            capacity=cleaned["capacity"],
            minimum=cleaned["minimum"] or 0,
            pence=cleaned["pence"],
            staff=frozenset(cleaned["staff"]),
        )


def _taken(name: str, by: str | None) -> str:
    return f"{name} (taken then: {by})" if by else name


class PlanForm(SessionForm):
    """Plan one session of an activity, or several at one press."""

    repeat = forms.ChoiceField(
        label="How many sessions?",
        choices=Repeat.choices,
        initial=Repeat.ONCE,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    weeks = forms.IntegerField(
        label="For how many weeks?",
        required=False,
        min_value=2,
        max_value=MOST_WEEKS,
        widget=narrow_number(),
        help_text="For one a week. Weeks in the holidays are left out.",
    )
    put_down = forms.BooleanField(
        label="Put the students it is for down at once",
        required=False,
        help_text="With one for each tutor group, each group in its own session.",
    )
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput())
    form_key = forms.UUIDField(widget=forms.HiddenInput())

    HOW_MANY = ("repeat", "weeks", "put_down")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("repeat") == Repeat.WEEKLY and not cleaned.get("weeks"):
            self.add_error("weeks", "Say for how many weeks.")
        return cleaned

    @property
    def how_many_fields(self) -> list[forms.BoundField]:
        """How many sessions, and who is down for them."""
        return [self[name] for name in self.HOW_MANY]


class ReachForm(forms.Form):
    """How many sessions of the series something is done to."""

    reach = forms.ChoiceField(
        label="Which sessions?",
        choices=Reach.choices,
        initial=Reach.ONE,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )

    def __init__(self, *args: Any, in_series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not in_series:
            del self.fields["reach"]

    @property
    def chosen_reach(self) -> str:
        """The reach chosen; of a single session only itself."""
        return str(self.cleaned_data.get("reach") or Reach.ONE)


class ChangeSessionForm(ReachForm, SessionForm):
    """Change or move a planned session, perhaps with its series."""

    confirmed = forms.CharField(required=False, widget=forms.HiddenInput())


class CancelSessionForm(ReachForm):
    """Why a session does not take place."""

    because = forms.CharField(
        label="Why?",
        max_length=200,
        help_text="The students who were down for it read this.",
    )
    field_order = ("because", "reach")
