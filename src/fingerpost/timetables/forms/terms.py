"""The form that says what a timetable is to be."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from fingerpost.programme.forms.audience import (
    AUDIENCE,
    AudienceChoices,
    AudienceForm,
    audience_answers,
    audience_in,
)
from fingerpost.web.forms import DateInput, HintedRadios, TimeInput
from fingerpost.web.keys import keys_in

from ..selectors.whom import Whom
from ..services.making import Terms

MOST_DAYS = 366
# With so much need or more a student is among those who are seen first.
MUCH_NEED = 70
SECONDS = [
    (10, "10 seconds"),
    (30, "30 seconds"),
    (120, "2 minutes"),
]
_NARROW = {"class": "govuk-input--width-3", "inputmode": "numeric"}


def _number(label: str, least: int, most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs=dict(_NARROW)),
        **more,
    )


class SecondsForm(forms.Form):
    """How long a better timetable is looked for."""

    seconds = forms.TypedChoiceField(
        label="How long may it take?",
        choices=SECONDS,
        coerce=int,
        initial=30,
        widget=HintedRadios(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        help_text="A first draft is there at once. The rest of the time goes into a better one, "
        "and you can take what there is.",
    )


class TermsForm(AudienceForm, SecondsForm):
    """Everything said about a timetable, in parts that the page heads."""

    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="Students see it as what their interview is for, such as “Guidance interview”.",
    )
    from_on = forms.DateField(label="From", widget=DateInput())
    until_on = forms.DateField(label="To", widget=DateInput())
    students = forms.CharField(required=False, widget=forms.HiddenInput())
    minutes = _number("Minutes for each interview", 20, 60)
    slack_minutes = _number(
        "Minutes kept free after each", 0, 30, help_text="For a talk that runs on."
    )
    cap = _number(
        "Interviews a day for each adviser, at most",
        1,
        30,
        required=False,
        help_text="Those that are booked already count too.",
    )
    break_from = forms.TimeField(label="Break from", required=False, widget=TimeInput())
    break_until = forms.TimeField(label="Break to", required=False, widget=TimeInput())
    travel_minutes = _number(
        "Minutes to get here from another school",
        0,
        240,
        help_text="For advisers who have interviews at two schools on one day.",
    )
    deadline_need = _number(
        "Those with a need of at least",
        1,
        100,
        help_text="Need goes from 0 to 100, as under “Next steps”.",
    )
    deadline_days = _number(
        "have to be seen within so many weekdays",
        1,
        200,
        required=False,
        help_text="Leave it empty and they are seen first all the same, but without a last day.",
    )
    follow_up_need = forms.TypedChoiceField(
        label="Who has a second interview?",
        required=False,
        coerce=lambda value: None if value == "" else int(value),
        empty_value=None,
        choices=[
            ("", "Nobody"),
            (str(MUCH_NEED), f"Those with a need of {MUCH_NEED} or more"),
            ("0", "Everybody"),
        ],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    follow_up_days = _number("Days after the first, at least", 1, 300)
    follow_up_minutes = _number("Minutes for the second", 20, 60)
    form_key = forms.UUIDField(widget=forms.HiddenInput())
    mark_optional = False

    PARTS = (
        ("When", ("title", "from_on", "until_on")),
        ("For whom", AUDIENCE),
        ("How long", ("minutes", "slack_minutes", "cap", "break_from", "break_until")),
        ("Soonest for whom", ("deadline_need", "deadline_days")),
        ("A second interview", ("follow_up_need", "follow_up_days", "follow_up_minutes")),
        ("More", ("travel_minutes", "seconds")),
    )
    FOR_INSTANCE = "For instance those who have had no guidance interview this year."
    FOLDED = frozenset({"groups"})

    def __init__(self, *args: Any, choices: AudienceChoices, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.offer(choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "The last day is before the first.")
        elif first and last and (last - first).days > MOST_DAYS:
            self.add_error("until_on", "A timetable is for a year at most.")
        begins, ends = cleaned.get("break_from"), cleaned.get("break_until")
        if bool(begins) != bool(ends):
            self.add_error("break_until", "Say when the break begins and when it ends.")
        elif begins and ends and ends <= begins:
            self.add_error("break_until", "The break ends before it begins.")
        return cleaned

    def whom(self) -> Whom:
        """For whom the cleaned form says it is."""
        data = self.cleaned_data
        return Whom(audience_in(data), tuple(keys_in(data.get("students", ""))))

    def terms(self) -> Terms:
        """The cleaned form as the services take it."""
        data = self.cleaned_data
        plain = {
            name: data[name]
            for name in Terms.__dataclass_fields__
            if name in self.fields and name != "title"
        }
        return Terms(title=" ".join(data["title"].split()), whom=self.whom(), **plain)


def answers_of(timetable: Any) -> dict[str, Any]:
    """What a TermsForm shows of a timetable at first."""
    whom = Whom.stored(timetable.audience)
    plain = {
        name: getattr(timetable, name)
        for name in TermsForm.base_fields
        if hasattr(timetable, name) and name != "form_key"
    }
    wanted = timetable.follow_up_need
    return (
        plain
        | audience_answers(whom.audience)
        | {
            "students": ",".join(map(str, whom.students)),
            "follow_up_need": "" if wanted is None else str(wanted),
        }
    )


def first_answers(today: dt.date, until: dt.date) -> dict[str, Any]:
    """What an empty TermsForm proposes: from the next weekday on, to the end of the term."""
    first = today + dt.timedelta(days=1)
    while first.weekday() > 4:
        first += dt.timedelta(days=1)
    return {
        "title": "Guidance interview",
        "from_on": first,
        "until_on": max(first, until),
        "side": "not_counted",
        "minutes": 40,
        "slack_minutes": 5,
        "travel_minutes": 30,
        "deadline_need": MUCH_NEED,
        "follow_up_need": "",
        "follow_up_days": 28,
        "follow_up_minutes": 30,
    }
