"""A record in words: the sections of its PDF, and of the pages that show what was brought."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from fingerpost import rules
from fingerpost.choices.enums import (
    REASONS,
    STATES_FOR_STUDENTS,
    ApplicationState,
    DocumentKind,
)
from fingerpost.choices.services.documents import PARTS
from fingerpost.common.academic_year import AcademicYear
from fingerpost.destinations.enums import HOW_SURE
from fingerpost.exchange.record import record as made
from fingerpost.interviews.enums import ActionState, Owner
from fingerpost.interviews.presenters.actions import OWNERS_FOR_STUDENTS

from .. import bridge


@dataclass(frozen=True)
class Line:
    """One piece in words. source: the other school that it comes from."""

    when: str
    title: str
    text: str = ""
    source: str = ""


@dataclass(frozen=True)
class Step:
    """One action of the plan in words."""

    what: str
    who: str
    by_when: str
    state: str
    source: str = ""


class Words:
    """A record in the words of the student (`own`) or of staff."""

    def __init__(self, *, own: bool) -> None:
        today = timezone.localdate()
        self.own, self.today = own, today
        self.kinds = {kind.name: kind for kind in rules.kinds(today)}
        self.routes = {route.name: self._label(route) for route in rules.routes(today)}
        self.points = {point.name: point.label for point in rules.decision_points(today)}

    def _label(self, one: Any) -> str:
        label: str = one.student_label if self.own else one.label
        return label

    def stay(self, one: made.Stay, here: made.Source) -> Line:
        """Time at a school."""
        until = f" to {day(one.left_on)}" if one.left_on else ""
        return Line(f"{day(one.joined_on)}{until}", (one.source or here).name)

    def encounter(self, one: made.Encounter) -> Line:
        """What the student took part in, with the main points of an interview."""
        kind = self.kinds.get(one.kind)
        title = self._label(kind) if kind else one.label
        routes = ", ".join(self.routes.get(name, name) for name in one.routes)
        summary = one.summary if one.summary not in {title, one.label} else ""
        text = sentences(summary, one.organisation, routes)
        if one.interview:
            said = f"Adviser: {one.interview.adviser}." if one.interview.adviser else ""
            text = "\n".join(filter(None, [text, said, one.interview.main_points]))
        return Line(day(one.on), title, text, _name(one.source))

    def step(self, one: made.Action) -> Step:
        """An action: open, late, done or no longer needed."""
        late = one.state == ActionState.OPEN and one.due_on and one.due_on < self.today
        state = "Late" if late else ActionState(one.state).label
        if one.closed_on:
            state = f"{state}, {day(one.closed_on)}"
        return Step(
            sentences(one.what, one.opportunity, one.what_came_of_it),
            self._who(one.who),
            day(one.due_on) if one.due_on else "No date",
            state,
            _name(one.source),
        )

    def _who(self, who: str) -> str:
        if not who:
            return "Nobody named"
        return OWNERS_FOR_STUDENTS[Owner(who)] if self.own else str(Owner(who).label)

    def idea(self, one: made.Idea) -> Line:
        """An idea with its note."""
        away = f"Put away on {day(one.put_away_on)}" if one.put_away_on else ""
        code = f"SOC 2020: {one.soc2020}" if one.soc2020 else ""
        text = sentences(one.note, one.found_at, code, away)
        return Line(day(one.saved_on), one.title, text, _name(one.source))

    def intention(self, one: made.Intention) -> Line:
        """What the student meant to do, and how sure they were."""
        route = self.routes.get(one.route, one.route) or "No route chosen"
        point = self.points.get(one.point, one.point)
        second = self.routes.get(one.fallback_route, one.fallback_route)
        text = sentences(
            dict(HOW_SURE)[one.how_sure], f"Second plan: {second}" if second else "", one.note
        )
        return Line(day(one.said_on), f"{point}: {route}", text, _name(one.source))

    def reasons(self, one: made.Reasons) -> Line:
        """Why the student meant to do it, and what else they would take."""
        known = dict(REASONS)
        ticked = [known.get(key, key) for key in one.ticks]
        others = [
            ": ".join(filter(None, [self.routes.get(other.route, other.route), other.words]))
            for other in one.alternatives
        ]
        text = sentences(
            *ticked,
            one.own_words,
            f"Or: {'; '.join(filter(None, others))}" if any(others) else "",
            f"Subjects: {', '.join(one.subjects)}" if one.subjects else "",
        )
        title = f"{self.points.get(one.point, one.point)}: why"
        return Line(day(one.said_on), title, text, _name(one.source))

    def application(self, one: made.Application) -> Line:
        """A try for one place: how far it is, and its days."""
        days = (
            ("Closes", one.close_on),
            ("Sent", one.applied_on),
            ("Interview", one.interview_on),
            ("Answer by", one.reply_by),
        )
        state = STATES_FOR_STUDENTS if self.own else dict(ApplicationState.choices)
        text = sentences(
            state[ApplicationState(one.state)],
            self.routes.get(one.route, one.route),
            f"Level {one.level}" if one.level else "",
            *(f"{what} {day(on)}" for what, on in days if on),
            f"What they ask for: {one.conditions}" if one.conditions else "",
            one.notes,
        )
        title = f"{one.title}, {one.provider}" if one.provider else one.title
        return Line(day(one.added_on), title, text, _name(one.source))

    def predicted_grade(self, one: made.PredictedGrade) -> Line:
        """A grade that a teacher predicted."""
        title = f"{one.subject}: {one.grade}"
        return Line(day(one.predicted_on), title, one.given_by, _name(one.source))

    def responsibility(self, one: made.Responsibility) -> Line:
        """Something the student was in charge of."""
        return Line(day(one.added_on), one.words, "", _name(one.source))

    def document(self, one: made.Document) -> Line:
        """What the student wrote about themselves, part by part."""
        parts = dict(PARTS[DocumentKind(one.kind)])
        said = [f"{parts.get(key, key)}\n{text}" for key, text in one.parts.items()]
        return Line(day(one.changed_on), one.title, "\n".join(said), _name(one.source))

    def self_assessment(self, one: made.SelfAssessment) -> Line:
        """What came first in the answers; of other questions, how many were answered."""
        text = ""
        if bridge.answers_known(one.edition, one.answers):
            likes, matters = bridge.comes_first(one.answers)
            text = sentences(f"Likes: {likes}", f"What matters: {matters}")
        title = f"{len(one.answers)} answers"
        return Line(day(one.finished_on), title, text, _name(one.source))

    def feedback(self, one: made.Feedback) -> Line:
        """What the student said of something they had."""
        sets = {found.name: found for found in rules.question_sets(one.given_on)}
        found = sets.get(one.question_set)
        asked = {question.name: question.text for question in found.questions} if found else {}
        said = [f"{asked.get(name, name)} {answer}" for name, answer in one.answers.items()]
        title = found.student_title if found else one.question_set
        return Line(day(one.given_on), title, sentences(*said, one.comment), _name(one.source))

    def by_year(self, encounters: Iterable[made.Encounter]) -> Iterator[tuple[str, list[Line]]]:
        """Encounters under their academic years, the newest first."""
        newest = sorted(encounters, key=lambda one: one.on, reverse=True)
        for year, ones in groupby(newest, key=lambda one: AcademicYear.of(one.on).name):
            yield year, [self.encounter(one) for one in ones]


def day(value: dt.date) -> str:
    """1 September 2026."""
    return date_format(value, "j F Y")


def sentences(*parts: str) -> str:
    """Texts one after another, each ended like a sentence."""
    texts = [part.strip() for part in parts if part.strip()]
    return " ".join(text if text[-1] in ".!?:" else f"{text}." for text in texts)


def _name(source: made.Source | None) -> str:
    return source.name if source else ""
