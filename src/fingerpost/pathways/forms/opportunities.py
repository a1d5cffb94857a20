"""Forms of what is near by."""

from collections.abc import Mapping
from typing import Any

from django import forms

from fingerpost.common.postcodes import InvalidPostcode, postcode_district

from ..selectors.reach import USUAL_MILES

MILES = (5, 10, 25, 50)


class NearForm(forms.Form):
    """Narrows the list of what is near by."""

    place = forms.CharField(
        label="From (first part of a postcode)",
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 8}),
    )
    miles = forms.ChoiceField(
        label="How far",
        required=False,
        choices=[
            ("", f"Up to {USUAL_MILES} miles"),
            *((str(many), f"Up to {many} miles") for many in MILES if many != USUAL_MILES),
            ("any", "Any distance"),
        ],
    )
    route = forms.ChoiceField(label="Way", required=False)
    sector = forms.ChoiceField(label="Kind of work", required=False)

    def __init__(
        self, asked: Mapping[str, str], routes: Mapping[str, str], sectors: Mapping[str, str]
    ) -> None:
        super().__init__(asked)
        for name, choices in (("route", routes), ("sector", sectors)):
            field: Any = self.fields[name]
            field.choices = [("", "All"), *choices.items()]
        self.is_valid()

    @property
    def reach(self) -> float | None:
        """How many miles off at most; None for any distance."""
        value = self.cleaned_data.get("miles") or str(USUAL_MILES)
        return None if value == "any" else float(value)

    def clean_place(self) -> str:
        """A postcode, of which the first part alone is taken."""
        place: str = self.cleaned_data["place"]
        try:
            return postcode_district(place) if place else ""
        except InvalidPostcode:
            raise forms.ValidationError("Type a postcode, such as BD7.") from None

    def chosen(self, name: str) -> tuple[str, ...]:
        """What was chosen of a field; empty for all."""
        value = self.cleaned_data.get(name)
        return (value,) if value else ()
