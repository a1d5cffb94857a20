"""Forms about people and their roles."""

from django import forms

from .enums import Role

# Students and families come with the roll, where they are joined to a line on it.
GIVEN_ROLES = [role for role in Role if role not in {Role.STUDENT, Role.PARENT}]


class GiveRoleForm(forms.Form):
    """Who is to hold which role."""

    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(
        label="Email address", help_text="They sign in with it and get an invitation there."
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, role.label) for role in GIVEN_ROLES],
        widget=forms.RadioSelect,
    )
