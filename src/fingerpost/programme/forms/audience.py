"""The fields that say whom something is for, shared by all forms that ask it."""

from collections.abc import Iterator, Mapping, Sequence, Set
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
    # Heading and fields of each part of a longer form.
    PARTS: Sequence[tuple[str, Sequence[str]]] = ()
    # Laid out as grids; folded away until something is chosen.
    GRIDS = frozenset({"years", "groups"})
    FOLDED: Set[str] = frozenset()

    def parts(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Heading and fields of each part that has any; of a field, whether it is a grid, folded,
        and open.
        """
        for heading, names in self.PARTS:
            there = [self[name] for name in names if name in self.fields]
            if there:
                yield heading, [self._laid_out(one) for one in there]

    def _laid_out(self, one: forms.BoundField) -> dict[str, Any]:
        return {
            "field": one,
            "grid": one.name in self.GRIDS,
            "folded": one.name in self.FOLDED,
            "open": bool(one.value() or one.errors),
        }

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
