"""Drafts of a round: what each gives, side by side, and who changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from fingerpost.web.dates import short_moment
from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import DraftState, Mode
from ..selectors.outcomes import LISTS, Change, Got, Outcome, changes
from .words import MODE_NOTES, proof_words

_STATE_TONES = {DraftState.WAITING: "", DraftState.READY: "good", DraftState.FAILED: "bad"}
COMPARED = {
    "changed": "Students who have something else",
    "better": "Of them with a better result in B",
    "worse": "Of them with a better result in A",
}


def drafts_table(drafts: Iterable[Any]) -> Table:
    """One row per draft: how, when, by whom, where it stands."""
    return Table(
        caption="Drafts",
        hide_caption=True,
        columns=[
            *(Column("Draft"), Column("Stands", plain=True), Column("What it is for", plain=True)),
            Column("Made"),
        ],
        rows=[_draft_row(draft) for draft in drafts],
        empty="No draft yet.",
    )


def _draft_row(draft: Any) -> list[Any]:
    if draft.published_at:
        stands = Cell(tag="Published", tone="plum")
    else:
        stands = Cell(tag=draft.get_state_display(), tone=_STATE_TONES[draft.state])
    return [
        Cell(draft_name(draft), url=reverse("places:draft", args=[draft.pk])),
        stands,
        MODE_NOTES[draft.mode],
        Cell(short_moment(draft.made_at), hint=f"by {draft.made_by or 'Fingerpost'}"),
    ]


def draft_name(draft: Any) -> str:
    """How a draft is called: its number and how it shares out."""
    return f"{draft.pk}: {draft.get_mode_display()}"


@dataclass(frozen=True)
class Figure:
    """One line of a comparison: a figure of each of two drafts, each with the list it opens."""

    label: str
    one: int
    one_url: str
    other: int
    other_url: str

    @property
    def difference(self) -> str:
        change = self.other - self.one
        return f"{change:+d}" if change else "the same"


def outcome_tiles(outcome: Outcome, draft: Any) -> list[tuple[str, int, str, str]]:
    """Label, number, address of its list, tone."""
    address = reverse("places:draft_students", args=[draft.pk])
    tones = {"none": "warn", "envy": "warn", "placed": "good"}
    return [
        (label, len(outcome.lists[show]), f"{address}?show={show}", tones.get(show, ""))
        for show, label in LISTS.items()
    ]


def compared(one: Any, other: Any, outcomes: tuple[Outcome, Outcome]) -> list[Figure]:
    """The figures of two drafts side by side."""
    first, second = (reverse("places:draft_students", args=[draft.pk]) for draft in (one, other))
    return [
        Figure(
            label,
            len(outcomes[0].lists[show]),
            f"{first}?show={show}",
            len(outcomes[1].lists[show]),
            f"{second}?show={show}",
        )
        for show, label in LISTS.items()
    ]


def need_words(outcome: Outcome) -> str:
    """How much of all need those with a place stand for."""
    everything = outcome.need_of_all
    share = round(100 * outcome.need_met / everything) if everything else 0
    return f"{share}% of all need (the needs of those with a place, added up)"


def cost_words(one: Outcome, other: Outcome) -> str:
    """What choosing the second draft over the first costs and gains, in a sentence."""
    changed = changes(one, other)
    if not changed:
        return "Both give everybody the same."
    better = sum(change.is_better for change in changed)
    worse = sum((c.before.best or 99) < (c.after.best or 99) for c in changed)
    before, after = (_percent(outcome) for outcome in (one, other))
    return (
        f"With B instead of A, {_students(better)} would have a better choice and "
        f"{_students(worse)} a worse one or none. Of all need, B meets {after}% and A {before}%."
    )


def _percent(outcome: Outcome) -> int:
    everything = outcome.need_of_all
    return round(100 * outcome.need_met / everything) if everything else 0


def _students(number: int) -> str:
    return f"{number} student" if number == 1 else f"{number} students"


def compared_lists(changed: Sequence[Change]) -> dict[str, list[Change]]:
    """Who changes, by each of `COMPARED`."""
    return {
        "changed": list(changed),
        "better": [one for one in changed if one.is_better],
        "worse": [one for one in changed if (one.before.best or 99) < (one.after.best or 99)],
    }


def got_table(rows: Iterable[Got], students: Mapping[int, Any], titles: Mapping[int, str]) -> Table:
    """One row per student of a draft: what they have, which choice, their need."""
    return Table(
        caption="Students",
        hide_caption=True,
        columns=[
            *(Column("Student"), Column("Has", plain=True), Column("Choice", plain=True)),
            Column("Need", number=True),
        ],
        rows=[
            Row(
                [
                    _name(students.get(one.student)),
                    Cell(_has(one, titles), hint=_would_have(one, titles)),
                    _choice(one),
                    one.need,
                ]
            )
            for one in rows
        ],
        empty="Nobody.",
    )


def changes_table(
    rows: Iterable[Change], students: Mapping[int, Any], titles: Mapping[int, str]
) -> Table:
    """One row per student who has something else: in A, in B."""
    return Table(
        caption="Who changes",
        hide_caption=True,
        columns=[Column("Student"), Column("In A"), Column("In B"), Column("Need", number=True)],
        rows=[
            Row(
                [
                    _name(students.get(one.student)),
                    Cell(_has(one.before, titles), hint=_choice(one.before)),
                    Cell(_has(one.after, titles), hint=_choice(one.after)),
                    one.before.need,
                ]
            )
            for one in rows
        ],
        empty="Nobody.",
    )


def _name(student: Any) -> Cell:
    if student is None:
        return Cell("A former student")
    return Cell(
        student.name,
        url=reverse("home:guidance_record", args=[student.pk]),
        hint=student.group_or_year,
    )


def _has(one: Got, titles: Mapping[int, str]) -> str:
    return "; ".join(titles.get(key, "no longer there") for key in one.has) or "No place"


def _would_have(one: Got, titles: Mapping[int, str]) -> str:
    if one.would_have is None:
        return ""
    session, seats = one.would_have
    return f"With {seats} more in “{titles.get(session, 'no longer there')}”"


def _choice(one: Got) -> str:
    return f"choice {one.best} of {len(one.wanted)}" if one.best else f"none of {len(one.wanted)}"


def proof_rows(draft: Any) -> list[tuple[str, str]]:
    """What it takes to make a draft again and to trust it, as label and value."""
    result = draft.result
    rows = [
        ("Proof", proof_words(result)),
        ("Objective and bound", _objective(result)),
        ("Worked out by", f"{result.get('method', '')}, engine version {draft.engine_version}"),
        ("Seed for drawing lots", str(draft.seed)),
        ("Fingerprint of what went in (SHA-256)", draft.problem_hash),
        *_erased(draft),
        ("Made", f"{short_moment(draft.made_at)} by {draft.made_by or 'Fingerpost'}"),
    ]
    if draft.published_at:
        by = draft.published_by or "Fingerpost"
        rows.append(("Published", f"{short_moment(draft.published_at)} by {by}"))
    return rows


def _erased(draft: Any) -> list[tuple[str, str]]:
    """Why the fingerprint is no longer that of what is kept, where it is not."""
    if draft.erased_on is None:
        return []
    on = date_format(draft.erased_on, "j F Y")
    return [
        (
            "Erased since",
            f"On {on} the records of students who left were erased, and who they were and how "
            "much they needed is taken out here too. The fingerprint is of what went in before, "
            "so it no longer matches.",
        )
    ]


def _objective(result: Mapping[str, Any]) -> str:
    """Per step of the criteria: what was reached, and what could be reached at most."""
    reached, bound = result.get("objective", ()), result.get("bound", ())
    if not bound:
        return "No bound: this way follows an order"
    return "; ".join(
        f"step {step}: {_plain(value)} of at most {_plain(most)}"
        for step, (value, most) in enumerate(zip(reached, bound, strict=True), start=1)
    )


def _plain(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def can_be_published(draft: Any) -> bool:
    """Whether a draft is one by the criteria that students were shown, and ready."""
    return bool(draft.is_ready and draft.mode == Mode.FAIR and not draft.published_at)


def sessions_of_draft(draft: Any, outcome: Outcome, rows: Sequence[Any]) -> Table:
    """One row per session: how many want it and how many have it, each with its list."""
    address = reverse("places:draft_students", args=[draft.pk])
    return Table(
        caption="Sessions",
        hide_caption=True,
        columns=[
            *(Column("Session"), Column("Asked for by", number=True)),
            *(Column("Have it", number=True), Column("Runs")),
        ],
        rows=[
            [
                row.session.title,
                _figure(f"{address}?show=wants:{row.session_id}", outcome.wanted_by, row),
                _figure(
                    f"{address}?show=has:{row.session_id}",
                    {key: len(holders) for key, holders in outcome.holders.items()},
                    row,
                    f"of {row.session.capacity}",
                ),
                Cell(tag="Too few asked", tone="warn")
                if row.session_id in outcome.cancelled
                else Cell(tag="Yes", tone="good"),
            ]
            for row in rows
        ],
    )


def _figure(url: str, numbers: Mapping[int, int], row: Any, hint: str = "") -> Cell:
    return Cell(url=url, number=numbers.get(row.session_id, 0), about=row.session.title, hint=hint)
