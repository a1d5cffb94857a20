"""Feedback as pages show it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.ledger import bridge as ledger
from fingerpost.ledger.permissions import day_for
from fingerpost.ledger.presenters.measure import opens_for
from fingerpost.rules import QuestionSet, question_sets
from fingerpost.web.tables import Cell, Column, Table

from ..selectors import EVERYTHING, Group, Results, Tally

# To name the best and the least liked of two would only name both.
FEWEST_TO_RANK = 3
_ANSWERED = "feedback_this_year"


@dataclass(frozen=True)
class Said:
    """How many gave the best answer to a question of a group, or to all its questions."""

    label: str
    best: str
    number: int
    of: int
    url: str
    question: str = ""

    @property
    def share(self) -> int:
        """In per cent."""
        return round(100 * self.number / self.of)


def answers_url(group: Group, **asked: str) -> str:
    """The answers behind a figure, behind all figures of a group, or its comments."""
    return (
        f"{reverse('evaluation:answers')}?{urlencode({'by': group.by, 'of': group.key, **asked})}"
    )


def _questions(tally: Tally) -> Iterator[tuple[QuestionSet, list[Any]]]:
    """The question sets that a group answered, each with its questions to count."""
    for entry in question_sets(timezone.localdate()):
        asked = [q for q in entry.questions if (entry.name, q.name) in tally.counts]
        if asked:
            yield entry, asked


def name_of(tally: Tally, day: bool = True) -> str:
    """What a group is called. With `day` a session says its day, else only its month."""
    if tally.group == EVERYTHING:
        return "All feedback"
    if tally.on is None:
        return tally.label
    return f"{tally.label}, {f'{tally.on.day} ' if day else ''}{tally.on:%B %Y}"


def _tables(tally: Tally) -> list[Table]:
    """One table per question set: questions down, answers across, counts inside."""
    tables = []
    for entry, asked in _questions(tally):
        answers = list(dict.fromkeys(answer for q in asked for answer in q.answers))
        rows = [
            [q.text, *(_figure(tally, entry.name, q, answer) for answer in answers)] for q in asked
        ]
        columns = [Column("Question"), *(Column(answer, number=True) for answer in answers)]
        caption = f"{entry.label}: {tally.label}" if tally.label else entry.label
        tables.append(Table(caption, columns, rows, hide_caption=bool(tally.label)))
    return tables


def _figure(tally: Tally, question_set: str, question: Any, answer: str) -> Cell:
    number = tally.counts[question_set, question.name][answer]
    return Cell(
        str(number),
        url=answers_url(tally.group, set=question_set, question=question.name, answer=answer),
        about=f"answered “{answer}”: {question.text}",
        number=number,
    )


def shown(tally: Tally) -> dict[str, Any]:
    """A tally as the template wants it."""
    return {
        "tally": tally,
        "name": name_of(tally),
        "tables": _tables(tally),
        "url": answers_url(tally.group),
        "comments_url": answers_url(tally.group, show="comments"),
        "liked": _liked(tally),
    }


def _each_question(tally: Tally) -> Iterator[Said]:
    for entry, asked in _questions(tally):
        for q in asked:
            counts, best = tally.counts[entry.name, q.name], q.answers[0]
            url = answers_url(tally.group, set=entry.name, question=q.name, answer=best)
            yield Said(name_of(tally), best, counts[best], counts.total(), url, q.text)


def _liked(tally: Tally) -> Said | None:
    """How often the best answer was given over all questions of a group."""
    said = list(_each_question(tally))
    if not said:
        return None
    number, of = sum(one.number for one in said), sum(one.of for one in said)
    return Said(name_of(tally), said[0].best, number, of, answers_url(tally.group))


def summary(results: Results) -> dict[str, Any]:
    """What comes first: what was liked best and least, and the questions to look at."""
    open_ones = [tally for tally in results.groups if not tally.too_few]
    liked = sorted(_all_liked(open_ones), key=lambda said: said.number / said.of)
    # Which adviser is liked least is no matter for everybody who reads this page.
    names_people = any(tally.group.by == "adviser" for tally in open_ones)
    ranked = liked if len(liked) >= FEWEST_TO_RANK and not names_people else []
    # A question to which fewer than half gave the best answer is one to look at.
    poor = [
        said for tally in open_ones for said in _each_question(tally) if 2 * said.number < said.of
    ]
    return {
        "whole": results.whole,
        "url": answers_url(EVERYTHING),
        "comments_url": answers_url(EVERYTHING, show="comments"),
        "best": ranked[-1] if ranked else None,
        "least": ranked[0] if ranked else None,
        "poor": sorted(poor, key=lambda said: said.number / said.of),
    }


def _all_liked(tallies: Iterable[Tally]) -> list[Said]:
    return [said for tally in tallies if (said := _liked(tally))]


def in_order(tallies: Iterable[Tally]) -> list[Tally]:
    """Groups that are shown: advisers by name, others with the least liked at the head."""

    def liking(tally: Tally) -> tuple[float, str]:
        said = None if tally.group.by == "adviser" else _liked(tally)
        return (said.number / said.of if said else 0, name_of(tally))

    return sorted((tally for tally in tallies if not tally.too_few), key=liking)


def held_back(tallies: Iterable[Tally]) -> list[str]:
    """What the groups that are held back are called."""
    return [name_of(tally) for tally in tallies if tally.too_few]


def who_answered(viewer: Viewer) -> dict[str, Any] | None:
    """How many of the viewer's students have given feedback this year; None where it is hidden."""
    on = day_for(viewer, timezone.localdate())
    figure = ledger.question(viewer, on).figure(_ANSWERED)
    if figure.hidden or not figure.of:
        return None
    opens = opens_for(viewer, on)
    return {
        "number": figure.counted,
        "url": opens.url(_ANSWERED, "counted"),
        "of": figure.of,
        "of_url": opens.url(_ANSWERED, "asked"),
    }


def question_answered(tally: Tally, asked: Mapping[str, str]) -> dict[str, Any]:
    """How one question of a group was answered, and how many gave one answer.

    asked: the `question`, the `set` it is of, and the `answer`, empty for whatever was answered.
    """
    for entry, questions in _questions(tally):
        for q in questions:
            if (entry.name, q.name) == (asked["set"], asked["question"]):
                counts, answer = tally.counts[entry.name, q.name], asked["answer"]
                return {
                    "question": q.text,
                    "answer": answer,
                    "total": counts[answer] if answer else counts.total(),
                    "table": _answers_table(tally, entry.name, q),
                }
    return {"total": 0}


def _answers_table(tally: Tally, question_set: str, question: Any) -> Table:
    counts = tally.counts[question_set, question.name]
    rows = [
        [
            answer,
            replace(
                _figure(tally, question_set, question, answer),
                hint=f"{round(100 * counts[answer] / counts.total())}%",
            ),
        ]
        for answer in question.answers
    ]
    return Table(question.text, [Column("Answer"), Column("How many", number=True)], rows)


def comments_written(comments: Iterable[str]) -> list[dict[str, Any]]:
    """Each comment once with how often it was written, the most frequent first.

    Not in the order in which they were given, which would help to guess who wrote them.
    """
    times = Counter(comments)
    ordered = sorted(times, key=lambda words: (-times[words], words.casefold(), words))
    return [{"words": words, "times": times[words]} for words in ordered]
