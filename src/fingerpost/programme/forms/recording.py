"""Forms for recording and changing group sessions."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.ledger.models import Channel
from fingerpost.rules import Checklist, ChecklistItem, Kind, routes, sectors
from fingerpost.web.forms import DateInput, FilterForm
from fingerpost.web.keys import keys_in

from ..enums import SUBJECT_KIND, SessionState
from ..selectors.recording import group_kinds
from ..services.recording import Details

# Where a kind stands in the list, by the first thing it counts for.
_FAMILIES = {
    "careers_programme": "In school",
    "curriculum": "In school",
    "labour_market": "In school",
    "employer": "With employers",
    "provider": "With colleges, training and universities",
}
_OTHER = "Other"
EARLIEST = dt.date(2012, 9, 1)
# A larger number is no key, and databases refuse to compare it with one.
LARGEST_KEY = 2**31 - 1


def grouped_kinds(kinds: Sequence[Kind]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a list of kinds, under a heading for who it was with."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for heading in dict.fromkeys([*_FAMILIES.values(), _OTHER]):
        groups[heading] = []
    for kind in kinds:
        purpose = kind.counts_for[0] if kind.counts_for else ""
        groups[_FAMILIES.get(purpose, _OTHER)].append((kind.name, kind.label))
    return [(heading, choices) for heading, choices in groups.items() if choices]


class DetailsForm(forms.Form):
    """What is said about a session. The fields in `folded` are shown when asked for."""

    kind = forms.ChoiceField(label="What was it?")
    on = forms.DateField(label="When was it?", widget=DateInput())
    title = forms.CharField(
        label="Title",
        max_length=120,
        required=False,
        help_text="What students will see, such as “Jobs in science”.",
    )
    organisation = forms.CharField(
        label="Employer, college or other organisation",
        max_length=200,
        required=False,
        help_text="Who came, or where you went.",
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    subject = forms.CharField(
        label="School subject",
        max_length=60,
        required=False,
        help_text="For a subject lesson.",
        widget=forms.TextInput(attrs={"list": "subjects", "autocomplete": "off"}),
    )
    minutes = forms.IntegerField(
        label="How long was it, in minutes?", required=False, min_value=5, max_value=3000
    )
    channel = forms.ChoiceField(label="How", choices=Channel.choices, initial=Channel.IN_PERSON)
    in_school_hours = forms.BooleanField(
        label="It was inside the school day", required=False, initial=True
    )
    purpose = forms.CharField(label="What was it for?", max_length=300, required=False)
    routes = forms.MultipleChoiceField(
        label="Which routes did students hear about?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    sectors = forms.MultipleChoiceField(
        label="Which kinds of work was it about?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )

    folded = ("minutes", "channel", "in_school_hours", "purpose", "routes", "sectors")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one"),
            *grouped_kinds(group_kinds(today)),
        ]
        self.fields["routes"].choices = [  # type: ignore[attr-defined]
            (route.name, route.label) for route in routes(today)
        ]
        self.fields["sectors"].choices = [  # type: ignore[attr-defined]
            (sector.name, sector.label) for sector in sectors(today)
        ]
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Record a session once it has taken place.")
        if on < EARLIEST:
            raise forms.ValidationError("Choose a date in or after September 2012.")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == SUBJECT_KIND and not cleaned.get("subject", "").strip():
            self.add_error("subject", "Say which subject the lesson was in.")
        return cleaned

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields that are always in sight."""
        return [self[name] for name in ("kind", "on", "title", "organisation", "subject")]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """The fields that are folded away."""
        return [self[name] for name in self.folded]

    @property
    def is_unfolded(self) -> bool:
        """Whether a folded field has something to say: an error, or a value of its own."""
        return any(self[name].errors for name in self.folded)

    def details(self) -> Details:
        """The cleaned form as the services take it."""
        cleaned = self.cleaned_data
        return Details(
            kind=cleaned["kind"],
            on=cleaned["on"],
            title=cleaned["title"].strip(),
            purpose=cleaned["purpose"].strip(),
            minutes=cleaned["minutes"],
            channel=cleaned["channel"],
            organisation=" ".join(cleaned["organisation"].split()),
            subject=" ".join(cleaned["subject"].split()),
            in_school_hours=cleaned["in_school_hours"],
            routes=cleaned["routes"],
            sectors=cleaned["sectors"],
        )


