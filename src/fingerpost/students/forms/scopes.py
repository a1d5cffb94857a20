"""Choosing for whom a role is held."""

from typing import Any

from django import forms

from fingerpost.accounts.enums import Role

from ..selectors import tutor_groups


class ScopeForm(forms.Form):
    """Tutor groups, or every student for an adviser."""

    all_students = forms.BooleanField(
        label="All students", required=False, help_text="For an adviser who sees the whole school."
    )
    tutor_groups: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label="Tutor groups", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, holding: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = tutor_groups(holding.school)
        self.fields["tutor_groups"].queryset = groups  # type: ignore[attr-defined]
        self.initial = {
            "all_students": holding.all_students,
            "tutor_groups": groups.filter(scope__holding=holding),
        }
        if holding.role != Role.ADVISER:
            self.fields.pop("all_students")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {"all_students": False, **cleaned}
