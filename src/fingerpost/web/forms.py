"""How forms become pages: one renderer, so that `{{ form }}` is complete, accessible markup.

Set by FORM_RENDERER. A field's label, hint and error are tied to its control; errors are also
listed at the top of the form, each with a link to the control it is about.
"""

from typing import Any

from django import forms
from django.forms import widgets
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class DateInput(forms.DateInput):
    """The browser's own date control; typed dates (2026-03-01 or 01/03/2026) work too."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time control."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own control for a date and a time of day."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class _HintedChoices(forms.RadioSelect):
    """Choices with a line of explanation under some of them: `hints` maps a value to its line."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        hints: dict[str, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


class HintedRadios(_HintedChoices):
    """One answer out of several, some with a line of explanation."""


class HintedCheckboxes(_HintedChoices, forms.CheckboxSelectMultiple):
    """Several answers, some with a line of explanation."""


# First match wins, so that a subclass comes before its parent.
_CLASSES: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.CheckboxInput, "govuk-checkboxes__input"),
    (widgets.RadioSelect, ""),
    (widgets.Select, "govuk-select"),
    (widgets.Textarea, "govuk-textarea"),
    (widgets.FileInput, "govuk-file-upload"),
    (widgets.SelectDateWidget, "govuk-select"),
    (widgets.Widget, "govuk-input"),
)


TOO_LONG = "Use %(limit_value)d letters or fewer. There are %(show_value)d."
NO_LINK = "Check the link. It should look like www.example.org."


class FieldOnPage(BoundField):
    """A bound field that knows the classes and identifiers its markup needs."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        # "This field is required" says nothing in a list at the top of a page.
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = self._sentence_when_empty()
        field.error_messages.setdefault("max_length", TOO_LONG)
        if field.error_messages.get("invalid") == forms.URLField.default_error_messages["invalid"]:
            field.error_messages["invalid"] = NO_LINK

    def _sentence_when_empty(self) -> str:
        label = str(self.label).rstrip(":")
        if isinstance(self.field, forms.FileField):
            return f"Choose a file for “{label}”."
        if isinstance(self.field.widget, widgets.CheckboxInput):
            return f"Tick “{label}”."
        if isinstance(self.field.widget, widgets.ChoiceWidget):
            return f"Choose an answer for “{label}”."
        return f"Fill in “{label}”."

    @property
    def kind(self) -> str:
        """Which branch of the field template applies."""
        widget = self.field.widget
        if isinstance(widget, widgets.CheckboxInput):
            return "checkbox"
        if isinstance(widget, widgets.PasswordInput):
            return "password"
        if isinstance(widget, widgets.FileInput):
            return "file"
        if isinstance(widget, widgets.Textarea) and "data-maxlength" in widget.attrs:
            return "counted"
        return "plain"

    @property
    def counted_to(self) -> str:
        """The number of characters that a counted text area allows."""
        return str(self.field.widget.attrs.get("data-maxlength", ""))

    @property
    def is_optional(self) -> bool:
        """Whether the label says "(optional)"; a form opts out with `mark_optional = False`."""
        return (
            not self.field.required
            and not self.field.disabled
            and self.kind != "checkbox"
            and getattr(self.form, "mark_optional", True)
            and "optional" not in str(self.label).lower()
        )

    @property
    def first_control_id(self) -> str:
        """The identifier that a link from the error summary goes to."""
        identifier = self.field.widget.attrs.get("id") or self.auto_id
        widget = self.field.widget
        if isinstance(widget, widgets.RadioSelect | widgets.MultiWidget):
            return f"{identifier}_0"
        return self.id_for_label or identifier

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: widgets.Widget | None = None
    ) -> dict[str, Any]:
        """Django's attributes, with our classes and without the browser's own error bubbles."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        # Fields that may be left out say so; what is wrong is said by the page, in one place.
        attrs.pop("required", None)
        if widget.is_hidden:
            return attrs
        if isinstance(widget, widgets.RadioSelect):
            attrs.pop("aria-invalid", None)  # the group carries the error, not each choice
        if self.kind == "counted":
            described = f"{attrs.get('aria-describedby') or ''} {self.auto_id}-info"
            attrs["aria-describedby"] = described.strip()
        if "placeholder" in widget.attrs:
            attrs["placeholder"] = False  # gone as soon as one types; the hint stays
        attrs["class"] = self._classes(widget, attrs)
        return attrs

    def _classes(self, widget: widgets.Widget, attrs: dict[str, Any]) -> str:
        base = next(name for kind, name in _CLASSES if isinstance(widget, kind))
        names = [base, widget.attrs.get("class", ""), attrs.get("class", "")]
        if base and self.errors and self.kind != "checkbox":
            names.insert(1, f"{base}--error")
        extra = {"password": "govuk-password-input__input govuk-js-password-input-input"}
        extra["counted"] = "govuk-js-character-count"
        names.append(extra.get(self.kind, ""))
        return " ".join(dict.fromkeys(" ".join(filter(None, names)).split()))


class FieldRenderer(TemplatesSetting):
    """Renders every form and field with the templates in `templates/web/forms`."""

    form_template_name = "web/forms/form.html"
    formset_template_name = "web/forms/formset.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = FieldOnPage


def error_links(*parts: Any) -> list[tuple[str, str]]:
    """(sentence, href) for every error of the given forms and formsets, in page order.

    An error that belongs to no visible control has an empty href.
    """
    found: list[tuple[str, str]] = []
    for part in parts:
        if not part:  # a template passes "" for a form that the page does not have
            continue
        if hasattr(part, "forms"):
            found += [(str(error), "") for error in part.non_form_errors()]
            found += error_links(*part.forms)
            continue
        found += _form_errors(part)
    return found


def _form_errors(form: forms.BaseForm) -> list[tuple[str, str]]:
    found = [(str(error), "") for error in form.non_field_errors()]
    for field in form.hidden_fields():
        found += [(f"{field.label}: {error}", "") for error in field.errors]
    for field in form.visible_fields():
        target = getattr(field, "first_control_id", field.id_for_label)
        found += [(str(error), f"#{target}") for error in field.errors]
    return found


class FilterForm(forms.Form):
    """What a list is narrowed by, sent by GET."""

    def narrowed(self) -> dict[str, Any]:
        """What to narrow by; a filter that cannot be read narrows nothing."""
        self.is_valid()
        return self.cleaned_data
