"""Reading records of interviews, and what an adviser needs before one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.ledger.models import Entry
from fingerpost.ledger.selectors import standing_lines
from fingerpost.pathways.models import Idea
from fingerpost.rules import kinds
from fingerpost.students.models import CharacteristicValue
from fingerpost.students.permissions import visible_characteristics
from fingerpost.students.selectors import current_characteristics

from ..models import Action, Interview, InterviewRecord, RecordDraft
from ..permissions import AGREED

EARLIER_LINES = 30


def record_or_none(interview: Interview) -> InterviewRecord | None:
    """The interview's record, if anything has been written."""
    return (
        InterviewRecord.objects.filter(interview=interview)
        .select_related("saved_by")
        .prefetch_related("actions")
        .first()
    )


def draft_of(interview: Interview, person: Any) -> RecordDraft | None:
    """What a person has typed into an interview's record and not saved."""
    return (
        RecordDraft.objects.filter(record__interview=interview, person=person)
        .select_related("record")
        .first()
    )


def content_of(written: InterviewRecord | None) -> dict[str, Any]:
    """A record as its form has it, which is also how a draft is kept."""
    if written is None:
        return {"main_points": "", "routes": [], "sectors": [], "actions": []}
    actions = sorted(written.actions.all(), key=lambda action: action.pk)
    return {
        "main_points": written.main_points,
        "routes": list(written.routes),
        "sectors": list(written.sectors),
        "actions": [_action_content(action) for action in actions],
    }


def _action_content(action: Action) -> dict[str, Any]:
    return {
        "id": str(action.pk),
        "what": action.what,
        "owner": action.owner,
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "opportunity": action.opportunity,
        "opportunity_url": action.opportunity_url,
        "route": action.routes[0] if action.routes else "",
    }


@dataclass(frozen=True)
class Pack:
    """All that an adviser reads before an interview."""

    characteristics: dict[str, CharacteristicValue]
    earlier: Sequence[Entry]
    records: Sequence[InterviewRecord]
    intentions: Sequence[Entry]
    ideas: Sequence[Idea]
    actions: Sequence[Action]


def preparation_pack(viewer: Viewer, interview: Interview) -> Pack:
    """What is known of a student before an interview, as far as the viewer may see it."""
    student = interview.student
    visible = visible_characteristics(viewer)
    today = timezone.localdate()
    encounters = [kind.name for kind in kinds(today) if kind.family == "encounter"]
    lines = standing_lines(student.pk)
    known = current_characteristics([student.pk], visible)
    return Pack(
        characteristics=known.get(student.pk, {}),
        earlier=list(lines.filter(kind__in=encounters)[:EARLIER_LINES]),
        records=list(
            InterviewRecord.objects.filter(
                interview__student=student, finished_at__isnull=False
            ).select_related("interview__adviser__person")[:5]
        ),
        intentions=_latest_by_point(lines.filter(kind="intention_recorded")),
        ideas=list(Idea.objects.filter(student=student, dropped_at__isnull=True)[:20]),
        actions=list(Action.objects.filter(AGREED, student=student, state="open")[:30]),
    )


def _latest_by_point(lines: QuerySet[Entry]) -> list[Entry]:
    """The latest intention for each decision point, and the latest fallback for each."""
    latest: dict[tuple[str, str], Entry] = {}
    for line in lines.order_by("-happened_on", "-id"):
        latest.setdefault((line.point, line.about), line)
    return list(latest.values())
