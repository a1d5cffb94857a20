"""Money in forms: typed in pounds, kept in pence; and the forms about budget lines."""

from decimal import Decimal
from typing import Any

from django import forms

MOST_POUNDS = 1_000_000


def narrow_number() -> forms.NumberInput:
    """A control for a number of few digits."""
    return forms.NumberInput(attrs={"class": "govuk-input--width-4"})


class PoundsField(forms.DecimalField):
    """Pounds as people type them (12, 12.50, £12.50), in pence."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=MOST_POUNDS,
            decimal_places=2,
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}
            ),
            **options,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").strip()
        return super().to_python(value)

    def clean(self, value: Any) -> Any:
        pounds = super().clean(value)
        return None if pounds is None else int(pounds * 100)

    def prepare_value(self, value: Any) -> Any:
        """Pence that a page starts with, as pounds; what somebody typed stays as it is."""
        return f"{Decimal(value) / 100:.2f}" if isinstance(value, int) else value


class LineForm(forms.Form):
    """A budget line: for what, and how much."""

    name = forms.CharField(
        label="What is the money for?", max_length=80, help_text="For example Transport"
    )
    pence = PoundsField(label="How much, in pounds?")
    year: Any = forms.ModelChoiceField(label="Academic year", queryset=None, empty_label=None)

    def __init__(self, *args: Any, years: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if years is None:
            del self.fields["year"]  # a line stays in its year
        else:
            self.fields["year"].queryset = years  # type: ignore[attr-defined]


class BudgetFilterForm(forms.Form):
    """The academic year whose budget is shown."""

    year: Any = forms.ModelChoiceField(
        label="Academic year", queryset=None, required=False, empty_label=None
    )

    def __init__(self, data: Any, *, years: Any, now: Any) -> None:
        chosen = data.get("year") or (now.pk if now else "")
        super().__init__({"year": chosen})
        self.fields["year"].queryset = years  # type: ignore[attr-defined]
        self.now = now

    def chosen(self) -> Any:
        """The academic year asked for, or the current one."""
        return (self.cleaned_data.get("year") if self.is_valid() else None) or self.now
