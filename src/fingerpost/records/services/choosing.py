"""Turning what a record says of choices into rows here: reasons, applications, grades, texts."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from fingerpost.choices.enums import REASONS
from fingerpost.choices.models import (
    Application,
    Document,
    PredictedGrade,
    Reasons,
    Responsibility,
)
from fingerpost.choices.services.applications import line_of
from fingerpost.choices.services.documents import MOST_DOCUMENTS, MOST_RESPONSIBILITIES
from fingerpost.choices.services.grades import tell_good
from fingerpost.exchange.record import record as made
from fingerpost.ledger import services as ledger

from ..models import BroughtPiece
from .moments import noon

Pairs = list[tuple[BroughtPiece, Any]]


class Choices:
    """Writes the rows of one student.

    What cannot stand beside what there is already, or names a route or a reason that is not known
    here, is kept as it was said and makes no row.
    """

    def __init__(self, student: Any, by: Any, routes: set[str]) -> None:
        self.student, self.by, self.routes = student, by, routes
        self.own = {"school_id": student.school_id, "student": student}

    def write(self, of: Callable[[type], Pairs]) -> Iterable[tuple[BroughtPiece, ledger.Line]]:
        """Everything; returns the lines for the ledger, each with its row."""
        self._reasons(of(made.Reasons))
        self._responsibilities(of(made.Responsibility))
        self._documents(of(made.Document))
        self._grades(of(made.PredictedGrade))
        return self._applications(of(made.Application))

    def _reasons(self, pairs: Pairs) -> None:
        """Reasons for a decision point of which nothing is said here."""
        known = {key for key, _ in REASONS}
        there = set(Reasons.objects.filter(student=self.student).values_list("point", flat=True))
        rows = []
        for row, one in pairs:
            routes = {other.route for other in one.alternatives}
            if one.point in there or not set(one.ticks) <= known:
                continue
            if not routes <= {"", *self.routes}:
                continue
            there.add(one.point)
            said = Reasons(
                **self.own,
                point=one.point,
                ticks=list(one.ticks),
                own_words=one.own_words,
                alternatives=[{"route": o.route, "words": o.words} for o in one.alternatives],
                subjects=list(one.subjects),
            )
            rows.append((row, said, one.said_on))
        _keep("reasons", rows, "changed_at")

    def _applications(self, pairs: Pairs) -> Iterable[tuple[BroughtPiece, ledger.Line]]:
        """Applications by routes known here, but for those of a name that another has."""
        found = Application.objects.filter(student=self.student, removed_at__isnull=True)
        there = {_named(one) for one in found}
        rows = []
        for row, one in pairs:
            if one.route not in self.routes or _named(one) in there:
                continue
            there.add(_named(one))
            application = Application(
                **self.own,
                point=one.point,
                title=one.title,
                provider=one.provider,
                route=one.route,
                level=one.level,
                state=one.state,
                close_on=one.close_on,
                applied_on=one.applied_on,
                interview_on=one.interview_on,
                reply_by=one.reply_by,
                conditions=one.conditions,
                notes=one.notes,
            )
            rows.append((row, application, one.added_on))
        _keep("application", rows, "added_at")
        today = timezone.localdate()
        for row, application, added_on in rows:
            yield row, line_of(application, min(application.applied_on or added_on, today))

    def _grades(self, pairs: Pairs) -> None:
        """Predicted grades, but for another of the same subject and day."""
        found = PredictedGrade.objects.filter(student=self.student)
        there = {(one.subject.casefold(), one.predicted_on) for one in found}
        rows = []
        for row, one in pairs:
            name = (one.subject.casefold(), one.predicted_on)
            if name in there:
                continue
            there.add(name)
            grade = PredictedGrade(
                **self.own,
                subject=one.subject,
                grade=one.grade,
                source=one.given_by,
                predicted_on=one.predicted_on,
            )
            rows.append((row, grade, one.predicted_on))
        _keep("grade", rows, "noted_at")
        if rows:
            tell_good(students={self.student.pk: self.student}, by=self.by)

    def _responsibilities(self, pairs: Pairs) -> None:
        """What the student is in charge of, each once, as many as fit."""
        found = Responsibility.objects.filter(student=self.student)
        there = {one.words.casefold() for one in found}
        rows = []
        for row, one in pairs:
            if one.words.casefold() in there or len(there) >= MOST_RESPONSIBILITIES:
                continue
            there.add(one.words.casefold())
            rows.append((row, Responsibility(**self.own, words=one.words), one.added_on))
        _keep("responsibility", rows, "added_at")

    def _documents(self, pairs: Pairs) -> None:
        """What the student wrote about themselves, as much as fits."""
        room = MOST_DOCUMENTS - Document.objects.filter(student=self.student).count()
        rows = [
            (
                row,
                Document(**self.own, kind=one.kind, title=one.title, parts=dict(one.parts)),
                one.changed_on,
            )
            for row, one in pairs[: max(0, room)]
        ]
        _keep("document", rows, "changed_at")


def _named(application: Any) -> tuple[str, str, str]:
    return application.point, application.title.casefold(), application.provider.casefold()


def _keep(name: str, rows: list[tuple[BroughtPiece, Any, dt.date]], moment: str) -> None:
    """Write rows of one model, say at each piece what became of it, and of what day it is."""
    if not rows:
        return
    objects = type(rows[0][1]).objects
    objects.bulk_create([one for _, one, _ in rows], batch_size=500)
    for number, (row, one, on) in enumerate(rows):
        row.about = f"{name}:{one.pk}"
        setattr(one, moment, noon(on, number))
    objects.bulk_update([one for _, one, _ in rows], [moment], batch_size=500)
