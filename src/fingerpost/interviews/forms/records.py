"""The form of an interview's record, and its actions."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from fingerpost.rules import routes, sectors
from fingerpost.web.forms import DateInput, HintedCheckboxes

from ..enums import Owner
from ..services.actions import ActionDetails
from ..services.records import RecordText

ACTION_FIELDS = ("id", "what", "owner", "due_on", "opportunity", "opportunity_url", "route")
BLANK_ROWS = 2
MOST_ROWS = 20


def route_choices() -> list[tuple[str, str]]:
    """The routes in force today, as choices."""
    return [(route.name, route.label) for route in routes(timezone.localdate())]


def sector_choices() -> list[tuple[str, str]]:
    """The sectors in force today, as choices."""
    return [(sector.name, sector.label) for sector in sectors(timezone.localdate())]


class RecordForm(forms.Form):
    """Main points, and what was talked about."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    main_points = forms.CharField(
        label="Main points",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="A few short points that the student can use. Not everything that was said.",
    )
    routes = forms.MultipleChoiceField(
        label="Routes talked about",
        required=False,
        widget=HintedCheckboxes(attrs={"class": "govuk-checkboxes--small"}),
    )
    sectors = forms.MultipleChoiceField(
        label="Kinds of work talked about",
        required=False,
        widget=HintedCheckboxes(attrs={"class": "govuk-checkboxes--small"}),
    )
    mark_optional = False

    def __init__(self, *args: Any, finishing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["routes"].choices = route_choices()  # type: ignore[attr-defined]
        self.fields["sectors"].choices = sector_choices()  # type: ignore[attr-defined]
        self.finishing = finishing

    def clean_main_points(self) -> str:
        words: str = self.cleaned_data["main_points"].strip()
        if self.finishing and not words:
            raise ValidationError(
                "Write the main points before you give the record to the student."
            )
        return words.replace("\r\n", "\n")


class ActionForm(forms.Form):
    """One agreed action of a record."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    what = forms.CharField(label="What", required=False, max_length=300)
    owner = forms.ChoiceField(
        label="Who", required=False, choices=[("", "Nobody yet"), *Owner.choices]
    )
    due_on = forms.DateField(label="By when", required=False, widget=DateInput())
    opportunity = forms.CharField(
        label="What it is about",
        required=False,
        max_length=200,
        help_text="A real course, event, employer or person.",
    )
    opportunity_url = forms.URLField(
        label="Its web page", required=False, max_length=500, assume_scheme="https"
    )
    route = forms.ChoiceField(label="Route", required=False)
    mark_optional = False

    @property
    def says_more(self) -> bool:
        """Whether the part about a real opportunity is shown open."""
        names = ("opportunity", "opportunity_url", "route")
        return any(self[name].value() or self[name].errors for name in names)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "None in particular"), *route_choices()]
        self.fields["route"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        says_something = any(
            data.get(name) for name in ("due_on", "opportunity", "opportunity_url")
        )
        if says_something and not data.get("what") and "what" not in self.errors:
            self.add_error("what", "Say what is to be done.")
        return data

    @property
    def details(self) -> ActionDetails | None:
        """What the row says; None for an empty row."""
        data = self.cleaned_data
        if not data.get("what"):
            return None
        return ActionDetails(
            what=data["what"],
            owner=data["owner"],
            due_on=data["due_on"],
            opportunity=data["opportunity"],
            opportunity_url=data["opportunity_url"],
            routes=(data["route"],) if data["route"] else (),
        )


class _ActionRows(forms.BaseFormSet):
    """The actions of a record, each of which can be taken out."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Remove this action"


ActionFormSet = forms.formset_factory(
    ActionForm,
    formset=_ActionRows,
    extra=0,
    can_delete=True,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + 10,
)
_ACTION_NAME = re.compile(r"^actions-(\d+)-(\w+)$")


def content_from(post: QueryDict) -> dict[str, Any]:
    """What is typed in the form, as it is, valid or not: this is how a draft is kept."""
    rows: dict[int, dict[str, str]] = {}
    for name in post:
        found = _ACTION_NAME.match(name)
        if found:
            rows.setdefault(int(found[1]), {})[found[2]] = post.get(name, "").strip()
    actions = [
        {field: row.get(field, "") for field in ACTION_FIELDS}
        for _, row in sorted(rows.items())
        if not row.get("DELETE") and _says_something(row)
    ]
    return {
        "main_points": post.get("main_points", "").replace("\r\n", "\n"),
        "routes": post.getlist("routes"),
        "sectors": post.getlist("sectors"),
        "actions": actions[:MOST_ROWS],
    }


def _says_something(row: dict[str, str]) -> bool:
    """An owner alone is only what the empty row offers."""
    return any(row.get(name) for name in ("what", "due_on", "opportunity", "opportunity_url"))


def forms_for(
    content: dict[str, Any], version: int, blank_rows: int = BLANK_ROWS
) -> tuple[Any, Any]:
    """The record's form and its actions' formset, filled with a record or a draft."""
    form = RecordForm(initial={**content, "version": version})
    rows = blank_rows if blank_rows > BLANK_ROWS or not content["actions"] else 1
    blank = [{"owner": Owner.STUDENT}] * min(rows, MOST_ROWS)
    formset = ActionFormSet(initial=[*content["actions"], *blank], prefix="actions")
    return form, formset


def text_from(form: RecordForm, formset: Any) -> RecordText:
    """What a valid form and formset say."""
    data = form.cleaned_data
    actions = []
    for row in formset.forms:
        if row.cleaned_data.get("DELETE") or row.details is None:
            continue
        actions.append((row.cleaned_data.get("id"), row.details))
    return RecordText(data["main_points"], data["routes"], data["sectors"], actions)
