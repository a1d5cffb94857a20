"""Made content for the style guide page: each component with something a school would show."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from .charts import Bar, BarChart, StackedChart, StackedRow
from .forms import DateInput, HintedRadios
from .tables import Cell, Column, Row, Table


class ExampleForm(forms.Form):
    """One field of each kind."""

    points = forms.CharField(
        label="Main points",
        help_text="What mattered, in a few lines. The student will read this.",
        widget=forms.Textarea(attrs={"rows": 4, "data-maxlength": "600"}),
    )
    on = forms.DateField(
        label="By when", help_text="For example 27/03/2026", widget=DateInput, required=False
    )
    who = forms.ChoiceField(
        label="Who will do it",
        choices=[("student", "The student"), ("tutor", "Their tutor"), ("adviser", "The adviser")],
        widget=HintedRadios(hints={"tutor": "They see it on their own page"}),
    )
    routes = forms.MultipleChoiceField(
        label="Routes talked about",
        required=False,
        choices=[("sixth", "School sixth form"), ("college", "College"), ("app", "Apprenticeship")],
        widget=forms.CheckboxSelectMultiple,
    )
    room = forms.ChoiceField(label="Room", choices=[("", "Choose"), ("1", "Careers office")])
    file = forms.FileField(label="Roll file", required=False, help_text="CSV or XLSX, up to 5 MB")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    share = forms.BooleanField(
        label="Share with family", required=False, help_text="They see the plan, not the notes."
    )


class ExampleFilter(forms.Form):
    """A filter as lists have them."""

    q = forms.CharField(label="Name", required=False)
    year = forms.ChoiceField(
        label="Year group",
        required=False,
        choices=[("", "All"), *((str(n), f"Year {n}") for n in range(7, 14))],
    )
    group = forms.ChoiceField(
        label="Tutor group", required=False, choices=[("", "All"), ("11A", "11A"), ("11B", "11B")]
    )


def _table() -> Table:
    people = [
        ("Amina Example", "11A", 0, "Overdue", "bad"),
        ("Ben Sample", "11B", 1, "Booked", ""),
        ("Catherine-Louise Illustration-Montgomery", "11A", 2, "Done", "good"),
    ]
    rows = [
        Row(
            [
                Cell(name, url="#list"),
                group,
                Cell(tag=state, tone=tone),
                count,
                Cell("Open", url="#list", about=name),
            ],
            key=str(number),
        )
        for number, (name, group, count, state, tone) in enumerate(people)
    ]
    columns = [
        Column("Student", sort="name"),
        Column("Tutor group", sort="group", plain=True),
        Column("Interview", plain=True),
        Column("Interviews so far", sort="interviews", number=True),
        Column("Record", actions=True),
    ]
    return Table("Year 11 students", columns, rows, tick="student", tick_form="bulk")


def _charts() -> dict[str, Any]:
    return {
        "bars": BarChart(
            "Students with an interview",
            "Share of each year group that has had at least one guidance interview.",
            [
                Bar("Year 9", 22, "22% (40 of 182)", "#list", "warn"),
                Bar("Year 10", 48, "48% (87 of 181)", "#list"),
                Bar("Year 11", 80, "80% (145 of 182)", "#list", "good"),
            ],
            value_label="With an interview",
            maximum=100,
            target=100,
            target_label="what is due by the end of Year 11",
            head_label="Year group",
        ),
        "stacked": StackedChart(
            "Routes students have seen",
            "Encounters this year, by the route they were about.",
            ["Sixth form", "College", "Apprenticeship", "University"],
            [
                StackedRow("Year 10", [40, 22, 8, 30], ["#list"] * 4),
                StackedRow("Year 11", [60, 41, 12, 20], ["#list"] * 4),
            ],
            head_label="Year group",
        ),
    }


def _lists() -> dict[str, Any]:
    return {
        "steps": [
            SimpleNamespace(
                title="Book a guidance interview",
                tag="Due by June",
                tone="warn",
                reasons=[
                    "You have not talked with an adviser yet.",
                    "You told us you are not sure what comes after Year 11.",
                ],
                url="#",
                action="Choose a time",
                more_url="#",
                more_label="What happens in an interview?",
                source="Gatsby 2025, benchmark 8",
            ),
            SimpleNamespace(
                title="See what an apprenticeship is like",
                reason="So far you have heard about sixth form only. There are more ways on.",
                url="#",
                action="See the visits",
            ),
        ],
        "events": [
            SimpleNamespace(
                when="3 March 2026",
                title="Guidance interview",
                url="#",
                tag="Shared",
                tone="good",
                text="Health care, perhaps nursing. Two actions agreed.",
            ),
            SimpleNamespace(
                when="12 February 2026", title="Interview missed", tone="warn", text="Was ill."
            ),
            SimpleNamespace(when="20 January 2026", title="Talk by a paramedic"),
        ],
        "summary": [
            ("Tutor group", "11A"),
            ("Intention", "College, T Level in Health\nFairly sure", "#", "Change"),
            ("Named person", None),
        ],
        "parts": [
            SimpleNamespace(
                name="points",
                label="Main points",
                mine="Wants to work with people. Asked about nursing.",
                theirs="Wants to work with people.\nHas a place on the hospital visit.",
            ),
            SimpleNamespace(name="next", label="Follow-up", mine="In May", theirs="In May"),
        ],
    }


def examples() -> dict[str, Any]:
    """The context of `web/style_guide.html`."""
    return {
        "title": "Style guide",
        "lede": "What pages are made of. All names and figures here are made.",
        "breadcrumbs": [("Start", "/"), ("For builders", "#")],
        "filter_form": ExampleFilter(),
        "example_form": ExampleForm(),
        "wrong_form": ExampleForm({"wrong-on": "someday"}, prefix="wrong"),
        "table": _table(),
        "empty_table": Table("Students to reach", [Column("Student"), Column("Why")], []),
        "page": Paginator(range(400), 25).page(4),
        **_charts(),
        **_lists(),
    }
