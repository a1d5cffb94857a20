"""Feedback as pages show it."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from fingerpost.rules import question_sets
from fingerpost.web.tables import Cell, Column, Table

from .selectors import Group, Tally


def answers_url(group: Group, question_set: str = "", question: str = "", answer: str = "") -> str:
    """The answers behind a figure, or behind all figures of a group."""
    asked = {"by": group.by, "of": group.key}
    if question:
        asked |= {"set": question_set, "question": question, "answer": answer}
    return f"{reverse('evaluation:answers')}?{urlencode(asked)}"


def tally_tables(tally: Tally) -> list[Table]:
    """One table per question set: questions down, answers across, counts inside."""
    tables = []
    for entry in question_sets(timezone.localdate()):
        asked = [q for q in entry.questions if (entry.name, q.name) in tally.counts]
        answers = list(dict.fromkeys(answer for q in asked for answer in q.answers))
        if not asked:
            continue
        rows = [
            [q.text, *(_figure(tally, entry.name, q, answer) for answer in answers)] for q in asked
        ]
        columns = [Column("Question"), *(Column(answer, number=True) for answer in answers)]
        caption = f"{entry.label}: {tally.label}" if tally.label else entry.label
        tables.append(Table(caption, columns, rows, hide_caption=True))
    return tables


def _figure(tally: Tally, question_set: str, question: Any, answer: str) -> Cell:
    number = tally.counts[question_set, question.name][answer]
    return Cell(
        str(number),
        url=answers_url(tally.group, question_set, question.name, answer),
        about=f"answered “{answer}”: {question.text}",
        number=number,
    )


def shown(tally: Tally) -> dict[str, Any]:
    """A tally as the template wants it."""
    return {"tally": tally, "tables": tally_tables(tally), "url": answers_url(tally.group)}


def question_of(question_set: str, name: str) -> str:
    """The words of a question; empty where there is none of this name."""
    for entry in question_sets(timezone.localdate()):
        for question in entry.questions:
            if (entry.name, question.name) == (question_set, name):
                return question.text
    return ""


def answers_table(answers: Iterable[Mapping[str, str]]) -> Table:
    """Responses without names: each a line, with what it says to every question."""
    found = list(answers)
    texts = {
        q.name: q.text for entry in question_sets(timezone.localdate()) for q in entry.questions
    }
    names = list(dict.fromkeys(name for one in found for name in one))
    return Table(
        "Answers",
        [Column("Answer"), *(Column(texts.get(name, name)) for name in names)],
        [
            [f"Answer {number}", *(one.get(name) or None for name in names)]
            for number, one in enumerate(found, 1)
        ],
        hide_caption=True,
    )
