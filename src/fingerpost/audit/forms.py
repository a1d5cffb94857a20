"""Narrowing the audit log."""

from django import forms

from .enums import Deed


class EventFilterForm(forms.Form):
    """What to show of the audit log."""

    words = forms.CharField(label="Name", required=False, max_length=100)
    deed = forms.ChoiceField(
        label="What was done", required=False, choices=[("", "Anything"), *Deed.choices]
    )
