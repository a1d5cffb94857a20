"""The form by which a student says what they would like: first choice, second choice, ..."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ..selectors.rounds import Choice

MOST_CHOICES = 10
_NAMES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")


class RankingForm(forms.Form):
    """One list to choose from for each rank. Gaps close up; nothing chosen means none of it."""

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)
    mark_optional = False

    def __init__(
        self,
        *args: Any,
        choices: Sequence[Choice],
        chosen: Sequence[int] = (),
        version: int = 0,
        **kwargs: Any,
    ) -> None:
        self.open_choices = [one for one in choices if not one.why_not]
        self.ranks = min(len(self.open_choices), MOST_CHOICES)
        first = {f"rank{n}": str(key) for n, key in enumerate(chosen, start=1)}
        kwargs["initial"] = first | {"version": version}
        super().__init__(*args, **kwargs)
        offered = [
            ("", "–"),
            *((str(one.session.pk), one.session.title) for one in self.open_choices),
        ]
        for n in range(1, self.ranks + 1):
            name = _NAMES[n - 1] if n <= len(_NAMES) else f"{n}th"
            self.fields[f"rank{n}"] = forms.ChoiceField(
                label=f"{name} choice", required=False, choices=offered
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for n in range(1, self.ranks + 1):
            key = cleaned.get(f"rank{n}", "")
            if key and key in seen:
                self.add_error(f"rank{n}", "You chose this already. Choose each thing once.")
            seen.add(key)
        return cleaned

    def rank_fields(self) -> list[forms.BoundField]:
        """The lists to choose from, first choice first."""
        return [self[f"rank{n}"] for n in range(1, self.ranks + 1)]

    def ranked(self) -> list[int]:
        """Keys of the sessions chosen, first choice first."""
        keys = (self.cleaned_data.get(f"rank{n}", "") for n in range(1, self.ranks + 1))
        return [int(key) for key in keys if key]


class AcceptForm(forms.Form):
    """Yes to a place, and whether to wait for a higher choice."""

    wants_higher = forms.BooleanField(
        label="Keep me on the list for a choice I put higher",
        required=False,
        help_text="You keep this place until you get the other one.",
    )

    def __init__(self, *args: Any, can_wait: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_wait:
            del self.fields["wants_higher"]
