"""Taking erased students out of drafts, whose problem and result hold keys beside needs."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models import Draft

Json = dict[str, Any]
_BLANK: Json = {"need": 0, "missed_before": 0, "groups": [], "accompanied": False}
_ERASED = "What it says named somebody whose records are erased."


@transaction.atomic
def forget_students(*, school: Any, students: Collection[int], **_: Any) -> int:
    """Take these students out of every draft of a school; tells how many drafts held one.

    What a student asked for and got stays, so that the figures of a draft go on counting it, under
    a name that is made up for that one draft and is no student's key. Safe to repeat.
    """
    gone = {str(pk) for pk in students}
    changed = 0
    for key in list(Draft.objects.filter(school=school).values_list("pk", flat=True)):
        draft = Draft.objects.get(pk=key)
        names = [one["id"] for one in draft.problem.get("students", ())]
        stand_ins = _stand_ins([name for name in names if name in gone], names)
        if not stand_ins:
            continue
        draft.problem = _problem_without(draft.problem, stand_ins)
        draft.result = _result_without(draft.result, stand_ins)
        if any(re.search(rf"\b{name}\b", draft.because) for name in stand_ins):
            draft.because = _ERASED
        draft.erased_on = timezone.localdate()
        draft.save(update_fields=["problem", "result", "because", "erased_on"])
        changed += 1
    return changed


def _stand_ins(gone: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """A name by chance for each: below nought, as no key of a student is."""
    made: dict[str, str] = {}
    used = set(names)
    for name in gone:
        while (stand_in := f"-{secrets.randbelow(10**9) + 1}") in used:
            pass
        used.add(stand_in)
        made[name] = stand_in
    return made


def _problem_without(problem: Json, stand_ins: Mapping[str, str]) -> Json:
    students = _renamed(problem["students"], "id", stand_ins)
    return problem | {
        "students": [one | _BLANK if _is_made_up(one["id"]) else one for one in students],
        "sessions": [
            one | {"benefit": {pk: n for pk, n in one["benefit"].items() if pk not in stand_ins}}
            for one in problem["sessions"]
        ],
        # Whose brother or sister they are would tell who they were.
        "together": [
            left
            for family in problem["together"]
            if len(left := [pk for pk in family if pk not in stand_ins]) > 1
        ],
        "fixed": _renamed(problem["fixed"], "student", stand_ins),
        "arrived": [stand_ins.get(pk, pk) for pk in problem["arrived"]],
    }


def _result_without(result: Json, stand_ins: Mapping[str, str]) -> Json:
    return result | {
        name: _renamed(result[name], "student", stand_ins)
        for name in ("places", "unplaced")
        if name in result
    }


def _renamed(rows: Sequence[Json], field: str, stand_ins: Mapping[str, str]) -> list[Json]:
    """Rows with stand-ins for names. Those come last, in an order of their own: the rows are in
    the order of keys, and the place between two of them would tell which key it was.
    """
    named = [row | {field: stand_ins.get(row[field], row[field])} for row in rows]
    return sorted(named, key=lambda row: row[field] if _is_made_up(row[field]) else "")


def _is_made_up(name: str) -> bool:
    return name.startswith("-")
