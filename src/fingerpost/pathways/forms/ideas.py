"""Forms for ideas."""

from typing import Any

from django import forms

from fingerpost.web.forms import NO_LINK

from .. import bridge
from ..models import IdeaKind
from ..services.ideas import Words


class IdeaForm(forms.Form):
    """One idea, in a student's words."""

    title = forms.CharField(
        label="What is your idea?",
        max_length=120,
        help_text="Such as “Vet nurse” or “Art at college”.",
    )
    kind = forms.ChoiceField(
        label="What kind of idea is it?",
        choices=IdeaKind.choices,
        initial=IdeaKind.JOB,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    note = forms.CharField(
        label="What do you think about it?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-maxlength": 2000}),
    )
    source = forms.CharField(
        label="Where did you find it?",
        required=False,
        max_length=200,
        help_text="Such as a talk, a website or a friend.",
    )
    source_url = forms.URLField(
        label="Link",
        required=False,
        max_length=500,
        assume_scheme="https",
        # A text box: the browser's own check of links would want https:// in front.
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )

    def words(self) -> Words:
        """The cleaned form as the services take it."""
        return Words(**{name: self.cleaned_data[name] for name in self.fields})

    def clean_source_url(self) -> str:
        """Only web addresses: a link is shown to other people."""
        url: str = self.cleaned_data["source_url"]
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError(NO_LINK)
        return url


class QuickIdeaForm(IdeaForm):
    """An idea saved with one press from another page: only the title has to be there."""

    occupation = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    is_read = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False

    def clean_occupation(self) -> str:
        """An occupation of the base; what is none is an idea in own words."""
        slug: str = self.cleaned_data["occupation"]
        return slug if slug in bridge.base().by_slug else ""

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or IdeaKind.JOB
