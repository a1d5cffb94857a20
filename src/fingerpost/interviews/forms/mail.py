"""The form of which e-mails a person wants."""

from typing import Any

from django import forms


class MailForm(forms.Form):
    """Which e-mails to get."""

    about_interviews = forms.BooleanField(
        label="When a talk is booked, the day before, and when a talk, session or place changes",
        required=False,
    )
    about_late_actions = forms.BooleanField(
        label="Once a week: how many actions of your students are late", required=False
    )
    mark_optional = False

    def __init__(self, *args: Any, has_late_actions: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_late_actions:
            del self.fields["about_late_actions"]
