"""The fields that say whom something is for, shared by all forms that ask it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from ..selectors.audience import Audience

AUDIENCE = ("years", "groups", "measure", "side")
_SIDES = [
    ("not_counted", "Those it does not count: they still miss it"),
    ("counted", "Those it counts"),
]


def small_boxes() -> forms.CheckboxSelectMultiple:
    """Small check boxes for a list of choices."""
    return forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"})


@dataclass(frozen=True)
class AudienceChoices:
    """What an AudienceForm offers of the school; of each measure its `name` and `title`."""

    years: Sequence[int]
    groups: Sequence[Any]
    measures: Sequence[Any]


class AudienceForm(forms.Form):
    """Years, tutor groups and a side of a measure; a form that asks more inherits from it."""

    years = forms.TypedMultipleChoiceField(
        label="Year groups", required=False, coerce=int, widget=small_boxes()
    )
    groups = forms.TypedMultipleChoiceField(
        label="Tutor groups", required=False, coerce=int, widget=small_boxes()
    )
    measure = forms.ChoiceField(label="Only some of them, by a measure", required=False)
    side = forms.ChoiceField(
        label="Which side of the measure?",
        required=False,
        choices=_SIDES,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )

    FOR_INSTANCE = "For instance those who have not met an employer this year."
    # Laid out as grids.
    GRIDS = frozenset({"years", "groups"})

    def offer(self, choices: AudienceChoices) -> None:
        """Offer the years, groups and measures of a school."""
        offered: dict[str, Any] = {
            "years": [(year, f"Year {year}") for year in choices.years],
            "groups": [(group.pk, group.name) for group in choices.groups],
            "measure": [("", "All of them"), *((one.name, one.title) for one in choices.measures)],
        }
        for name, found in offered.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        self.fields["measure"].help_text = self.FOR_INSTANCE


def audience_in(answers: Mapping[str, Any]) -> Audience:
    """The audience that the answers to an AudienceForm say; what is not said narrows nothing."""
    return Audience(
        tuple(answers.get("years", ())),
        tuple(answers.get("groups", ())),
        answers.get("measure", ""),
        answers.get("side") or "not_counted",
    )


def audience_answers(audience: Audience) -> dict[str, Any]:
    """What an AudienceForm shows of an audience at first."""
    return {
        "years": list(audience.years),
        "groups": list(audience.groups),
        "measure": audience.measure,
        "side": audience.side,
    }
