"""Forms about people and their roles."""

from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.web.forms import DateInput

from .enums import Role
from .services import Span

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
