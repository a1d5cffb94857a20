"""The page of impartiality: the index in words, who has been shown what, what is crowded out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.ledger.presenters.measure import Opens
from fingerpost.ledger.presenters.words import SPLIT_LABELS, figure_words, group_label
from fingerpost.web.charts import Bar, BarChart
from fingerpost.web.tables import Cell, Column, Row, Table


@dataclass(frozen=True)
class Warnings:
    """What groups are warned of, by group, and labels of what nobody within reach offers."""

    by_group: Mapping[Any, Any]
    none_near: Collection[str]


def index_words(judged: Any) -> str:
    """The index with how sure it is."""
    return f"{judged.index:.0f} (between {judged.low:.0f} and {judged.high:.0f})"


def index_cells(judged: Any) -> list[float | None]:
    """The index and between which numbers it lies, for a file; blanks where there is none."""
    if judged is None:
        return [None, None, None]
    return [round(judged.index, 1), round(judged.low, 1), round(judged.high, 1)]


def meaning_words(judged: Any, what: str) -> str:
    """What the index comes from, in a sentence."""
    return (
        f"On average a student has been shown {100 * judged.reach:.0f}% of the {what.lower()}, "
        f"spread with an evenness of {100 * judged.balance:.0f}%. The index is the root of the "
        "product of the two: 100 when everybody has been shown everything. With few students it "
        "is less sure; about nine times out of ten it lies between the two numbers beside it."
    )


def shown_chart(
    prospects: Sequence[Any], figures: Sequence[Any], opens: Opens, what: tuple[str, str]
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
                _label(prospect),
                one.share or 0,
                figure_words(one),
                opens.figure(prospect.name, one),
                number=one.counted,
            )
            for prospect, one in zip(prospects, figures, strict=True)
        ],
        value_label="Students",
        maximum=100,
        head_label=single,
    )


def _label(prospect: Any) -> str:
    if not prospect.limited_to:
        return str(prospect.label)
    return f"{prospect.label} (for {prospect.limited_to})"


def groups_table(
    judged: Sequence[Any],
    by: str,
    prospects: Sequence[Any],
    opens: Opens,
    extra: Warnings,
) -> Table:
    """One row per group: its index, the most and the least shown, what is crowded out."""
    return Table(
        caption=f"By {SPLIT_LABELS[by].lower()}",
        columns=[
            Column(SPLIT_LABELS[by]),
            Column("Index"),
            Column("Most shown"),
            Column("Least shown"),
            Column("Hardly shown"),
        ],
        rows=[_row(one, by, prospects, opens, extra) for one in judged],
        empty="Nobody to tell of.",
    )


def within_reach_words(judged: Any) -> str:
    """The index of what there is within reach, beside the index of all; empty where it is one."""
    return f"Of what is known within reach alone: {index_words(judged)}" if judged else ""


def crowded_out_words(names: Sequence[str], none_near: Collection[str]) -> str:
    """What is crowded out; what nobody within reach offers is told apart."""
    return ", ".join(
        f"{name} (none known within reach)" if name in none_near else name for name in names
    )


def hardly_shown_words(warned: Any, none_near: Collection[str] = ()) -> str:
    """What a year group is warned of: all in all too little by now, or routes crowded out."""
    parts = []
    if warned.least is not None:
        parts.append(
            f"{warned.shown:.0f}% of all routes, and it should be {warned.least}% by now "
            "(Fingerpost’s own rule, no law)"
        )
    if warned.crowded_out:
        parts.append(crowded_out_words(warned.crowded_out, none_near))
    return "; ".join(parts)


def _row(one: Any, by: str, prospects: Sequence[Any], opens: Opens, extra: Warnings) -> Row:
    label, warned = group_label(by, one.group), extra.by_group.get(one.group)
    if one.judged is None:
        return Row([label, "Too few to show", "", "", ""])
    ranked = sorted(
        (
            (figure.share or 0, prospect, figure)
            for prospect, figure in zip(prospects, one.figures, strict=True)
            if not prospect.limited_to
        ),
        key=lambda found: -found[0],
    )
    out = (
        hardly_shown_words(warned, extra.none_near)
        if warned
        else crowded_out_words(one.judged.crowded_out, extra.none_near)
    )
    if not ranked[0][0]:
        nothing = Cell("Nothing yet", tone="warn")
        return Row([label, index_words(one.judged), nothing, "", Cell(out, tone="warn")])
    return Row(
        [
            label,
            Cell(index_words(one.judged)),
            _shown(ranked[0], by, opens),
            _shown(ranked[-1], by, opens),
            Cell(out, tone="warn") if out else "Nothing for sure",
        ]
    )


def _shown(found: Any, by: str, opens: Opens) -> Cell:
    _, one, figure = found
    return Cell(one.label, url=opens.figure(one.name, figure, by), hint=figure_words(figure))


def as_rows(
    whole: Any, groups: Sequence[Any], by: str, prospects: Sequence[Any]
) -> tuple[list[str], list[list[Any]]]:
    """Headings and rows of a file: everybody and each group, with how many have been shown each
    prospect. A figure that is hidden is blank.
    """
    everybody = ["Everybody", *_cells(whole)]
    rows = [[group_label(by, one.group), *_cells(one)] for one in groups]
    headings = [SPLIT_LABELS[by], "students", "index", "from", "to"]
    return [*headings, *(_label(one) for one in prospects)], [everybody, *rows]


def _cells(one: Any) -> list[Any]:
    is_hidden = any(figure.hidden for figure in one.figures)
    of = None if is_hidden else max((figure.of for figure in one.figures), default=0)
    return [of, *index_cells(one.judged), *(figure.counted for figure in one.figures)]
