"""Taking erased students out of drafts, whose problem and result hold keys beside needs."""

import re
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models import Timetable, TimetableDraft

Json = dict[str, Any]
_OF_AN_INTERVIEW = ("not_held", "moved", "replaced", "other_room")


@transaction.atomic
def forget_students(*, school: Any, students: Collection[int], **_: Any) -> int:
    """Take these students, their interviews and the adults who came along only with them out of
    every draft of a school; tells how many drafts held one. Safe to repeat.
    """
    _forget_whom(school, set(students))
    gone = {str(pk) for pk in students}
    changed = 0
    for key in list(TimetableDraft.objects.filter(school=school).values_list("pk", flat=True)):
        draft = TimetableDraft.objects.get(pk=key)
        problem = draft.problem or {}
        if gone.isdisjoint(one["id"] for one in problem.get("students", ())):
            continue
        asked = [one for one in problem["interviews"] if one["student"] in gone]
        draft.problem = _problem_without(problem, gone)
        if draft.result is not None:
            names = gone | {str(one["id"]) for one in asked}
            draft.result = _result_without(draft.result, names)
        draft.erased_on = timezone.localdate()
        draft.save(update_fields=["problem", "result", "erased_on"])
        changed += 1
    return changed


def _forget_whom(school: Any, gone: set[int]) -> None:
    """Out of the students that a timetable names."""
    for timetable in Timetable.objects.filter(school=school):
        named = timetable.audience.get("students", [])
        left = [pk for pk in named if pk not in gone]
        if left != named:
            timetable.audience["students"] = left
            timetable.save(update_fields=["audience"])


def _problem_without(problem: Json, gone: set[str]) -> Json:
    left = [one for one in problem["interviews"] if one["student"] not in gone]
    made = problem | {
        "students": [one for one in problem["students"] if one["id"] not in gone],
        "interviews": left,
    }
    if "adults" in problem:
        come_along = {one.get("adult") for one in left}
        made["adults"] = [one for one in problem["adults"] if one["id"] in come_along]
    return made


def _result_without(result: Json, names: set[str]) -> Json:
    """names: of the students and of their interviews."""
    made = dict(result)
    made["appointments"] = [
        one for one in result.get("appointments", ()) if one["interview"] not in names
    ]
    for what in _OF_AN_INTERVIEW:
        if what in result:
            made[what] = [one for one in result[what] if one["interview"] not in names]
    if "lost" in result:
        made["lost"] = [one for one in result["lost"] if one not in names]
    if "conflict" in result:
        made["conflict"] = [one for one in result["conflict"] if not _tells_of(one, names)]
    return made


def _tells_of(fault: Json, names: set[str]) -> bool:
    """Whether a sentence on what cannot stand names one of these."""
    return not names.isdisjoint(re.findall(r"[\w-]+", fault["sentence"]))
