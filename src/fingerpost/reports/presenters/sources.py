"""The page of who showed what: advisers, organisations, and what students then mean to do."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from fingerpost import rules
from fingerpost.ledger.presenters.measure import Opens
from fingerpost.ledger.presenters.words import figure_words
from fingerpost.web.tables import Cell, Column, Row, Table

from ..bridge import WHAT
from .impartiality import index_cells, index_words

_MEANT = ("Mean to take it", "Of those who face a choice")
# An organisation that has so much of all meetings shapes what students see.
_MUCH = 0.5


def advisers_table(judged: Sequence[tuple[Any, Any]]) -> Table:
    """One row per adviser: whom they saw, how evenly they talked about these, what is missing."""
    return Table(
        caption="Guidance interviews, by adviser",
        columns=[
            Column("Adviser"),
            Column("Students seen", number=True),
            Column("Index"),
            Column("Crowded out"),
        ],
        rows=[
            Row(
                [
                    one.name,
                    _students("adviser", str(one.adviser), one.students),
                    index_words(index) if index else "",
                    _crowded_out(index),
                ]
            )
            for one, index in judged
        ],
        empty="No interview of this year has a finished record yet.",
    )


def advisers_as_rows(
    judged: Sequence[tuple[Any, Any]], prospects: Sequence[Any]
) -> tuple[list[str], list[list[Any]]]:
    """Headings and rows of a file: of each adviser with how many of the students seen they talked
    about each prospect.
    """
    headings = ["adviser", "students_seen", "index", "from", "to"]
    rows = [
        [one.name, one.students, *index_cells(index), *(one.shown[each.name] for each in prospects)]
        for one, index in judged
    ]
    return [*headings, *(each.label for each in prospects)], rows


def _crowded_out(judged: Any) -> Cell:
    names = ", ".join(judged.crowded_out) if judged else ""
    return Cell(names, tone="warn") if names else Cell("Nothing for sure")


def organisations_table(met: Sequence[Any], prospects: Sequence[Any], many: str) -> Table:
    """One row per organisation: how many met it, of all meetings, and what it showed.

    many: the word for prospects of this kind.
    """
    total = sum(one.students for one in met)
    return Table(
        caption="Encounters, by organisation",
        columns=[
            Column("Organisation"),
            Column("Students", number=True),
            Column("Share of all meetings"),
            Column(f"{many} it showed"),
        ],
        rows=[
            Row(
                [
                    one.organisation,
                    _students("organisation", one.organisation, one.students),
                    _share(one.students / total),
                    ", ".join(each.label for each in prospects if each.name in one.shown) or "None",
                ]
            )
            for one in met
        ],
        empty="No student has met an organisation this year.",
    )


def _share(share: float) -> Cell:
    return Cell(f"{share:.0%}", tone="warn" if share > _MUCH else "")


def against_table(
    shown: Sequence[tuple[Any, Any]], against: Any, what: rules.ProspectOf, opens: Opens
) -> Table:
    """One row per prospect: what there is within reach, who has been shown it, who means to take
    it and who has a place.

    shown: each prospect with its figure. against: `selectors.Against`.
    """
    meant, of = _MEANT if what != "sector" else ("Have an idea in it", "Of all students")
    return Table(
        caption="There is, shown, meant and taken",
        columns=[
            Column(WHAT[what][1]),
            Column("Within reach"),
            Column("Have been shown it"),
            Column(meant, number=True),
            Column(of),
            Column("Have accepted a place", number=True),
        ],
        rows=[_against_row(one, figure, against, opens) for one, figure in shown],
    )


def _against_row(one: Any, figure: Any, against: Any, opens: Opens) -> Row:
    meant = len(against.meant[one.name])
    return Row(
        [
            one.label,
            _providers(one, len(against.providers[one.name])),
            Cell(figure_words(figure), url=opens.figure(one.name, figure), number=figure.counted),
            _listed("meant", one.name, meant),
            _of_all(meant, against.of),
            _listed("placed", one.name, len(against.placed[one.name])),
        ]
    )


def _of_all(number: int, of: int) -> str:
    """A share of those who could; few of many are not rounded to nobody."""
    if not number:
        return "–"
    share = number / of
    return f"{share:.0%} of {of:,}" if share >= 0.01 else f"under 1% of {of:,}"


def _providers(one: Any, many: int) -> Cell:
    """How many providers, with the list of what they offer where one page shows it."""
    if not many:
        return Cell("None known")
    words = "1 provider" if many == 1 else f"{many} providers"
    if len(one.words) > 1:
        return Cell(words)
    name, [word] = one.field.removesuffix("s"), one.words
    return Cell(words, url=f"{reverse('occupations:near')}?{urlencode({name: word})}")


def _listed(which: str, name: str, many: int) -> Cell:
    return Cell(many, url=_list(which, name), number=many) if many else Cell("–")


def _students(which: str, key: str, many: int) -> Cell:
    return Cell(many, url=_list(which, key), number=many)


def _list(which: str, key: str) -> str:
    return f"{reverse('reports:impartiality_students')}?{urlencode({'list': which, 'of': key})}"


def list_title(which: str, behind: Any) -> str:
    """What the list behind a figure holds. behind: `selectors.Behind`."""
    if which == "adviser":
        return f"Seen by {behind.name} this year"
    if which == "organisation":
        return f"Met {behind.name} this year"
    if which == "placed":
        return f"Have accepted a place: {behind.name}"
    has = "Have an idea in" if behind.field == "sectors" else "Mean to take"
    return f"{has}: {behind.name}"
