"""Forms of lists of apprenticeship vacancies."""

from django import forms

from fingerpost.lists.forms import ListFileForm

MILES = (10, 25, 50)
USUAL_MILES = 25


class VacancyFileForm(ListFileForm):
    """A list of vacancies, and how far from the school those to keep may be."""

    mark_optional = False
    miles = forms.TypedChoiceField(
        label="How far from the school?",
        choices=[*((many, f"Up to {many} miles") for many in MILES), ("", "Anywhere in England")],
        initial=USUAL_MILES,
        required=False,
        coerce=int,
        empty_value=None,
        help_text="As far as a student could travel each day.",
    )
