"""Forms about activities: what the school plans, for whom, with whom, at what cost."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from fingerpost.common.academic_year import AcademicYear
from fingerpost.ledger.models import Channel
from fingerpost.rules import routes, sectors
from fingerpost.web.forms import DateInput, FilterForm

from ..enums import SUBJECT_KIND
from ..selectors.audience import Audience
from ..selectors.recording import group_kinds
from ..services.activities import ActivityDetails
from .audience import (
    AUDIENCE,
    AudienceChoices,
    AudienceForm,
    audience_answers,
    audience_in,
    small_boxes,
)
from .money import PoundsField, narrow_number
from .recording import grouped_kinds

# About two minutes at the pace of a hurried tutor.
BRIEFING_LENGTH = 2000
YEARS_AHEAD = 2


# Fields that the services take as the form has them.
_AS_TYPED = (
    *("kind", "academic_year_start", "routes", "sectors", "channel", "minutes"),
    *("in_school_hours", "follow_up", "budget_line", "pence_a_session"),
    *("needs_consent", "needs_risk_assessment", "risks_assessed_on"),
)


def academic_years_offered(now: AcademicYear) -> list[tuple[int, str]]:
    """This academic year, the one before it and those that may be planned, as choices."""
    return [
        (start, AcademicYear(start).name)
        for start in range(now.start + YEARS_AHEAD, now.start - 2, -1)
    ]


@dataclass(frozen=True)
class Choices(AudienceChoices):
    """What an ActivityForm offers of the school; `lines` and `follow_ups` are queries."""

    lines: Any
    follow_ups: Any


class ActivityForm(AudienceForm):
    """Everything said about an activity, in parts that the page heads."""

    kind = forms.ChoiceField(label="What will students do?")
    title = forms.CharField(
        label="Title",
        max_length=120,
        required=False,
        help_text="What students will see, such as “Jobs in science”.",
    )
    academic_year_start = forms.TypedChoiceField(label="Academic year", coerce=int)
    purpose = forms.CharField(label="What is it for?", max_length=300, required=False)
    outcomes = forms.CharField(
        label="Learning outcomes",
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What students can do or say afterwards. One on each line.",
    )
    organisation = forms.CharField(
        label="Employer, college or other organisation",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    subject = forms.CharField(
        label="School subject",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "subjects", "autocomplete": "off"}),
    )
    routes = forms.MultipleChoiceField(
        label="Routes that students hear about", required=False, widget=small_boxes()
    )
    sectors = forms.MultipleChoiceField(
        label="Kinds of work it is about", required=False, widget=small_boxes()
    )
    channel = forms.ChoiceField(label="How", choices=Channel.choices, initial=Channel.IN_PERSON)
    in_school_hours = forms.BooleanField(
        label="It is inside the school day", required=False, initial=True
    )
    minutes = forms.IntegerField(
        label="How long does it take, in minutes?",
        required=False,
        min_value=5,
        max_value=3000,
        widget=narrow_number(),
    )
    follow_up: Any = forms.ModelChoiceField(
        label="Which activity takes it up afterwards?",
        queryset=None,
        required=False,
        empty_label="None",
    )
    budget_line: Any = forms.ModelChoiceField(
        label="Budget line", queryset=None, required=False, empty_label="None"
    )
    pence_a_session = PoundsField(
        label="Cost of one session, in pounds",
        required=False,
        help_text="Each session may have a cost of its own.",
    )
    briefing = forms.CharField(
        label="Briefing",
        required=False,
        max_length=BRIEFING_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10, "data-maxlength": str(BRIEFING_LENGTH)}),
        help_text="What a member of staff who leads it tomorrow needs: who comes, what to do when, "
        "what to ask. Two minutes to read.",
    )
    needs_consent = forms.BooleanField(
        label="A parent or carer has to agree before a student goes", required=False
    )
    needs_risk_assessment = forms.BooleanField(label="Needs a risk assessment", required=False)
    risks = forms.CharField(
        label="Risk assessment",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What could go wrong, and what is done about it.",
    )
    risks_assessed_on = forms.DateField(
        label="Risks assessed on", required=False, widget=DateInput()
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput())
    mark_optional = False

    # Headings, and the fields under each.
    PARTS = (
        ("What", ("kind", "title", "academic_year_start", "purpose", "outcomes")),
        ("For whom", AUDIENCE),
        ("With whom, and about what", ("organisation", "subject", "routes", "sectors")),
        ("How", ("channel", "in_school_hours", "minutes", "follow_up")),
        ("Money", ("budget_line", "pence_a_session")),
        ("For the staff", ("briefing",)),
        ("Safety", ("needs_consent", "needs_risk_assessment", "risks", "risks_assessed_on")),
    )
    GRIDS = AudienceForm.GRIDS | {"routes", "sectors"}
    # Long lists that most activities need nothing of, folded away while nothing is ticked.
    FOLDED = frozenset({"groups", "routes", "sectors"})

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        today = timezone.localdate()
        now = AcademicYear.of(today)
        kwargs["initial"] = {
            "form_key": uuid.uuid4(),
            "academic_year_start": now.start,
            "side": "not_counted",
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.offer(choices)
        named: dict[str, Any] = {
            "kind": [("", "Choose one"), *grouped_kinds(group_kinds(today))],
            "academic_year_start": academic_years_offered(now),
            "routes": [(route.name, route.label) for route in routes(today)],
            "sectors": [(sector.name, sector.label) for sector in sectors(today)],
        }
        for name, offered in named.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["follow_up"].queryset = choices.follow_ups  # type: ignore[attr-defined]
        self.fields["budget_line"].queryset = choices.lines  # type: ignore[attr-defined]
        self.fields["budget_line"].label_from_instance = _line_words  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == SUBJECT_KIND and not cleaned.get("subject", "").strip():
            self.add_error("subject", "Say which subject the lesson is in.")
        assessed = cleaned.get("risks_assessed_on")
        if assessed and assessed > timezone.localdate():
            self.add_error("risks_assessed_on", "This day is still to come.")
        line, start = cleaned.get("budget_line"), cleaned.get("academic_year_start")
        if line and start and line.academic_year.name != AcademicYear(start).name:
            self.add_error("budget_line", f"This line is of {line.academic_year}, another year.")
        return cleaned

    def details(self) -> ActivityDetails:
        """The cleaned form as the services take it."""
        cleaned = self.cleaned_data
        return ActivityDetails(
            title=" ".join(cleaned["title"].split()),
            purpose=cleaned["purpose"].strip(),
            outcomes=[line.strip() for line in cleaned["outcomes"].splitlines() if line.strip()],
            audience=audience_in(cleaned),
            organisation=" ".join(cleaned["organisation"].split()),
            subject=" ".join(cleaned["subject"].split()),
            briefing=cleaned["briefing"].strip(),
            risks=cleaned["risks"].strip(),
            **{name: cleaned[name] for name in _AS_TYPED},
        )


def _line_words(line: Any) -> str:
    return f"{line.name}, {line.academic_year}"


# Answers that a link from another page may bring along.
_BROUGHT = ("kind", "title", "academic_year_start", "organisation", "subject", "measure", "side")
_BROUGHT_LISTS = ("years", "routes", "sectors")


def first_answers(asked: QueryDict) -> dict[str, Any]:
    """What an empty ActivityForm shows at first, by the link that led to it."""
    plain = {name: asked[name] for name in _BROUGHT if asked.get(name)}
    return plain | {name: asked.getlist(name) for name in _BROUGHT_LISTS if asked.get(name)}


def answers_of(activity: Any) -> dict[str, Any]:
    """What an ActivityForm shows of an activity at first."""
    plain = {
        name: getattr(activity, name)
        for name in ActivityForm.base_fields
        if hasattr(activity, name) and name != "form_key"
    }
    return (
        plain
        | audience_answers(Audience.stored(activity.audience))
        | {
            "outcomes": "\n".join(activity.outcomes),
            "follow_up": activity.follow_up_id,
            "budget_line": activity.budget_line_id,
        }
    )


class CopyForm(forms.Form):
    """For which academic year an activity is planned again."""

    year = forms.TypedChoiceField(
        label="For which academic year?", coerce=lambda start: AcademicYear(int(start))
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, of: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), "year": str(of + 1)}
        super().__init__(*args, **kwargs)
        now = AcademicYear.of(timezone.localdate())
        starts = sorted({of + 1, *(start for start, _ in academic_years_offered(now))})
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (str(start), AcademicYear(start).name) for start in starts
        ]


class ActivityFilterForm(FilterForm):
    """Narrows the list of activities."""

    year = forms.TypedChoiceField(label="Academic year", required=False, coerce=int)
    kind = forms.ChoiceField(label="Kind", required=False)
    words = forms.CharField(label="Title, organisation or subject", required=False, max_length=80)
    archived = forms.BooleanField(label="Only those archived", required=False)

    def __init__(self, data: Any, *, years: Sequence[int], now: int) -> None:
        super().__init__(data)
        starts = sorted({now, *years}, reverse=True)
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            ("", "Every year"),
            *((start, AcademicYear(start).name) for start in starts),
        ]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "Every kind"),
            *grouped_kinds(group_kinds(timezone.localdate())),
        ]
