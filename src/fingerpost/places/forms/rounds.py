"""Forms for whoever runs a round."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.programme.forms.audience import (
    AUDIENCE,
    AudienceChoices,
    AudienceForm,
    audience_answers,
    audience_in,
    small_boxes,
)
from fingerpost.programme.presenters.words import times, weekday
from fingerpost.programme.selectors.audience import Audience
from fingerpost.web.forms import DateTimeInput, FilterForm

from ..enums import Criterion
from ..presenters.criteria import STAFF
from ..services.rounds import Share, Terms

_LEVELS = [("1", "Decides first"), ("2", "Decides second"), ("3", "Third"), ("4", "Fourth")]
WEIGHTS = range(1, 11)
# What a new round begins with: level and weight.
USUAL = {
    Criterion.NEED: (1, 3),
    Criterion.BENEFIT: (1, 2),
    Criterion.MISSED_BEFORE: (1, 2),
    Criterion.PREFERENCE: (2, 1),
}
MOST_PLACES = 5


@dataclass(frozen=True)
class Offered(AudienceChoices):
    """What a RoundForm offers of the school."""

    sessions: Sequence[Any]


class RoundForm(AudienceForm):
    """Everything said about a round but its reserved shares, in parts that the page heads."""

    title = forms.CharField(label="Title", max_length=120, help_text="Students see it.")
    note = forms.CharField(
        label="Note to students",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What they can choose from, and why it is worth it.",
    )
    sessions = forms.TypedMultipleChoiceField(
        label="Which sessions are shared out?",
        coerce=int,
        widget=small_boxes(),
        help_text="Sessions that are planned, have a limit and are in no other round.",
    )
    at_most = forms.TypedChoiceField(
        label="How many places may one student get?",
        coerce=int,
        choices=[(n, str(n)) for n in range(1, MOST_PLACES + 1)],
    )
    together = forms.BooleanField(
        label="Keep brothers and sisters together on transport", required=False
    )
    opens_at = forms.DateTimeField(label="Opens", widget=DateTimeInput())
    closes_at = forms.DateTimeField(label="Closes", widget=DateTimeInput())
    answer_days = forms.IntegerField(
        label="Days to answer an offer",
        min_value=1,
        max_value=30,
        help_text="Then the place goes to whoever waits for it.",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput())
    mark_optional = False

    PARTS = (
        ("What", ("title", "note", "sessions")),
        ("For whom", AUDIENCE),
        ("When", ("opens_at", "closes_at", "answer_days")),
    )
    SETTLED = ("sessions", *AUDIENCE, "at_most", "together")

    def __init__(self, *args: Any, offered: Offered, settled: bool = False, **kwargs: Any) -> None:
        kwargs["initial"] = _usual() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.settled = settled
        for one in Criterion:
            self._add_criterion(one)
        self.offer(offered)
        self.fields["sessions"].choices = [  # type: ignore[attr-defined]
            (one.pk, session_label(one)) for one in offered.sessions
        ]
        if settled:
            for name in (*self.SETTLED, *self._criteria_fields()):
                del self.fields[name]

    def _add_criterion(self, one: Criterion) -> None:
        self.fields[f"level_{one.value}"] = forms.TypedChoiceField(
            label=str(one.label),
            required=False,
            coerce=int,
            empty_value="0",
            choices=[("0", "Not used"), *_LEVELS],
            help_text=STAFF[one],
        )
        self.fields[f"weight_{one.value}"] = forms.TypedChoiceField(
            label=f"Weight of: {one.label}", coerce=int, choices=[(n, str(n)) for n in WEIGHTS]
        )

    @staticmethod
    def _criteria_fields() -> list[str]:
        return [f"{part}_{one.value}" for one in Criterion for part in ("level", "weight")]

    def criteria_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Level and weight of each criterion, as the page lays them out; none once settled."""
        for one in () if self.settled else Criterion:
            yield self[f"level_{one.value}"], self[f"weight_{one.value}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "Choose a time after it opens.")
        if not self.settled and not any(
            int(cleaned.get(f"level_{one.value}") or 0) for one in Criterion
        ):
            self.add_error("level_need", "Choose at least one criterion.")
        return cleaned

    def terms(self) -> Terms:
        """The cleaned form as the services take it; what is settled stays as it was."""
        data = {**self.initial, **self.cleaned_data}
        criteria = [
            {"name": one.value, "weight": data[f"weight_{one.value}"], "level": level}
            for one in Criterion
            if (level := int(data[f"level_{one.value}"]))
        ]
        return Terms(
            title=" ".join(data["title"].split()),
            note=data["note"].strip(),
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            criteria=criteria,
            sessions=frozenset(data["sessions"]),
            audience=audience_in(data),
            at_most=data["at_most"],
            together=data["together"],
            answer_days=data["answer_days"],
        )


def session_label(session: Any) -> str:
    """A session as one of several to choose: title, day, places."""
    when = ", ".join(filter(None, (weekday(session.on), times(session))))
    return f"{session.title}: {when}. {session.places_left} of {session.capacity} places free"


def _usual() -> dict[str, Any]:
    today = timezone.localdate()
    opens = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time(8)))
    levels = {f"level_{one.value}": level for one, (level, _) in USUAL.items()}
    weights = {f"weight_{one.value}": weight for one, (_, weight) in USUAL.items()}
    return {
        "form_key": uuid.uuid4(),
        "opens_at": opens,
        "closes_at": opens + dt.timedelta(days=7, hours=8),
        "answer_days": 5,
        "at_most": 1,
        "side": "not_counted",
        **levels,
        **weights,
    }


