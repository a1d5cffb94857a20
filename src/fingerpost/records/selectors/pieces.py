"""A school's own pieces of a student's record, as the record's form has them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost import rules
from fingerpost.choices.models import (
    Application,
    Document,
    PredictedGrade,
    Reasons,
    Responsibility,
)
from fingerpost.common.elsewhere import is_elsewhere
from fingerpost.destinations.selectors import intentions_of
from fingerpost.evaluation.models import FeedbackResponse
from fingerpost.exchange.record import record as made
from fingerpost.exchange.record.shapes import is_web_page, showable
from fingerpost.exchange.record.writer import identifier
from fingerpost.interviews.permissions import own_actions, own_records
from fingerpost.ledger.selectors import standing_lines
from fingerpost.pathways.models import Idea, SelfAssessment

from .. import bridge

INTERVIEW = "guidance_interview"


@dataclass(frozen=True)
class Origin:
    """What a row here was read in from: the piece's identifier, its school, and what it said."""

    id: str
    source: made.Source | None
    said: Mapping[str, Any]


Known = Mapping[str, Origin]
"""What rows here came from, by what the ledger calls them: `action:12`."""


class Ours:
    """What a school itself knows of a student, less what it only knows from elsewhere."""

    def __init__(self, student: Any, known: Known) -> None:
        self.student, self.known = student, known

    def _id(self, about: str) -> str:
        """Of a row that was read in, the identifier that it came with."""
        if about in self.known:
            return self.known[about].id
        return identifier(self.student.school.urn, self.student.pk, about)

    def _source(self, about: str) -> made.Source | None:
        return self.known[about].source if about in self.known else None

    def _unknown_occupation(self, about: str) -> str:
        """The occupation that a file named and that is not known here, so that none is lost."""
        said = self.known[about].said.get("occupation", "") if about in self.known else ""
        return "" if bridge.occupation_known(said) else str(said)

    def _said_code(self, about: str, occupation: str) -> str:
        """The code that a file gave an occupation; none for an idea that is about another now."""
        said = self.known[about].said if about in self.known else {}
        return str(said.get("soc2020", "")) if said.get("occupation", "") == occupation else ""

    def stays(self) -> Iterator[made.Stay]:
        """The student's time at this school."""
        yield made.Stay(self._id("roll"), self.student.joined_on, self.student.left_on)

    def encounters(self) -> Iterator[made.Encounter]:
        """Everything the student took part in here, oldest first."""
        today = timezone.localdate()
        kinds = {kind.name: kind for kind in rules.kinds(today) if kind.family == "encounter"}
        records = {f"interview:{one.interview_id}": one for one in own_records(self.student)}
        lines = standing_lines(self.student.pk).filter(kind__in=list(kinds), happened_on__lte=today)
        for line in lines.order_by("happened_on", "pk"):
            if is_elsewhere(line.about):
                continue
            written = records.get(line.about) if line.kind == INTERVIEW else None
            yield made.Encounter(
                id=self._id(f"line:{line.pk}"),
                on=line.happened_on,
                kind=line.kind,
                label=kinds[line.kind].label,
                summary=showable(line.summary),
                organisation=showable(line.organisation),
                subject=showable(line.subject),
                channel=line.channel,
                minutes=line.minutes,
                independent=line.is_independent,
                routes=tuple(line.routes),
                sectors=tuple(line.sectors),
                interview=_interview(written) if written else None,
            )

    def plan(self) -> Iterator[made.Action]:
        """Agreed actions, oldest first."""
        for one in own_actions(self.student).order_by("agreed_on", "pk"):
            about = f"action:{one.pk}"
            yield made.Action(
                id=self._id(about),
                what=showable(one.what),
                agreed_on=one.agreed_on,
                state=one.state,
                who=one.owner,
                due_on=one.due_on,
                closed_on=one.closed_on,
                what_came_of_it=showable(one.what_came_of_it),
                opportunity=showable(one.opportunity),
                opportunity_url=_web_page(one.opportunity_url),
                routes=tuple(one.routes),
                source=self._source(about),
            )

    def ideas(self) -> Iterator[made.Idea]:
        """Ideas, oldest first, those put away too."""
        codes = bridge.codes()
        for one in Idea.objects.filter(student=self.student).order_by("saved_at", "pk"):
            about = f"idea:{one.pk}"
            occupation = one.occupation or self._unknown_occupation(about)
            yield made.Idea(
                id=self._id(about),
                kind=one.kind,
                title=showable(one.title),
                saved_on=_day(one.saved_at),
                note=showable(one.note),
                occupation=occupation,
                soc2020=codes.get(occupation, "") or self._said_code(about, occupation),
                found_at=showable(one.source),
                link=_web_page(one.source_url),
                put_away_on=_day(one.dropped_at) if one.dropped_at else None,
                source=self._source(about),
            )

    def self_assessments(self) -> Iterator[made.SelfAssessment]:
        """Finished answers about themselves, oldest first."""
        found = SelfAssessment.objects.filter(student=self.student, finished_at__isnull=False)
        for one in found.order_by("finished_at", "pk"):
            about = f"self-assessment:{one.pk}"
            yield made.SelfAssessment(
                self._id(about),
                one.edition,
                _day(one.finished_at),
                dict(one.answers),
                self._source(about),
            )

    def intentions(self) -> Iterator[made.Intention]:
        """What they meant to do, oldest first."""
        for one in intentions_of(self.student).order_by("recorded_at", "pk"):
            about = f"intention:{one.pk}"
            yield made.Intention(
                id=self._id(about),
                point=one.point,
                said_on=_day(one.recorded_at),
                how_sure=one.how_sure,
                route=one.route,
                fallback_route=one.fallback_route,
                note=showable(one.note),
                source=self._source(about),
            )

    def reasons(self) -> Iterator[made.Reasons]:
        """Why they meant to do it, and what else they would take."""
        for one in Reasons.objects.filter(student=self.student).order_by("changed_at", "pk"):
            about = f"reasons:{one.pk}"
            others = (
                made.Alternative(other["route"], showable(other["words"]))
                for other in one.alternatives
            )
            yield made.Reasons(
                id=self._id(about),
                point=one.point,
                said_on=_day(one.changed_at),
                ticks=tuple(one.ticks),
                own_words=showable(one.own_words),
                alternatives=tuple(others),
                subjects=tuple(filter(None, map(showable, one.subjects))),
                source=self._source(about),
            )

    def applications(self) -> Iterator[made.Application]:
        """Applications, oldest first, without those put away."""
        found = Application.objects.filter(student=self.student, removed_at__isnull=True)
        for one in found.order_by("added_at", "pk"):
            about = f"application:{one.pk}"
            yield made.Application(
                id=self._id(about),
                point=one.point,
                title=showable(one.title),
                route=one.route,
                state=one.state,
                added_on=_day(one.added_at),
                provider=showable(one.provider),
                level=one.level,
                close_on=one.close_on,
                applied_on=one.applied_on,
                interview_on=one.interview_on,
                reply_by=one.reply_by,
                conditions=showable(one.conditions),
                notes=showable(one.notes),
                source=self._source(about),
            )

    def predicted_grades(self) -> Iterator[made.PredictedGrade]:
        """Predicted grades, oldest first."""
        found = PredictedGrade.objects.filter(student=self.student)
        for one in found.order_by("predicted_on", "pk"):
            about = f"grade:{one.pk}"
            yield made.PredictedGrade(
                id=self._id(about),
                subject=showable(one.subject),
                grade=one.grade,
                predicted_on=one.predicted_on,
                given_by=showable(one.source),
                source=self._source(about),
            )

    def responsibilities(self) -> Iterator[made.Responsibility]:
        """What they are in charge of, oldest first."""
        found = Responsibility.objects.filter(student=self.student)
        for one in found.order_by("added_at", "pk"):
            about = f"responsibility:{one.pk}"
            yield made.Responsibility(
                self._id(about), showable(one.words), _day(one.added_at), self._source(about)
            )

    def documents(self) -> Iterator[made.Document]:
        """What they wrote about themselves, oldest first."""
        for one in Document.objects.filter(student=self.student).order_by("changed_at", "pk"):
            about = f"document:{one.pk}"
            parts = {key: text for key, said in one.parts.items() if (text := showable(said))}
            yield made.Document(
                id=self._id(about),
                kind=one.kind,
                title=showable(one.title),
                changed_on=_day(one.changed_at),
                parts=parts,
                source=self._source(about),
            )

    def feedback(self) -> Iterator[made.Feedback]:
        """What they said of what they had here, oldest first."""
        found = FeedbackResponse.objects.filter(student=self.student)
        for one in found.order_by("given_at", "pk"):
            answers = {name: said for name, said in one.answers.items() if said}
            yield made.Feedback(
                self._id(f"feedback:{one.pk}"),
                one.question_set,
                _day(one.given_at),
                answers,
                showable(one.comment),
            )


def _interview(written: Any) -> made.Interview:
    return made.Interview(
        showable(written.main_points),
        str(written.interview.adviser),
        showable(written.student_comment),
    )


def _web_page(link: str) -> str:
    return link if is_web_page(link) else ""


def _day(moment: Any) -> Any:
    return timezone.localdate(moment)


def in_order(pieces: Iterable[Any], day: str) -> tuple[Any, ...]:
    """Pieces by their day, those of one day by their identifier."""
    return tuple(sorted(pieces, key=lambda one: (getattr(one, day), one.id)))
