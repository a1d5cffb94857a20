"""The form of why a student chooses, and what else they would take."""

from collections.abc import Sequence
from typing import Any

from django import forms

from fingerpost.destinations.enums import OPTIONS
from fingerpost.rules import Route
from fingerpost.web.forms import HintedCheckboxes

from ..enums import MOST_ALTERNATIVES, REASONS, SUBJECTS
from ..services.reasons import Why

_PLACES = ("first", "second", "third")


class WhyForm(forms.Form):
    """Reasons to tick, own words, other routes in order; for GCSE options subjects as well."""

    ticks = forms.MultipleChoiceField(
        label="Why do you want this?",
        help_text="Tick all that fit.",
        choices=REASONS,
        required=False,
        widget=HintedCheckboxes(),
    )
    own_words = forms.CharField(
        label="Why, in your own words",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 600}),
    )

    def __init__(self, *args: Any, point: str, routes: Sequence[Route], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.point = point
        if point == OPTIONS:
            self._ask_for_subjects()
        labels = [(route.name, route.student_label) for route in routes]
        for place in _PLACES[:MOST_ALTERNATIVES]:
            self.fields[f"{place}_route"] = forms.ChoiceField(
                label=f"What else may you do? Your {place} other way",
                required=False,
                choices=[("", "None"), *labels],
            )
            self.fields[f"{place}_words"] = forms.CharField(
                label=f"More about your {place} other way", required=False, max_length=160
            )

    def _ask_for_subjects(self) -> None:
        self.fields["liked"] = forms.MultipleChoiceField(
            label="Which subjects would you like to take?",
            help_text="Tick those you like best. Ask which ones your school has.",
            choices=[(name, name) for name in SUBJECTS],
            required=False,
            widget=HintedCheckboxes(),
        )
        self.fields["others"] = forms.CharField(
            label="Any other subjects",
            help_text="Put each one on its own line.",
            required=False,
            max_length=400,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.order_fields(["liked", "others", "ticks", "own_words"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for place in _PLACES[:MOST_ALTERNATIVES]:
            route = cleaned.get(f"{place}_route")
            if route and route in seen:
                self.add_error(f"{place}_route", "You have this one already. Pick another.")
            seen.add(route or "")
        return cleaned

    def why(self) -> Why:
        """The cleaned form as the services take it."""
        given = self.cleaned_data
        return Why(
            ticks=given["ticks"],
            own_words=given["own_words"],
            alternatives=[
                (given[f"{place}_route"], given[f"{place}_words"])
                for place in _PLACES[:MOST_ALTERNATIVES]
            ],
            subjects=[*given.get("liked", []), *given.get("others", "").splitlines()],
        )


def first_answers(kept: Any) -> dict[str, Any]:
    """What the form starts with: what was said before, or nothing."""
    if kept is None:
        return {}
    initial = {
        "ticks": kept.ticks,
        "own_words": kept.own_words,
        "liked": [name for name in kept.subjects if name in SUBJECTS],
        "others": "\n".join(name for name in kept.subjects if name not in SUBJECTS),
    }
    for place, other in zip(_PLACES, kept.alternatives, strict=False):
        initial |= {f"{place}_route": other["route"], f"{place}_words": other["words"]}
    return initial
