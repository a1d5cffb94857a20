"""The questions about oneself, a few on each page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms


class StatementsForm(forms.Form):
    """Five answers to each of some statements. A statement may be left out."""

    def __init__(
        self,
        *args: Any,
        statements: Sequence[Any],
        words: Sequence[str],
        said: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for one in statements:
            self.fields[one.key] = forms.TypedChoiceField(
                label=one.text,
                choices=list(enumerate(words, start=1)),
                coerce=int,
                empty_value=None,
                required=False,
                initial=said.get(one.key),
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, int]:
        """What was answered, by key of the statement."""
        return {key: given for key, given in self.cleaned_data.items() if given is not None}
