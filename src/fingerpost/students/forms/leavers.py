"""What a school chooses about students who have left."""

from typing import Any

from django import forms


class TimesForm(forms.Form):
    """How long sign-ins and records stay; empty is Fingerpost's default."""

    leaver_sign_in_months = forms.IntegerField(
        label="Months until a leaver’s sign-in ends", min_value=0, max_value=600, required=False
    )
    leaver_record_months = forms.IntegerField(
        label="Months until a leaver’s records are due to be erased",
        min_value=0,
        max_value=600,
        required=False,
    )
    erases_leavers_itself = forms.BooleanField(
        label="Erase records that are due without asking",
        required=False,
        help_text="Otherwise nothing is erased until an administrator has seen the list.",
    )

    def __init__(self, *args: Any, defaults: tuple[int, int], **options: Any) -> None:
        super().__init__(*args, **options)
        names = ("leaver_sign_in_months", "leaver_record_months")
        for name, months in zip(names, defaults, strict=True):
            self.fields[
                name
            ].help_text = f"Empty means {months}, Fingerpost’s default. No law sets this time."


class EraseForm(forms.Form):
    """Saying that the list has been looked at."""

    looked = forms.BooleanField(
        label="I have looked at the list, and these records are to be erased",
        error_messages={"required": "Tick the box when you have looked at the list."},
    )
