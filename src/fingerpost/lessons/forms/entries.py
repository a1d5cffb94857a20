"""Forms of what employers and local bodies say of work near here."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.web.forms import DateInput

from .. import bridge
from ..enums import EntryKind
from ..models import LocalEntry
from ..presenters.entries import sector_labels
from ..services.entries import EntryDetails

# How long an entry is shown unless somebody says otherwise.
USUALLY = dt.timedelta(days=60)


class EntryForm(forms.Form):
    """One entry: what, from whom, about which work, from when until when."""

    kind = forms.ChoiceField(
        label="What does it tell?", choices=EntryKind.choices, widget=forms.RadioSelect()
    )
    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="What students read first, such as “Six care assistants wanted”.",
    )
    text = forms.CharField(
        label="More, in a sentence or two",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 1000}),
    )
    source = forms.CharField(
        label="Who says so?", max_length=160, help_text="The employer, council or other body."
    )
    link = forms.URLField(
        label="Link", required=False, max_length=500, assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )  # fmt: skip
    from_on = forms.DateField(label="Show it from", widget=DateInput())
    until_on = forms.DateField(
        label="Show it until",
        widget=DateInput(),
        help_text="A year at most. Students do not see it after this day.",
    )
    sectors = forms.MultipleChoiceField(
        label="Which kinds of work is it about?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    occupations = forms.CharField(
        label="Which jobs is it about?",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, such as “Care worker”. It is then on the pages of these jobs.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sectors: Any = self.fields["sectors"]
        sectors.choices = list(sector_labels(for_students=False).items())

    def clean_link(self) -> str:
        """Only web addresses: students follow it."""
        url: str = self.cleaned_data["link"]
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError("Check the link. It should look like www.example.org.")
        return url

    def clean_occupations(self) -> list[str]:
        """Slugs of the jobs named; what is none of them is told, with what may be meant."""
        slugs, unknown = [], []
        for line in filter(str.strip, self.cleaned_data["occupations"].splitlines()):
            found = bridge.occupation_called(line)
            if found:
                slugs.append(found.slug)
            else:
                meant = bridge.nearest_title(line)
                hint = f" Do you mean “{meant}”?" if meant else ""
                unknown.append(f"“{line.strip()[:60]}” is no job we know.{hint}")
        if unknown:
            raise forms.ValidationError(unknown)
        return list(dict.fromkeys(slugs))

    def details(self) -> EntryDetails:
        """The cleaned form as the services take it."""
        return EntryDetails(**{name: self.cleaned_data[name] for name in self.fields})


def first_answers(entry: LocalEntry | None) -> dict[str, Any]:
    """What the form starts with: what an entry says, or the usual days."""
    today = timezone.localdate()
    if entry is None:
        return {"from_on": today, "until_on": today + USUALLY}
    names = ("kind", "title", "text", "source", "link", "from_on", "until_on", "sectors")
    titles = [one.title for slug in entry.occupations if (one := bridge.occupation(slug))]
    return {name: getattr(entry, name) for name in names} | {"occupations": "\n".join(titles)}


class RenewForm(forms.Form):
    """Until when an entry is shown from now on."""

    until_on = forms.DateField(label="Show it until", widget=DateInput())