class AbsenceForm(forms.Form):
    """Who was not there, out of the students the page showed."""

    absent = forms.MultipleChoiceField(
        label="Tick anyone who was not there",
        required=False,
        help_text="Everyone else is recorded as present.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    mark_optional = False

    def __init__(self, *args: Any, students: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = len({student.tutor_group_id for student in students}) > 1
        self.fields["absent"].choices = [  # type: ignore[attr-defined]
            (
                str(student.pk),
                f"{student.name}, {student.tutor_group}"
                if several and student.tutor_group
                else student.name,
            )
            for student in students
        ]

    def absent_ids(self) -> set[int]:
        """The students ticked."""
        return {int(key) for key in self.cleaned_data["absent"]}


class RecordForm(AbsenceForm, DetailsForm):
    """One group session: what it was and who was not there."""

    form_key = forms.UUIDField(widget=forms.HiddenInput())
    # The students that were on the page, so that someone who joins while it is open is not
    # recorded as present without anyone having seen the name.
    students = forms.CharField(widget=forms.HiddenInput())

    mark_optional = False

    def __init__(self, *args: Any, students: Sequence[Any] = (), **kwargs: Any) -> None:
        initial = {
            "on": timezone.localdate(),
            "form_key": uuid.uuid4(),
            "students": ",".join(str(student.pk) for student in students),
            **kwargs.pop("initial", {}),
        }
        super().__init__(*args, students=students, initial=initial, **kwargs)


def students_named(data: Any) -> list[int]:
    """The ids of the students that a sent RecordForm was about."""
    return keys_in(data.get("students", ""))


class GroupForm(forms.Form):
    """Which students to record a session for."""

    tutor_group = forms.MultipleChoiceField(
        label="Tutor groups",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    year = forms.TypedMultipleChoiceField(
        label="Whole year groups",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    students = forms.CharField(required=False, widget=forms.HiddenInput())

    mark_optional = False

    def __init__(
        self, *args: Any, groups: Sequence[Any] = (), years: Sequence[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        by_year: dict[str, list[tuple[str, str]]] = {}
        for group in groups:
            by_year.setdefault(f"Year {group.year_group}", []).append((str(group.pk), group.name))
        self.fields["tutor_group"].choices = list(by_year.items())  # type: ignore[attr-defined]
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (year, f"Year {year}") for year in years
        ]

    def chosen(self) -> dict[str, list[int]]:
        """What was chosen, as `selectors.students_in` takes it."""
        cleaned = self.cleaned_data
        return {
            "groups": [int(key) for key in cleaned.get("tutor_group", [])],
            "years": list(cleaned.get("year", [])),
            "ids": keys_in(cleaned.get("students", "")),
        }


class SessionFilterForm(FilterForm):
    """Narrows the list of sessions."""

    kind = forms.ChoiceField(label="Kind", required=False)
    since = forms.DateField(label="From", required=False, widget=DateInput())
    until = forms.DateField(label="Until", required=False, widget=DateInput())
    words = forms.CharField(label="Title, organisation or subject", required=False, max_length=80)
    mine = forms.BooleanField(label="Only those I lead", required=False)
    withdrawn = forms.BooleanField(label="Only those taken back", required=False)
    state = forms.CharField(required=False, widget=forms.HiddenInput())
    activity = forms.IntegerField(required=False, max_value=LARGEST_KEY, widget=forms.HiddenInput())
    line = forms.IntegerField(required=False, max_value=LARGEST_KEY, widget=forms.HiddenInput())
    stays = ("state",)

    def __init__(self, data: Any, *, state: str) -> None:
        super().__init__(data)
        if state != SessionState.HELD:
            del self.fields["withdrawn"]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "Every kind"),
            *grouped_kinds(group_kinds(timezone.localdate())),
        ]


class ChecklistForm(forms.Form):
    """The questions of one benchmark's checklist about one event."""

    def __init__(
        self, *args: Any, checklist: Checklist, items: Sequence[ChecklistItem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        for item in items:
            self.fields[item.name] = forms.TypedChoiceField(
                label=item.question,
                choices=[("yes", "Yes"), ("no", "No")],
                coerce=lambda answer: answer == "yes",
                widget=forms.RadioSelect(
                    attrs={"class": "govuk-radios--inline govuk-radios--small"}
                ),
            )

    def answers(self) -> dict[str, bool]:
        """Question name to whether it was answered with yes."""
        return {name: bool(value) for name, value in self.cleaned_data.items()}
