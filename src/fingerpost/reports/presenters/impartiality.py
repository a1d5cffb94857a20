"""The page of impartiality: the index in words, who has been shown what, what is crowded out."""

from collections.abc import Sequence
from typing import Any

from fingerpost.ledger.presenters.measure import Opens
from fingerpost.ledger.presenters.words import SPLIT_LABELS, figure_words, group_label
from fingerpost.web.charts import Bar, BarChart
from fingerpost.web.tables import Cell, Column, Row, Table


def index_words(judged: Any) -> str:
    """The index with how sure it is."""
    return f"{judged.index:.0f} (between {judged.low:.0f} and {judged.high:.0f})"


def meaning_words(judged: Any, what: str) -> str:
    """What the index comes from, in a sentence."""
    return (
        f"On average a student has been shown {100 * judged.reach:.0f}% of the {what.lower()}, "
        f"spread with an evenness of {100 * judged.balance:.0f}%. The index is the root of the "
        "product of the two: 100 when everybody has been shown everything. With few students it "
        "is less sure; nine times of ten it lies between the two numbers beside it."
    )


def shown_chart(
    choices: Sequence[Any], figures: Sequence[Any], opens: Opens, what: tuple[str, str]
) -> Any:
    """One bar for each route, level, sector or kind of provider, in the order of the rules, each
    with its list. what: the word for many, and for one.
    """
    many, single = what
    return BarChart(
        f"{many} shown",
        "Students who have been shown each of these in an encounter or in research of their own.",
        [
            Bar(
                f"{choice.label} (for {choice.limited_to})" if choice.limited_to else choice.label,
                one.share or 0,
                figure_words(one),
                opens.figure(choice.name, one),
                number=one.counted,
            )
            for choice, one in zip(choices, figures, strict=True)
        ],
        value_label="Students",
        maximum=100,
        head_label=single,
    )


def groups_table(judged: Sequence[Any], by: str, choices: Sequence[Any], opens: Opens) -> Table:
    """One row per group: its index, the most and the least shown, what is crowded out."""
    return Table(
        caption=f"By {SPLIT_LABELS[by].lower()}",
        columns=[
            Column(SPLIT_LABELS[by]),
            Column("Index"),
            Column("Most shown"),
            Column("Least shown"),
            Column("Crowded out"),
        ],
        rows=[_row(one, by, choices, opens) for one in judged],
        empty="Nobody to tell of.",
    )


def _row(one: Any, by: str, choices: Sequence[Any], opens: Opens) -> Row:
    label = group_label(by, one.group)
    if one.judged is None:
        return Row([label, "Too few to show", "", "", ""])
    ranked = sorted(
        (
            (figure.share or 0, choice, figure)
            for choice, figure in zip(choices, one.figures, strict=True)
            if not choice.limited_to
        ),
        key=lambda found: -found[0],
    )
    out = ", ".join(one.judged.crowded_out)
    return Row(
        [
            label,
            Cell(index_words(one.judged)),
            _shown(ranked[0], by, opens),
            _shown(ranked[-1], by, opens),
            Cell(out, tone="warn") if out else "Nothing",
        ]
    )


def _shown(found: Any, by: str, opens: Opens) -> Cell:
    _, choice, figure = found
    return Cell(choice.label, url=opens.figure(choice.name, figure, by), hint=figure_words(figure))