def answers_of(of: Any, sessions: Sequence[int]) -> dict[str, Any]:
    """What a RoundForm shows of a round at first."""
    shown = {
        name: getattr(of, name)
        for name in ("title", "note", "at_most", "together", "opens_at", "closes_at", "answer_days")
    }
    criteria = {one["name"]: one for one in of.criteria}
    for one in Criterion:
        kept = criteria.get(one.value)
        shown[f"level_{one.value}"] = kept["level"] if kept else 0
        shown[f"weight_{one.value}"] = kept["weight"] if kept else 1
    return shown | audience_answers(Audience.stored(of.audience)) | {"sessions": list(sessions)}


class ShareForm(forms.Form):
    """What a round says about one session: two shares at most, transport and escorts."""

    transport = forms.CharField(
        label="Transport",
        max_length=40,
        required=False,
        help_text="Such as “Coach 1”; sessions with the same words share it. Empty where students "
        "find their own way.",
    )
    escorts = forms.IntegerField(
        label="How many students who need an adult along can go?",
        min_value=0,
        max_value=100,
        required=False,
        help_text="Empty for no limit.",
    )
    mark_optional = False
    SHARES = (1, 2, 3)

    def __init__(
        self, *args: Any, row: Any, groups: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        self.row = row
        kwargs["prefix"] = f"s{row.session_id}"
        kwargs["initial"] = self._initial(row)
        super().__init__(*args, **kwargs)
        for n in self.SHARES:
            self.fields[f"group{n}"] = forms.ChoiceField(
                label=f"Group of share {n}", required=False, choices=[("", "No group"), *groups]
            )
            self.fields[f"places{n}"] = forms.IntegerField(
                label=f"Places of share {n}", required=False, min_value=1, max_value=1000
            )

    @staticmethod
    def _initial(row: Any) -> dict[str, Any]:
        shown: dict[str, Any] = {"transport": row.transport, "escorts": row.escorts}
        for n, (group, places) in enumerate(sorted(row.reserved.items()), start=1):
            shown |= {f"group{n}": group, f"places{n}": places}
        return shown

    def share_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Group and places of each share, as the page lays them out."""
        for n in self.SHARES:
            yield self[f"group{n}"], self[f"places{n}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        groups = [cleaned.get(f"group{n}") for n in self.SHARES if cleaned.get(f"group{n}")]
        if len(groups) != len(set(groups)):
            self.add_error("group1", "Name each group once.")
        for n in self.SHARES:
            if bool(cleaned.get(f"group{n}")) != bool(cleaned.get(f"places{n}")):
                self.add_error(f"places{n}", "Say both for which group and how many places.")
        total = sum(cleaned.get(f"places{n}") or 0 for n in self.SHARES)
        if total > (self.row.session.capacity or 0):
            self.add_error("places1", f"There are only {self.row.session.capacity} places.")
        return cleaned

    def share(self) -> Share:
        """The cleaned form as the services take it."""
        data = self.cleaned_data
        reserved = {data[f"group{n}"]: data[f"places{n}"] for n in self.SHARES if data[f"group{n}"]}
        return Share(reserved, " ".join(data["transport"].split()), data["escorts"])


class ReopenForm(forms.Form):
    """Until when a round takes answers again."""

    closes_at = forms.DateTimeField(label="Until when?", widget=DateTimeInput())


class ListForm(FilterForm):
    """Narrows the list of a round's students."""

    show = forms.ChoiceField(label="Show", required=False)
    group = forms.TypedChoiceField(label="Tutor group", required=False, coerce=int)

    def __init__(self, data: Any, *, shows: Sequence[tuple[str, str]], groups: Sequence[Any]):
        super().__init__(data)
        self.fields["show"].choices = list(shows)  # type: ignore[attr-defined]
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            ("", "Every group"),
            *((group.pk, group.name) for group in groups),
        ]
