"""Forms about people and their roles."""

import csv
from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django import forms
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.utils import timezone

from fingerpost.web.forms import DateInput

from . import names
from .enums import Role
from .models import RoleHolding
from .services.roles import Span

# Students and families come with the roll, where they are joined to a line on it.
GIVEN_ROLES = [role for role in Role if role not in {Role.STUDENT, Role.PARENT}]


class RoleDatesForm(forms.Form):
    """From when until when a role is held."""

    starts_on = forms.DateField(
        label="From",
        widget=DateInput,
        required=False,
        help_text="With a later day they are let in from then on.",
    )
    ends_on = forms.DateField(
        label="Last day", widget=DateInput, required=False, help_text="Leave empty if not known."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day cannot be before the first.")
        return cleaned

    @property
    def span(self) -> Span:
        """The days chosen."""
        return Span(self.cleaned_data["starts_on"], self.cleaned_data["ends_on"])


class GiveRoleForm(RoleDatesForm):
    """Who is to hold which role, and when."""

    field_order = ("name", "email", "role", "starts_on", "ends_on")

    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(
        label="Email address", help_text="They sign in with it and get an invitation there."
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, role.label) for role in GIVEN_ROLES],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("starts_on", timezone.localdate())

    @property
    def person(self) -> dict[str, Any]:
        """Who is to hold it, and which role."""
        return {name: self.cleaned_data[name] for name in ("name", "email", "role")}


class FindPeopleForm(forms.Form):
    """Whom to look for among the people of a school."""

    words = forms.CharField(label="Name or email address", required=False, max_length=80)
    role = forms.ChoiceField(
        label="Role",
        required=False,
        choices=[("", "All"), *((role.value, role.label) for role in GIVEN_ROLES)],
    )

    def narrow(self, holdings: QuerySet[RoleHolding]) -> QuerySet[RoleHolding]:
        """Those looked for; all of them where the form makes no sense."""
        if not self.is_valid():
            return holdings
        for word in self.cleaned_data["words"].split():
            holdings = holdings.filter(
                Q(shown_name__icontains=word) | Q(person__email__icontains=word)
            )
        role = self.cleaned_data["role"]
        return holdings.filter(role=role) if role else holdings


class SignInForm(LoginForm):
    """Signing in with an e-mail address, or with the name on a student's slip."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"] = forms.CharField(
            label="Email address or sign-in name",
            max_length=254,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "username",
                    "autocapitalize": "none",
                    "spellcheck": "false",
                }
            ),
        )
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        return names.typed(self.cleaned_data["login"])


class _NewPasswordTwice:
    """The words for a new password, the same wherever one is chosen."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password1"].label = "New password"
        self.fields["password2"].label = "New password again"


class ChangeForm(_NewPasswordTwice, ChangePasswordForm):
    """A new password in place of the one that is known."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"].label = "Password now"


class ChooseForm(_NewPasswordTwice, SetPasswordForm):
    """The first password of somebody who has none."""


class ChooseByLinkForm(_NewPasswordTwice, ResetPasswordKeyForm):
    """A password chosen by a link in an e-mail."""


class CodeForm(forms.Form):
    """The one-time code on a slip."""

    code = forms.CharField(
        label="Your code",
        max_length=20,
        help_text="It has 8 letters and numbers, like BCDF-2346.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ManyPeopleForm(forms.Form):
    """Staff as a spreadsheet has them, one row each."""

    rows = forms.CharField(
        label="Rows from your spreadsheet",
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=(
            "Copy three columns and paste them here: name, email address, role. The roles are "
            + ", ".join(role.label for role in GIVEN_ROLES)
            + "."
        ),
    )

    def clean_rows(self) -> list[dict[str, str]]:
        people, problems = people_in(self.cleaned_data["rows"])
        if problems:
            raise forms.ValidationError(problems)
        if not people:
            raise forms.ValidationError("There is nobody in these rows.")
        return people


def people_in(text: str) -> tuple[list[dict[str, str]], list[str]]:
    """The people named in pasted rows (between tabs, commas or semicolons), and what is wrong."""
    people: list[dict[str, str]] = []
    problems: list[str] = []
    roles = {word.casefold(): role for role in GIVEN_ROLES for word in (role.label, role.value)}
    lines = text.splitlines()
    delimiter = next((mark for mark in "\t;," if any(mark in line for line in lines)), ",")
    for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
        name, email, role = ([cell.strip() for cell in cells] + ["", "", ""])[:3]
        if not any((name, email, role)) or (number == 1 and "@" not in email):
            continue  # an empty row, or the headings
        if role.casefold() not in roles:
            problems.append(f"Row {number}: “{role}” is not a role here.")
        elif not name or not _is_email(email):
            problems.append(f"Row {number}: a name and an email address are needed.")
        else:
            people.append({"name": name[:150], "email": email, "role": roles[role.casefold()]})
    return people, problems


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except forms.ValidationError:
        return False
    return True
