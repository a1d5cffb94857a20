"""Forms for what students mean to do next."""

from collections.abc import Sequence
from typing import Any

from django import forms

from fingerpost.rules import DecisionPoint, Route
from fingerpost.web.forms import HintedRadios

from .enums import HOW_SURE, NOT_SURE_AT_MOST, OPTIONS
from .services import Choice

# "Not sure yet" has a value of its own, so that it is an answer and not a question left out.
NOT_SURE = "not_sure"


class ChoiceForm(forms.Form):
    """What one student means to do, in a student's words. Nothing is chosen beforehand."""

    note = forms.CharField(label="", max_length=300, required=False)
    route = forms.ChoiceField(
        label="",
        widget=HintedRadios(),
        error_messages={"required": "Pick one, or say that you are not sure yet."},
    )
    how_sure = forms.TypedChoiceField(
        label="How sure are you?",
        coerce=int,
        choices=HOW_SURE,
        widget=forms.RadioSelect(),
        error_messages={"required": "Say how sure you are."},
    )
    fallback_route = forms.ChoiceField(
        label="What is your second plan, if that does not work out?",
        required=False,
        widget=forms.Select(),
    )

    def __init__(
        self, *args: Any, point: DecisionPoint, routes: Sequence[Route], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.point = point
        choices = [(route.name, route.student_label) for route in routes]
        route = self.fields["route"]
        route.choices = [*choices, (NOT_SURE, "I am not sure yet")]  # type: ignore[attr-defined]
        route.widget.hints = {route.name: route.meaning for route in routes}
        self.fields["fallback_route"].choices = [  # type: ignore[attr-defined]
            ("", "No second plan yet"),
            *choices,
        ]
        self._put_in_order()

    def _put_in_order(self) -> None:
        """GCSE options are about subjects first; a route is a look ahead that may wait."""
        note, route = self.fields["note"], self.fields["route"]
        if self.point.name == OPTIONS:
            note.label = self.point.student_question
            note.help_text = "Name the subjects you like best."
            route.label = "And later, after Year 11?"
            route.help_text = "It is fine not to know yet."
            del self.fields["fallback_route"]
            self.order_fields(["note", "how_sure", "route"])
            return
        route.label = self.point.student_question
        route.help_text = "All of these are good ways to go. You can change your mind."
        note.label = "Do you want to say more?"
        self.order_fields(["route", "how_sure", "fallback_route", "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unsure = cleaned.get("route") == NOT_SURE
        sure = cleaned.get("how_sure") or 0
        if unsure and sure > NOT_SURE_AT_MOST and self.point.name != OPTIONS:
            self.add_error(
                "how_sure",
                "You said you are not sure yet. Pick one of the first two, or pick a route.",
            )
        chosen = cleaned.get("route")
        if chosen and chosen == cleaned.get("fallback_route"):
            self.add_error(
                "fallback_route", "Pick a second plan that is not the same as the first."
            )
        return cleaned

    def choice(self) -> Choice:
        """The cleaned form as the services take it."""
        cleaned = self.cleaned_data
        return Choice(
            route="" if cleaned["route"] == NOT_SURE else cleaned["route"],
            how_sure=cleaned["how_sure"],
            fallback_route=cleaned.get("fallback_route", ""),
            note=cleaned["note"].strip(),
        )


class RowForm(forms.Form):
    """One student's line in the table of a tutor group; an empty line records nothing."""

    route = forms.ChoiceField(required=False)
    how_sure = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    fallback_route = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, student: Any, routes: Sequence[Route], **kwargs: Any) -> None:
        kwargs["prefix"] = f"s{student.pk}"
        super().__init__(*args, **kwargs)
        self.student = student
        choices = [(route.name, route.label) for route in routes]
        answers: dict[str, tuple[str, list[Any]]] = {
            "route": ("Route", [("", "Not recorded"), (NOT_SURE, "Not sure yet"), *choices]),
            "how_sure": ("How sure", [("", "Not recorded"), *HOW_SURE]),
            "fallback_route": ("Second plan", [("", "None yet"), *choices]),
        }
        for name, (label, options) in answers.items():
            field = self.fields[name]
            field.label = f"{label} of {student.name}"
            field.choices = options  # type: ignore[attr-defined]
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        route, sure = cleaned.get("route"), cleaned.get("how_sure")
        name = self.student.name
        if not self.has_changed() or self.errors:
            return cleaned
        if not route:
            self.add_error("route", f"Choose a route for {name}, or “Not sure yet”.")
        elif route == NOT_SURE and (sure or 0) > NOT_SURE_AT_MOST:
            self.add_error("how_sure", f"{name} is not sure yet: choose one of the first two.")
        elif route != NOT_SURE and not sure:
            self.add_error("how_sure", f"Say how sure {name} is.")
        elif route == cleaned.get("fallback_route"):
            self.add_error("fallback_route", f"Choose another second plan for {name}.")
        return cleaned

    def choice(self, note: str) -> Choice:
        """The cleaned line as the services take it; the student's own note stays."""
        cleaned = self.cleaned_data
        route = "" if cleaned["route"] == NOT_SURE else cleaned["route"]
        return Choice(route, cleaned["how_sure"] or 1, cleaned["fallback_route"], note)


class RowForms:
    """The lines of a table together, for the list of errors at the top of the page."""

    def __init__(self, forms: Sequence[RowForm]) -> None:
        self.forms = forms

    def non_form_errors(self) -> list[str]:
        """Every error belongs to a line."""
        return []

    def are_valid(self) -> bool:
        """Whether every line is, having looked at each."""
        valid = [form.is_valid() for form in self.forms]
        return all(valid)
