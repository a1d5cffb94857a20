"""Forms about booking interviews."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from fingerpost.ledger.models import Channel
from fingerpost.schools.models import School
from fingerpost.students.models import Student
from fingerpost.web.forms import DateInput, HintedRadios

from ..enums import InterviewState
from ..selectors.advisers import register
from ..selectors.booking import Slot

STAFF_CHANNELS = [Channel.IN_PERSON, Channel.PHONE, Channel.VIDEO]


def slot_words(slot: Slot, with_day: bool = False) -> str:
    """A slot as a choice: the time, with whom, and where."""
    start = timezone.localtime(slot.starts_at)
    when = f"{start:%a} {start.day} {start:%b}, {start:%H:%M}" if with_day else f"{start:%H:%M}"
    words = f"{when}, {slot.adviser_name}"
    return f"{words}, {slot.room_name}" if slot.room_name else words


class FindTimesForm(forms.Form):
    """Whose free times are looked for, and from when. Sent by GET."""

    adviser: Any = forms.ModelChoiceField(
        label="Adviser", queryset=None, required=False, empty_label="Any adviser"
    )
    since = forms.DateField(label="From", required=False, widget=DateInput())
    mark_optional = False

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = register(school)  # type: ignore[attr-defined]


class SlotForm(forms.Form):
    """One of the free times; those of one day are shown."""

    slot = forms.ChoiceField(
        label="What time?",
        widget=HintedRadios(),
        error_messages={
            "required": "Choose a time.",
            "invalid_choice": "That time has just been taken. Choose another one.",
        },
    )

    def __init__(
        self, *args: Any, slots: Sequence[Slot], day: dt.date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {slot.key: slot for slot in slots}
        self.day = day
        choices = [(key, slot_words(slot)) for key, slot in self.by_key.items()]
        self.fields["slot"].choices = choices  # type: ignore[attr-defined]

    def times(self) -> list[tuple[str, str, str, bool]]:
        """The day's times as the page lays them out: id, key, words, whether chosen."""
        chosen = self["slot"].value()
        of_day = [
            (key, slot)
            for key, slot in self.by_key.items()
            if timezone.localdate(slot.starts_at) == self.day
        ]
        return [
            (f"{self['slot'].auto_id}_{number}", key, slot_words(slot), key == chosen)
            for number, (key, slot) in enumerate(of_day)
        ]

    @property
    def chosen(self) -> Slot:
        """The slot that was chosen."""
        return self.by_key[self.cleaned_data["slot"]]


class BookForm(SlotForm):
    """Staff book one interview."""

    channel = forms.ChoiceField(
        label="How?",
        choices=[(channel.value, channel.label) for channel in STAFF_CHANNELS],
        initial=Channel.IN_PERSON,
        widget=HintedRadios(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )
    reason = forms.CharField(label="What is it for?", required=False, max_length=200)
    accompanying_adult = forms.CharField(
        label="Adult who comes along", required=False, max_length=120
    )

    def __init__(self, *args: Any, needs_adult: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_adult:
            self.fields["accompanying_adult"].help_text = (
                "Suggested for this student: someone they trust, such as a teaching assistant, "
                "a parent or carer, or a social worker. Ask the student first."
            )


class MoveForm(SlotForm):
    """Staff move an interview."""

    channel = forms.ChoiceField(
        label="How?",
        choices=[(channel.value, channel.label) for channel in STAFF_CHANNELS],
        widget=HintedRadios(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )


class OwnBookingForm(SlotForm):
    """A student books a time."""

    reason = forms.CharField(
        label="What would you like to talk about?",
        required=False,
        max_length=200,
        help_text="A few words are enough. Your adviser will read them.",
    )


class BookManyForm(forms.Form):
    """A time for each of several students; nobody twice, no time twice."""

    channel = forms.ChoiceField(
        label="How?",
        choices=[(channel.value, channel.label) for channel in STAFF_CHANNELS],
        initial=Channel.IN_PERSON,
    )
    reason = forms.CharField(
        label="What are the interviews for?",
        required=False,
        max_length=200,
    )

    def __init__(
        self,
        *args: Any,
        rows: Sequence[tuple[Student, Slot | None]],
        slots: Sequence[Slot],
        needing_adult: set[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.by_key = {slot.key: slot for slot in slots}
        self.needing_adult = needing_adult
        choices = [("", "Not now"), *((key, slot_words(s, True)) for key, s in self.by_key.items())]
        for student, slot in rows:
            self.fields[f"slot_{student.pk}"] = forms.ChoiceField(
                label=f"Time for {student}",
                required=False,
                choices=choices,
                initial=slot.key if slot else "",
                error_messages={"invalid_choice": f"The time for {student} has just been taken."},
            )
            if student.pk in needing_adult:
                self.fields[f"adult_{student.pk}"] = forms.CharField(
                    label=f"Adult who comes along with {student}", required=False, max_length=120
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        used: dict[str, Student] = {}
        for student, _ in self.rows:
            key = data.get(f"slot_{student.pk}")
            if key and key in used:
                words = slot_words(self.by_key[key], True)
                self.add_error(
                    f"slot_{student.pk}", f"{used[key]} and {student} both have {words}."
                )
            elif key:
                used[key] = student
        if not self.errors and not used:
            raise ValidationError("Choose a time for at least one student.")
        return data

    def lines(self) -> list[tuple[Student, Any, Any]]:
        """Each student with the bound fields of their row; None where no adult is suggested."""
        return [
            (
                student,
                self[f"slot_{student.pk}"],
                self[f"adult_{student.pk}"] if student.pk in self.needing_adult else None,
            )
            for student, _ in self.rows
        ]

    def choices(self) -> list[tuple[Student, Slot, str]]:
        """Who gets which time, with which adult."""
        data = self.cleaned_data
        return [
            (student, self.by_key[key], data.get(f"adult_{student.pk}", ""))
            for student, _ in self.rows
            if (key := data.get(f"slot_{student.pk}"))
        ]


class CancelForm(forms.Form):
    """Why an interview is cancelled."""

    because = forms.CharField(
        label="Why is it cancelled?", max_length=200, help_text="The student will see this."
    )


class OwnCancelForm(forms.Form):
    """A student says why; they need not."""

    because = forms.CharField(label="Do you want to say why?", max_length=200, required=False)


class ParticularsForm(forms.Form):
    """What can be changed about an interview without moving it."""

    accompanying_adult = forms.CharField(
        label="Adult who comes along", required=False, max_length=120
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=10,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        help_text="Change this when the interview took longer.",
    )


class InterviewListForm(forms.Form):
    """Which interviews the list shows. Sent by GET."""

    day = forms.DateField(label="Day", required=False, widget=DateInput())
    span = forms.ChoiceField(
        label="Show", required=False, choices=[("week", "The week"), ("day", "The day")]
    )
    adviser: Any = forms.ModelChoiceField(
        label="Adviser", queryset=None, required=False, empty_label="Everyone"
    )
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), *InterviewState.choices]
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = register(school)  # type: ignore[attr-defined]
