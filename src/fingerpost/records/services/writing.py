"""Turning the pieces of a record into rows here: part of the transaction that reads it in."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from fingerpost import rules
from fingerpost.common.elsewhere import ELSEWHERE
from fingerpost.destinations.enums import FALLBACK
from fingerpost.destinations.models import Intention
from fingerpost.exchange.record import record as made
from fingerpost.exchange.record.writer import plain
from fingerpost.interviews.enums import ActionSource, ActionState
from fingerpost.interviews.models import Action
from fingerpost.interviews.services.actions import ActionDetails, agreed_line, new_action
from fingerpost.ledger import services as ledger
from fingerpost.pathways.models import Idea, SelfAssessment

from .. import bridge
from ..models import BroughtPiece, RecordImport
from ..stored import sort_of
from .choosing import Choices
from .moments import noon

Pairs = Iterable[tuple[BroughtPiece, Any]]


def write_pieces(
    *, record_import: RecordImport, new: Sequence[tuple[str, made.Piece]], by: Any
) -> list[BroughtPiece]:
    """Keep every piece, and make of those that can be lived on with what they were elsewhere."""
    issuer = made.Source(record_import.issuer_id, record_import.issuer_name)
    pairs = [(_row(record_import, key, piece, issuer), piece) for key, piece in new]
    rows = BroughtPiece.objects.bulk_create([row for row, _ in pairs], batch_size=500)
    _Writer(record_import.student, by).write(pairs)
    BroughtPiece.objects.bulk_update(rows, ["about", "lines"], batch_size=500)
    return rows


def _row(
    record_import: RecordImport, key: str, piece: made.Piece, issuer: made.Source
) -> BroughtPiece:
    piece = replace(piece, source=piece.source or issuer)
    assert piece.source is not None
    return BroughtPiece(
        school_id=record_import.school_id,
        student_id=record_import.student_id,
        record_import=record_import,
        sort=sort_of(piece),
        key=key,
        said=plain(piece),
        source_id=piece.source.id,
        source_name=piece.source.name,
    )


class _Writer:
    """Writes the rows of one student, and the lines that tell of them."""

    def __init__(self, student: Any, by: Any) -> None:
        self.student, self.by = student, by
        self.own = {"school_id": student.school_id, "student": student}
        self.today = timezone.localdate()
        self.routes = {route.name for route in rules.routes(self.today)}

    def write(self, pairs: Sequence[tuple[BroughtPiece, Any]]) -> None:
        """Everything, sort by sort."""

        def of(kind: type) -> list[tuple[BroughtPiece, Any]]:
            return [(row, piece) for row, piece in pairs if isinstance(piece, kind)]

        self._encounters(of(made.Encounter))
        self._actions(of(made.Action))
        self._ideas(of(made.Idea))
        self._intentions(of(made.Intention))
        self._answers(of(made.SelfAssessment))
        self._tell(Choices(self.student, self.by, self.routes).write(of))

    def _tell(self, told: Iterable[tuple[BroughtPiece, ledger.Line]]) -> None:
        """Write lines, and note at each row which are its own."""
        rows_and_lines = list(told)
        entries = ledger.record([line for _, line in rows_and_lines], by=self.by)
        for (row, _), entry in zip(rows_and_lines, entries, strict=True):
            row.lines = [*row.lines, entry.pk]

    def _encounters(self, pairs: Pairs) -> None:
        """Encounters of a kind that is in force here; others are kept and not counted."""
        told = []
        for row, one in pairs:
            kinds = {kind.name: kind for kind in rules.kinds(one.on)}
            if one.kind not in kinds or kinds[one.kind].family != "encounter":
                continue
            row.about = f"{ELSEWHERE}{row.pk}"
            line = ledger.Line(
                student=self.student,
                kind=one.kind,
                happened_on=one.on,
                channel=one.channel,
                minutes=one.minutes,
                organisation=one.organisation,
                is_independent=one.independent,
                subject=one.subject,
                routes=list(one.routes),
                sectors=list(one.sectors),
                about=row.about,
                summary=one.summary,
            )
            told.append((row, line))
        self._tell(told)

    def _actions(self, pairs: Pairs) -> None:
        """Open actions go on here; closed ones are kept as they ended."""
        open_ones = [(row, one) for row, one in pairs if one.state == ActionState.OPEN]
        actions = [self._action(one) for _, one in open_ones]
        Action.objects.bulk_create(actions, batch_size=500)
        told = []
        for (row, _), action in zip(open_ones, actions, strict=True):
            row.about = f"action:{action.pk}"
            told.append((row, agreed_line(action)))
        self._tell(told)

    def _action(self, one: made.Action) -> Action:
        details = ActionDetails(
            one.what, one.who, one.due_on, one.opportunity, one.opportunity_url, one.routes
        )
        return new_action(
            student=self.student,
            details=details,
            source=ActionSource.ELSEWHERE,
            by=self.by,
            agreed_on=one.agreed_on,
        )

    def _ideas(self, pairs: Pairs) -> None:
        """Ideas, but for those whose name another idea kept here has."""
        kept = {
            (kind, title.casefold())
            for kind, title in Idea.objects.filter(
                student=self.student, dropped_at__isnull=True
            ).values_list("kind", "title")
        }
        made_of = []
        for row, one in pairs:
            name = (one.kind, one.title.casefold())
            if one.put_away_on is None:
                if name in kept:
                    continue
                kept.add(name)
            made_of.append((row, one, self._idea(one)))
        Idea.objects.bulk_create([idea for _, _, idea in made_of], batch_size=500)
        told = []
        for number, (row, one, idea) in enumerate(made_of):
            row.about = f"idea:{idea.pk}"
            idea.saved_at = noon(one.saved_on, number)
            told.append((row, self._idea_line("idea_saved", one.saved_on, idea)))
            if one.put_away_on:
                told.append((row, self._idea_line("idea_dropped", one.put_away_on, idea)))
        Idea.objects.bulk_update([idea for _, _, idea in made_of], ["saved_at"], batch_size=500)
        self._tell(told)

    def _idea(self, one: made.Idea) -> Idea:
        return Idea(
            **self.own,
            kind=one.kind,
            title=one.title,
            note=one.note,
            occupation=one.occupation if bridge.occupation_known(one.occupation) else "",
            source=one.found_at,
            source_url=one.link,
            dropped_at=noon(one.put_away_on) if one.put_away_on else None,
        )

    def _idea_line(self, kind: str, on: dt.date, idea: Idea) -> ledger.Line:
        return ledger.Line(
            student=self.student,
            kind=kind,
            happened_on=on,
            about=f"idea:{idea.pk}",
            summary=idea.title,
        )

    def _intentions(self, pairs: Pairs) -> None:
        """Intentions among the routes known here. The newest of a decision point is told to the
        ledger, unless something newer has been said here.
        """
        known = [
            (row, one)
            for row, one in pairs
            if {one.route, one.fallback_route} <= {"", *self.routes}
        ]
        rows = [
            Intention(
                **self.own,
                point=one.point,
                route=one.route,
                fallback_route=one.fallback_route,
                how_sure=one.how_sure,
                note=one.note,
            )
            for _, one in known
        ]
        said_here = dict(
            Intention.objects.filter(student=self.student)
            .order_by("recorded_at", "id")
            .values_list("point", "recorded_at")
        )
        Intention.objects.bulk_create(rows, batch_size=500)
        newest: dict[str, int] = {}
        for number, ((row, one), said) in enumerate(zip(known, rows, strict=True)):
            row.about = f"intention:{said.pk}"
            said.recorded_at = noon(one.said_on, number)
            here = said_here.get(one.point)
            if here is None or here < said.recorded_at:
                newest[one.point] = number
        Intention.objects.bulk_update(rows, ["recorded_at"], batch_size=500)
        for number in newest.values():
            self._tell(self._intention_lines(*known[number]))

    def _intention_lines(
        self, row: BroughtPiece, one: made.Intention
    ) -> Iterable[tuple[BroughtPiece, ledger.Line]]:
        common: dict[str, Any] = {
            "student": self.student,
            "kind": "intention_recorded",
            "happened_on": one.said_on,
            "point": one.point,
        }
        routes = [one.route] if one.route else []
        yield row, ledger.Line(**common, strength=one.how_sure, routes=routes, about=row.about)
        if one.fallback_route:
            yield row, ledger.Line(**common, routes=[one.fallback_route], about=FALLBACK)

    def _answers(self, pairs: Pairs) -> None:
        """Answers to the questions that are asked here; older editions are kept as they are.

        Their line in the ledger is among the encounters.
        """
        known = [(row, one) for row, one in pairs if bridge.answers_known(one.edition, one.answers)]
        rows = [
            SelfAssessment(
                **self.own,
                edition=one.edition,
                answers=dict(one.answers),
                finished_at=noon(one.finished_on, number),
            )
            for number, (_, one) in enumerate(known)
        ]
        SelfAssessment.objects.bulk_create(rows, batch_size=500)
        for number, ((row, said), one) in enumerate(zip(known, rows, strict=True)):
            row.about = f"self-assessment:{one.pk}"
            one.begun_at = noon(said.finished_on, number)
        SelfAssessment.objects.bulk_update(rows, ["begun_at"], batch_size=500)
