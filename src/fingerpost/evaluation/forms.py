"""Forms for feedback."""

from typing import Any

from django import forms

from fingerpost.rules import QuestionSet


class FeedbackForm(forms.Form):
    """One short question set, as the rules have it."""

    def __init__(self, *args: Any, questions: QuestionSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions.questions:
            if question.answers:
                self.fields[question.name] = forms.ChoiceField(
                    label=question.text,
                    choices=[(answer, answer) for answer in question.answers],
                    widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                )
            else:
                self.fields[question.name] = forms.CharField(
                    label=question.text,
                    required=False,
                    max_length=500,
                    widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 500}),
                )


class ResultsForm(forms.Form):
    """How to count the answers."""

    by = forms.ChoiceField(
        label="Show by",
        required=False,
        choices=[("kind", "Kind"), ("session", "Session"), ("adviser", "Adviser")],
    )


class GuestFeedbackForm(FeedbackForm):
    """What a guest says; a name is theirs to give."""

    guest_name = forms.CharField(label="Your name", required=False, max_length=120)
