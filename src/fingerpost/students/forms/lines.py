"""Forms about lines on the roll."""

from typing import Any

from django import forms

from fingerpost.common.identifiers import IdentifierError, validate_uln, validate_upn
from fingerpost.exchange.cells import CellProblem, parse_postcode
from fingerpost.exchange.codes import parse_language
from fingerpost.web.forms import DateInput

from ..enums import NO, NUMBER_KINDS, YES, YES_NO_KINDS, Characteristic, Sex, value_as_text
from ..presenters.words import CODES, code_words
from ..selectors import tutor_groups

YEARS = [(year, f"Year {year}") for year in range(7, 14)]


class SignInsForm(forms.Form):
    """A year group or a tutor group of the roll."""

    year = forms.TypedChoiceField(
        label="Year group", required=False, coerce=int, choices=[("", "All"), *YEARS]
    )
    group: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Tutor group", required=False, queryset=None, empty_label="All"
    )

    def __init__(self, *args: Any, school: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].queryset = tutor_groups(school)  # type: ignore[attr-defined]

    @property
    def search(self) -> dict[str, Any]:
        """What to narrow by; what is not understood narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RollFilter(SignInsForm):
    """Narrowing the roll."""

    field_order = ("q", "year", "group", "status")

    q = forms.CharField(label="Name, UPN or student number", required=False, max_length=100)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "On the roll"), ("left", "Left"), ("all", "On the roll or left")],
    )


class LineForm(forms.Form):
    """A student's line."""

    given_name = forms.CharField(label="First name", max_length=100)
    family_name = forms.CharField(label="Surname", max_length=100)
    preferred_name = forms.CharField(label="Preferred first name", max_length=100, required=False)
    born_on = forms.DateField(label="Date of birth", widget=DateInput, required=False)
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices)
    email = forms.EmailField(label="Email address", required=False)
    upn = forms.CharField(label="UPN", max_length=20, required=False)
    uln = forms.CharField(label="ULN", max_length=20, required=False)
    year_group = forms.TypedChoiceField(label="Year group", coerce=int, choices=YEARS)
    tutor_group: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Tutor group", required=False, queryset=None, empty_label="None"
    )
    joined_on = forms.DateField(label="Date joined", widget=DateInput)
    left_on = forms.DateField(
        label="Date left",
        widget=DateInput,
        required=False,
        help_text="The first day on which the student is no longer on the roll.",
    )

    def __init__(self, *args: Any, school: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["tutor_group"].queryset = tutor_groups(school)  # type: ignore[attr-defined]

    def clean_upn(self) -> str:
        return _identifier(self.cleaned_data["upn"], validate_upn)

    def clean_uln(self) -> str:
        return _identifier(self.cleaned_data["uln"], validate_uln)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        joined_on, left_on = cleaned.get("joined_on"), cleaned.get("left_on")
        if joined_on and left_on and left_on < joined_on:
            self.add_error("left_on", "The date left cannot be before the date joined.")
        return cleaned


class NewLineForm(LineForm):
    """A new student's line: they have not left."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["left_on"]


class LeaveForm(forms.Form):
    """When a student leaves."""

    left_on = forms.DateField(
        label="Date left",
        widget=DateInput,
        help_text="The first day on which the student is no longer on the roll.",
    )


def _identifier(text: str, validate: Any) -> str:
    try:
        return validate(text) if text else ""
    except IdentifierError as error:
        raise forms.ValidationError(error.sentence) from error


class CharacteristicsForm(forms.Form):
    """What is known of a student, one control for each kind; empty is not known."""

    def __init__(self, *args: Any, current: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in Characteristic:
            self.fields[kind.value] = _control(kind, current.get(kind.value, ""))
            self.initial[kind.value] = current.get(kind.value, "")

    def clean_attendance(self) -> str:
        return self._number("attendance")

    def clean_attainment(self) -> str:
        return self._number("attainment")

    def _number(self, name: str) -> str:
        number = self.cleaned_data[name]
        return "" if number is None else value_as_text(number)

    def clean_postcode(self) -> str:
        return _code(self.cleaned_data["postcode"], parse_postcode)

    def clean_first_language(self) -> str:
        return _code(self.cleaned_data["first_language"], parse_language)


def _code(text: str, parse: Any) -> str:
    try:
        return parse(text) if text else ""
    except CellProblem as error:
        raise forms.ValidationError(error.sentence) from error


def _control(kind: Characteristic, current: str) -> forms.Field:
    unknown = ("", "Not known")
    if kind in YES_NO_KINDS:
        return forms.ChoiceField(
            label=kind.label, required=False, choices=[unknown, (YES, "Yes"), (NO, "No")]
        )
    if kind in CODES:
        choices = [(code, code_words(kind, code)) for code in CODES[kind]]
        if current and current not in CODES[kind]:
            choices.append((current, current))
        return forms.ChoiceField(label=kind.label, required=False, choices=[unknown, *choices])
    if kind in NUMBER_KINDS:
        most = 100 if kind == Characteristic.ATTENDANCE else 10_000
        return forms.FloatField(label=kind.label, required=False, min_value=0, max_value=most)
    hints = {
        Characteristic.POSTCODE: "Only the district is kept, such as BD7.",
        Characteristic.FIRST_LANGUAGE: "A code such as ENG or URD.",
    }
    return forms.CharField(
        label=kind.label, required=False, max_length=60, help_text=hints.get(kind, "")
    )


class ParentForm(forms.Form):
    """A parent or carer."""

    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(label="Email address", help_text="They sign in with it.")
    relationship = forms.CharField(
        label="Relationship", max_length=40, required=False, help_text="For example mother or carer"
    )


class SignInForm(forms.Form):
    """The address a student signs in with."""

    email = forms.EmailField(label="Email address", help_text="The student signs in with it.")


class GroupForm(forms.Form):
    """A tutor group."""

    name = forms.CharField(label="Name", max_length=40, help_text="For example 9A")
    year_group = forms.TypedChoiceField(label="Year group", coerce=int, choices=YEARS)
