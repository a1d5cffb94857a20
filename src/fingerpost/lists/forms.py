"""The file of a list."""

from django import forms


class ListFileForm(forms.Form):
    """A list as a CSV file."""

    file = forms.FileField(label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv"}))
