"""Forms of what a provider offers: filled in by staff, or by the provider through its link."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.common.postcodes import InvalidPostcode, postcode_district
from fingerpost.web.forms import DateInput

from ..models import FACTS, OpportunityKind

_EVENT = ("title", "route", "sectors", "open_day", "postcode", "details", "link")
_COURSE_ORDER = (
    *("title", "route", "level", "subject", "sectors", "starts_on", "gcses", "grade"),
    *("english_grade", "maths_grade", "subjects", "requirements", "open_day", "opens_on"),
    *("apply_by", "postcode", "details", "link"),
)
_GRADES = [("", "Not asked for"), *((str(one), f"{one} or above") for one in range(1, 10))]


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DateInput(), **more)


def _grade(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, choices=_GRADES, coerce=int, empty_value=None
    )


def _text(label: str, hint: str, length: int = 500) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": length}),
    )


class OpportunityForm(forms.Form):
    """The facts of one opportunity: a course and what it asks for, or an open day or taster."""

    title = forms.CharField(label="What is it called?", max_length=160)
    route = forms.ChoiceField(label="What kind of place is it?")
    level = forms.TypedChoiceField(
        label="Level",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "No level"), *((str(one), f"Level {one}") for one in range(1, 9))],
    )
    subject = forms.CharField(label="Subject", required=False, max_length=80)
    sectors = forms.MultipleChoiceField(
        label="Kinds of work it leads to",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        help_text="Students find it on the pages of jobs of these kinds. A sixth form needs none.",
    )
    starts_on = _day("When does it start?")
    gcses = forms.TypedChoiceField(
        label="How many GCSEs does it ask for?",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", "Not said"),
            ("0", "None"),
            *((str(one), str(one)) for one in range(1, 13)),
        ],
    )
    grade = _grade("At which grade?")
    english_grade = _grade("Grade in English")
    maths_grade = _grade("Grade in maths")
    subjects = forms.CharField(
        label="Other subjects that must be among them",
        required=False,
        max_length=200,
        help_text="With commas between, such as “Biology, Chemistry”.",
    )
    requirements = _text(
        "What else does it ask for?", "In short sentences, such as “Bring a portfolio.”"
    )
    open_day = _day("Open day")
    opens_on = _day("From when can students apply?")
    apply_by = _day("Last day to apply")
    postcode = forms.CharField(
        label="Postcode of the place", required=False, max_length=8,
        widget=forms.TextInput(attrs={"size": 8}),
    )  # fmt: skip
    details = _text("What else should students know?", "Such as times, and how to book.")
    link = forms.URLField(
        label="Web address",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Check the address. It should look like www.example.org."},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )

    def __init__(
        self,
        given: Mapping[str, Any] | None,
        kind: str,
        routes: Mapping[str, str],
        sectors: Mapping[str, str],
        facts: Any = None,
    ) -> None:
        """facts: an opportunity (with the attributes of `FACTS`) whose facts stand in the form."""
        super().__init__(given, initial=_initial(facts))
        self.kind = kind
        if kind != OpportunityKind.COURSE:
            for name in set(self.fields) - {*_EVENT, "provider"}:
                del self.fields[name]
            self.fields["open_day"].label = "On which day is it?"
            self.fields["open_day"].required = True
        choices: Sequence[tuple[str, Any]] = (
            ("route", [("", "Choose"), *routes.items()]),
            ("sectors", list(sectors.items())),
        )
        for name, offered in choices:
            field: Any = self.fields[name]
            field.choices = offered
        self.order_fields(
            ["provider", *(_COURSE_ORDER if kind == OpportunityKind.COURSE else _EVENT)]
        )

    @property
    def kind_label(self) -> str:
        """What the kind of opportunity is called."""
        return str(OpportunityKind(self.kind).label)

    def clean_postcode(self) -> str:
        """The district of a postcode, or nothing."""
        typed: str = self.cleaned_data["postcode"]
        try:
            return postcode_district(typed) if typed else ""
        except InvalidPostcode:
            raise forms.ValidationError("Type a postcode, such as BD7 1AA.") from None

    def clean_link(self) -> str:
        """Only web addresses: students are shown it."""
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("http://", "https://")):
            raise forms.ValidationError("Check the address. It should look like www.example.org.")
        return link

    def clean_subjects(self) -> list[str]:
        """The subjects, each once."""
        typed = self.cleaned_data["subjects"].split(",")
        return list(dict.fromkeys(one.strip() for one in typed if one.strip()))

    def clean(self) -> dict[str, Any]:
        """Days that can be, and grades that say of how many GCSEs."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("open_day", "apply_by"):
            if found.get(name) and found[name] < timezone.localdate() and self._is_new(name):
                words = f"“{self.fields[name].label}”: this day is over. Choose a later one."
                self.add_error(name, words)
        opens, closes = found.get("opens_on"), found.get("apply_by")
        if opens and closes and opens > closes:
            self.add_error("apply_by", "The last day to apply is before the first.")
        if found.get("grade") and not found.get("gcses"):
            self.add_error("gcses", "Say how many GCSEs it asks for at this grade.")
        return found

    def _is_new(self, name: str) -> bool:
        before: dt.date | None = self.initial.get(name)
        return bool(self.cleaned_data[name] != before)

    def facts(self) -> dict[str, Any]:
        """The facts as the services take them, all of `FACTS`."""
        empty: dict[str, Any] = {name: field.get_default() for name, field in FACTS.items()}
        typed = {name: value for name, value in self.cleaned_data.items() if name in FACTS}
        return empty | typed | {"kind": self.kind}


class StaffOpportunityForm(OpportunityForm):
    """An opportunity that staff enter by hand, of any provider."""

    provider = forms.CharField(
        label="Provider",
        max_length=160,
        widget=forms.TextInput(attrs={"list": "providers", "autocomplete": "off"}),
        help_text="Start to type: providers near you are in the list.",
    )

    def __init__(
        self,
        given: Mapping[str, Any] | None,
        kind: str,
        routes: Mapping[str, str],
        sectors: Mapping[str, str],
        facts: Any = None,
    ) -> None:
        super().__init__(given, kind, routes, sectors, facts)
        if facts is not None:
            self.initial["provider"] = facts.provider


def _initial(facts: Any) -> dict[str, Any]:
    if facts is None:
        return {}
    return {name: getattr(facts, name) for name in FACTS} | {"subjects": ", ".join(facts.subjects)}


class LinkForm(forms.Form):
    """For which provider a link is, and until when."""

    provider = StaffOpportunityForm.declared_fields["provider"]
    email = forms.EmailField(
        label="E-mail address of the provider",
        required=False,
        help_text="Only needed to send the link from here. You can copy it instead.",
    )
    expires_on = forms.DateField(
        label="Good until",
        widget=DateInput(),
        initial=lambda: timezone.localdate() + dt.timedelta(days=90),
    )


def kind_named(name: str) -> OpportunityKind | None:
    """The kind of opportunity that an address names; None for none."""
    return OpportunityKind(name) if name in OpportunityKind.values else None
