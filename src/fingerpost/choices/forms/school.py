"""Forms that narrow the school's pages of choices, and the file of predicted grades."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from fingerpost.rules import Route
from fingerpost.students.selectors import groups_of

from ..selectors import standing

STANDS = (
    ("", "All"),
    (standing.UNDECIDED, "Undecided"),
    (standing.NO_FALLBACK, "No second plan"),
    (standing.APPLIED, "Applied"),
    (standing.OFFER, "Offer"),
    (standing.ACCEPTED, "Place accepted"),
    (standing.NOTED, "Noted, not sent"),
    (standing.NOTHING, "Nothing yet"),
)
OTHER_ROUTES = (
    (standing.OPTIONS, "GCSE options"),
    (standing.NOT_SURE, "Not sure yet"),
    (standing.NOT_RECORDED, "Not recorded"),
)


class GroupForm(forms.Form):
    """Which students the page is about."""

    year_group = forms.TypedChoiceField(
        label="Year group", required=False, coerce=int, empty_value=None
    )
    tutor_group = forms.TypedChoiceField(
        label="Tutor group", required=False, coerce=int, empty_value=None
    )

    def __init__(self, asked: Mapping[str, str], students: QuerySet[Any]) -> None:
        super().__init__(asked)
        years: Any = self.fields["year_group"]
        years.choices = [("", "All"), *((year, f"Year {year}") for year in range(8, 14))]
        groups: Any = self.fields["tutor_group"]
        groups.choices = [("", "All"), *((one.pk, one.name) for one in groups_of(students))]
        self.is_valid()

    def narrowed(self, students: QuerySet[Any]) -> QuerySet[Any]:
        """The students of the groups chosen."""
        wanted = {
            name: self.cleaned_data[name]
            for name in ("year_group", "tutor_group")
            if self.cleaned_data.get(name)
        }
        return students.filter(**wanted)


class ListForm(GroupForm):
    """Which students a list has: of a group, a route, and how they stand."""

    route = forms.ChoiceField(label="Intention", required=False)
    stands = forms.ChoiceField(label="How it stands", required=False, choices=STANDS)
    subject = forms.CharField(label="GCSE subject", required=False, max_length=60)

    def __init__(
        self, asked: Mapping[str, str], students: QuerySet[Any], routes: tuple[Route, ...]
    ) -> None:
        super().__init__(asked, students)
        route: Any = self.fields["route"]
        labels = [(one.name, one.label) for one in routes]
        route.choices = [("", "All"), *labels, *OTHER_ROUTES]
        self.full_clean()

    def chosen(self, found: list[standing.Standing]) -> list[standing.Standing]:
        """Those of the rows that the form asks for."""
        route, stands, subject = (
            self.cleaned_data.get(name, "") for name in ("route", "stands", "subject")
        )
        return [
            one
            for one in found
            if (not route or one.route == route)
            and one.is_as(stands)
            and (not subject or one.would_take(subject))
        ]
