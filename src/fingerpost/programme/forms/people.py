"""Forms about who is down for a session."""

from collections.abc import Sequence
from typing import Any

from django import forms

from fingerpost.web.keys import keys_in

from ..enums import Consent

AUDIENCE = "audience"
EVERYBODY = "everybody"
BULK = {
    "off": "Take off",
    Consent.ASKED: "Consent: asked",
    Consent.GIVEN: "Consent: given",
    Consent.REFUSED: "Consent: refused",
}


class FindStudentsForm(forms.Form):
    """Which students are listed to be put down. Sent by GET; nonsense lists the audience."""

    who = forms.ChoiceField(label="Students", required=False)
    measure = forms.ChoiceField(label="Only by a measure", required=False)
    side = forms.ChoiceField(
        label="Side",
        required=False,
        choices=[("not_counted", "Those not counted"), ("counted", "Those counted")],
    )
    words = forms.CharField(label="Name", required=False, max_length=80)
    students = forms.CharField(required=False, widget=forms.HiddenInput())
    mark_optional = False

    def __init__(
        self, data: Any, *, years: Sequence[int], groups: Sequence[Any], measures: Sequence[Any]
    ) -> None:
        super().__init__(data)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (AUDIENCE, "Those it is for"),
            (EVERYBODY, "All your students"),
            *((f"year:{year}", f"Year {year}") for year in years),
            *((f"group:{group.pk}", group.name) for group in groups),
        ]
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            ("", "No measure"),
            *((one.name, one.title) for one in measures),
        ]

    def asked(self) -> dict[str, Any]:
        """What was asked: who, measure, side, words and the ids of students named one by one."""
        self.is_valid()
        cleaned = self.cleaned_data
        named = keys_in(cleaned.get("students", ""))
        return {
            "who": cleaned.get("who") or (EVERYBODY if named else AUDIENCE),
            "measure": cleaned.get("measure", ""),
            "side": cleaned.get("side") or "not_counted",
            "words": cleaned.get("words", "").casefold().split(),
            "students": named,
        }


class NeedsForm(forms.Form):
    """What a student needs to take part, and whether a parent or carer agreed."""

    needs = forms.CharField(
        label="What do they need to take part?",
        max_length=200,
        required=False,
        help_text="For example an adult to go along, transport, a quiet place.",
    )
    consent = forms.ChoiceField(
        label="Consent of a parent or carer",
        choices=Consent.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    mark_optional = False


def ticked(data: Any) -> list[int]:
    """The students ticked in a sent table."""
    return keys_in(*data.getlist("students"))
