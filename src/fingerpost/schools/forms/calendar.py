"""Forms about the school's calendar."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from fingerpost.web.forms import DateInput, TimeInput
from fingerpost.web.uploads import UploadForm

from ..enums import EventKind
from ..services.calendar_differences import Choice, EntryHere
from ..services.events import EventDetails

YEAR_GROUPS = [(year, f"Year {year}") for year in range(7, 14)]
_YEARS_HINT = "For example 11, or 7-9. Empty for everybody."


class EventForm(forms.Form):
    """One event of the school's calendar."""

    kind = forms.ChoiceField(label="What is it?", choices=EventKind.choices)
    title = forms.CharField(
        label="Title", max_length=160, help_text="For example Year 11 mock exams"
    )
    starts_on = forms.DateField(label="First day", widget=DateInput)
    ends_on = forms.DateField(
        label="Last day", widget=DateInput, required=False, help_text="Empty for a single day."
    )
    starts_at = forms.TimeField(label="Starts at", widget=TimeInput, required=False)
    ends_at = forms.TimeField(
        label="Ends at", widget=TimeInput, required=False, help_text="Empty for the whole day."
    )
    year_groups = forms.TypedMultipleChoiceField(
        label="Year groups",
        coerce=int,
        choices=YEAR_GROUPS,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        help_text="None for everybody.",
    )

    def details(self) -> EventDetails:
        """The cleaned form as the services take it."""
        cleaned = self.cleaned_data
        return EventDetails(
            kind=cleaned["kind"],
            title=" ".join(cleaned["title"].split()),
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"] or cleaned["starts_on"],
            starts_at=cleaned["starts_at"],
            ends_at=cleaned["ends_at"],
            year_groups=tuple(cleaned["year_groups"]),
        )


class EventFilterForm(forms.Form):
    """Narrows the calendar; what cannot be read narrows nothing."""

    year = forms.TypedChoiceField(label="Academic year", coerce=int, required=False)
    kind = forms.ChoiceField(
        label="What", choices=[("", "Everything"), *EventKind.choices], required=False
    )
    group = forms.TypedChoiceField(
        label="For", coerce=int, choices=[("", "Everybody"), *YEAR_GROUPS], required=False
    )
    words = forms.CharField(label="Words of the title", max_length=80, required=False)

    def __init__(self, data: Any, *, years: Sequence[tuple[int, str]], now: int) -> None:
        asked = data.copy()
        if asked.get("year") not in {str(start) for start, _ in years}:
            asked["year"] = str(now)
        super().__init__(asked)
        self.fields["year"].choices = years  # type: ignore[attr-defined]

    def narrowed(self) -> dict[str, Any]:
        """What to narrow by, with `year`, the calendar year in which the academic year starts."""
        self.is_valid()
        return {
            "year": self.cleaned_data["year"],
            "kind": self.cleaned_data.get("kind") or "",
            "year_group": self.cleaned_data.get("group") or None,
            "words": self.cleaned_data.get("words") or "",
        }


class CalendarFileForm(UploadForm):
    """A calendar file."""

    academic_year: Any = forms.ModelChoiceField(
        label="Academic year", queryset=None, empty_label=None
    )
    file = forms.FileField(
        label="Calendar file",
        required=False,
        help_text="An iCalendar file (.ics), as Google Calendar, Outlook, Apple Calendar and "
        "school systems export it.",
    )

    def __init__(self, *args: Any, years: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["academic_year"].queryset = years  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """What each entry of a calendar file is and for whom; fields are named by its place."""

    def __init__(self, *args: Any, entries: Sequence[EntryHere], **options: Any) -> None:
        super().__init__(*args, **options)
        self.entries = entries
        for at, entry in enumerate(entries):
            about = f"{entry.title}: "
            self.fields[f"take_{at}"] = forms.BooleanField(
                label=f"Take {entry.title}", required=False, initial=True
            )
            self.fields[f"kind_{at}"] = forms.ChoiceField(
                label=f"{about}what is it?", choices=EventKind.choices, initial=entry.choice.kind
            )
            self.fields[f"years_{at}"] = forms.CharField(
                label=f"{about}year groups",
                required=False,
                max_length=40,
                initial=years_text(entry.choice.year_groups),
                widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for at, entry in enumerate(self.entries):
            text = cleaned.get(f"years_{at}", "")
            if read_years(text) is None:
                self.add_error(
                    f"years_{at}", f"{entry.title}: “{text}” names no year groups. {_YEARS_HINT}"
                )
        return cleaned

    def rows(self, state: str) -> Iterator[tuple[EntryHere, Any, Any, Any]]:
        """The entries in a state, each with its three fields."""
        for at, entry in enumerate(self.entries):
            if entry.state == state:
                yield entry, self[f"take_{at}"], self[f"kind_{at}"], self[f"years_{at}"]

    def choices_made(self) -> dict[str, Choice]:
        """What was said of each entry, by its uid."""
        cleaned = self.cleaned_data
        return {
            entry.uid: Choice(
                cleaned[f"kind_{at}"],
                read_years(cleaned[f"years_{at}"]) or (),
                cleaned[f"take_{at}"],
            )
            for at, entry in enumerate(self.entries)
        }


def read_years(text: str) -> tuple[int, ...] | None:
    """Year groups as people type them; None where there are words but no year group."""
    from fingerpost.exchange.icalendar.guessing import year_groups_in

    text = text.strip()
    if not text or text.lower() in ("all", "everybody", "everyone"):
        return ()
    return year_groups_in(text if not text[0].isdigit() else f"Years {text}") or None


def years_text(years: Sequence[int]) -> str:
    """Year groups as `read_years` reads them: 7-9, or 10, 12."""
    numbers = sorted(years)
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}-{numbers[-1]}"
    return ", ".join(str(year) for year in numbers)
