"""Putting a plan into the database, and taking it out again, in few and large statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from ..models import CharacteristicValue, FormerUpn, Student, TutorGroup
from .plan import Change, Plan, Undo

_DATES = {"born_on", "joined_on", "left_on"}
_CHUNK = 800
"""Keys named in one statement; SQLite takes a thousand."""


def in_chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """Keys in lists short enough for one statement."""
    all_keys = list(keys)
    for start in range(0, len(all_keys), _CHUNK):
        yield all_keys[start : start + _CHUNK]


class PlanWriter:
    """Writes one plan for one school. `undo` then holds what it takes to reverse it."""

    def __init__(self, plan: Plan, school_id: int) -> None:
        self.plan = plan
        self.school_id = school_id
        self.day = dt.date.fromisoformat(plan.day)
        self.undo = Undo()
        self._groups: dict[tuple[str, int], TutorGroup] = {}

    def write(self, tell: Callable[[str, int, int], None]) -> Undo:
        """Everything in the plan. The caller holds the transaction."""
        steps = (
            ("Making tutor groups …", self._make_groups),
            (f"Adding {len(self.plan.joiners):,} students …", self._add_joiners),
            (f"Changing {len(self.plan.changes):,} students …", self._change),
            ("Noting former UPNs …", self._note_former_upns),
            ("Keeping what is known of each student …", self._close_and_open),
            (f"Noting {len(self.plan.leavers):,} leavers …", self._let_go),
        )
        for done, (words, step) in enumerate(steps):
            tell(words, done, len(steps))
            step()
        return self.undo

    def _make_groups(self) -> None:
        wanted = {(j.group, j.values["year_group"]) for j in self.plan.joiners if j.group}
        wanted |= {(c.group[1], c.year) for c in self.plan.changes if c.group and c.group[1]}
        existing = TutorGroup.objects.filter(school_id=self.school_id)
        self._groups = {(group.name, group.year_group): group for group in existing}
        new = [
            TutorGroup(school_id=self.school_id, name=name, year_group=year)
            for name, year in sorted(wanted - self._groups.keys())
        ]
        for group in TutorGroup.objects.bulk_create(new):
            self._groups[group.name, group.year_group] = group
            self.undo.groups.append(group.pk)

    def _group_id(self, name: str | None, year: int) -> int | None:
        return self._groups[name, year].pk if name else None

    def _add_joiners(self) -> None:
        students = [
            Student(
                school_id=self.school_id,
                tutor_group_id=self._group_id(joiner.group, joiner.values["year_group"]),
                **{name: as_field(name, value) for name, value in joiner.values.items()},
            )
            for joiner in self.plan.joiners
        ]
        students = Student.objects.bulk_create(students)
        self.undo.students = [student.pk for student in students]
        CharacteristicValue.objects.bulk_create(
            self._value(student.pk, kind, value)
            for student, joiner in zip(students, self.plan.joiners, strict=True)
            for kind, value in joiner.known.items()
        )

    def _value(self, student_id: int, kind: str, value: str) -> CharacteristicValue:
        return CharacteristicValue(
            student_id=student_id,
            kind=kind,
            value=value,
            source=self.plan.source,
            from_on=self.day,
        )

    def _change(self) -> None:
        changes = {change.student: change for change in self.plan.changes if _is_of_line(change)}
        students = _students(changes)
        touched: set[str] = set()
        for student in students:
            change = changes[student.pk]
            for name, (_, new) in change.values.items():
                self._set(student, name, as_field(name, new))
                touched.add(name)
            if change.group:
                group_id = self._group_id(change.group[1], change.year)
                self._set(student, "tutor_group_id", group_id)
                touched.add("tutor_group")
        self._make_room(students, touched)
        if touched:
            Student.objects.bulk_update(students, sorted(touched), batch_size=250)

    def _note_former_upns(self) -> None:
        """Keep the UPNs that were replaced or that the file tells, to know the student by."""
        old = [(change.student, change.former_upn) for change in self.plan.changes]
        old += [
            (change.student, change.values["upn"][0])
            for change in self.plan.changes
            if "upn" in change.values
        ]
        told = [joiner.former_upn for joiner in self.plan.joiners]
        old += list(zip(self.undo.students, told, strict=True))
        self.undo.former_upns = note_former_upns(old, self.day)

    def _set(self, student: Student, name: str, new: Any) -> None:
        self.undo.fields.append([student.pk, name, as_json(getattr(student, name)), as_json(new)])
        setattr(student, name, new)

    @staticmethod
    def _make_room(students: Sequence[Student], touched: set[str]) -> None:
        """Empty the numbers that change, so that two students may swap theirs."""
        for name in sorted({"source_id", "upn"} & touched):
            for keys in in_chunks(student.pk for student in students):
                Student.objects.filter(pk__in=keys).update(**{name: ""})

    def _close_and_open(self) -> None:
        changes = {change.student: change.known for change in self.plan.changes if change.known}
        open_now = open_values(changes)
        for student_id, known in changes.items():
            self.undo.closed += [
                open_now[student_id, kind].pk for kind in known if (student_id, kind) in open_now
            ]
        for keys in in_chunks(self.undo.closed):
            CharacteristicValue.objects.filter(pk__in=keys).update(until_on=self.day)
        opened = CharacteristicValue.objects.bulk_create(
            self._value(student_id, kind, new)
            for student_id, known in changes.items()
            for kind, (_, new) in known.items()
            if new is not None
        )
        self.undo.opened = [value.pk for value in opened]

    def _let_go(self) -> None:
        by_day: dict[str, list[int]] = defaultdict(list)
        for leaver in self.plan.leavers:
            by_day[leaver.left_on].append(leaver.student)
        for left_on, leaving in by_day.items():
            for keys in in_chunks(leaving):
                students = Student.objects.filter(pk__in=keys)
                for student_id, before in students.values_list("pk", "left_on"):
                    self.undo.fields.append([student_id, "left_on", as_json(before), left_on])
                students.update(left_on=dt.date.fromisoformat(left_on))


def note_former_upns(old: Iterable[tuple[int, str]], on: dt.date) -> list[int]:
    """Keep UPNs by which students, given by key, were known; the keys of those that are new.

    One that another student of the same school had too tells nobody apart, and the last one
    noted counts.
    """
    wanted = {(student_id, upn) for student_id, upn in old if upn}
    known: set[tuple[int, str]] = set()
    for keys in in_chunks({student_id for student_id, _ in wanted}):
        found = FormerUpn.objects.filter(student_id__in=keys)
        known.update(found.values_list("student_id", "upn"))
    noted = FormerUpn.objects.bulk_create(
        FormerUpn(student_id=student_id, upn=upn, noted_on=on)
        for student_id, upn in sorted(wanted - known)
    )
    return [former.pk for former in noted]


def take_back(undo: Undo) -> int:
    """Reverse what was written; tells how many values changed since were left as they are."""
    kept = _put_fields_back(undo.fields)
    for keys in in_chunks(undo.opened):
        CharacteristicValue.objects.filter(pk__in=keys, until_on__isnull=True).delete()
    kept += _open_again(undo.closed)
    for keys in in_chunks(undo.former_upns):
        FormerUpn.objects.filter(pk__in=keys).delete()
    for keys in in_chunks(undo.students):
        CharacteristicValue.objects.filter(student_id__in=keys).delete()
        Student.objects.filter(pk__in=keys).delete()
    for keys in in_chunks(undo.groups):
        TutorGroup.objects.filter(pk__in=keys, students__isnull=True, scope__isnull=True).delete()
    return kept


def _put_fields_back(fields: list[list[Any]]) -> int:
    changes: dict[int, list[list[Any]]] = defaultdict(list)
    for student_id, name, before, after in fields:
        changes[student_id].append([name, before, after])
    students = _students(changes)
    touched: set[str] = set()
    kept = 0
    for student in students:
        for name, before, after in changes[student.pk]:
            if as_json(getattr(student, name)) != after:
                kept += 1
                continue
            setattr(student, name, as_field(name, before))
            touched.add(name)
    PlanWriter._make_room(students, touched)
    if touched:
        Student.objects.bulk_update(students, sorted(touched), batch_size=250)
    return kept


def _open_again(closed: list[int]) -> int:
    kept = 0
    for keys in in_chunks(closed):
        values = list(CharacteristicValue.objects.filter(pk__in=keys))
        taken = open_values({value.student_id for value in values})
        free = [value.pk for value in values if (value.student_id, value.kind) not in taken]
        kept += len(values) - len(free)
        CharacteristicValue.objects.filter(pk__in=free).update(until_on=None)
    return kept


def open_values(student_ids: Iterable[int]) -> dict[tuple[int, str], CharacteristicValue]:
    """What is known now of these students, by student and kind."""
    found = {}
    for keys in in_chunks(student_ids):
        values = CharacteristicValue.objects.filter(student_id__in=keys, until_on__isnull=True)
        found.update({(value.student_id, value.kind): value for value in values.order_by()})
    return found


def with_other_records(student_ids: Sequence[int]) -> QuerySet[Student]:
    """Those of these students of whom anything is kept beyond the roll itself."""
    spared: set[int] = set()
    for relation in Student._meta.related_objects:
        model = relation.related_model
        if model in (CharacteristicValue, FormerUpn) or isinstance(model, str):
            continue
        name = relation.field.name
        for keys in in_chunks(student_ids):
            used = model._base_manager.filter(**{f"{name}__in": keys})
            spared.update(used.values_list(f"{name}_id", flat=True))
    for keys in in_chunks(student_ids):
        signing_in = Student.objects.filter(pk__in=keys, person__isnull=False)
        spared.update(signing_in.values_list("pk", flat=True))
    return Student.objects.filter(pk__in=list(spared)[:_CHUNK])


def _students(keys: Iterable[int]) -> list[Student]:
    return [
        student
        for chunk in in_chunks(keys)
        for student in Student.objects.filter(pk__in=chunk).order_by("pk")
    ]


def _is_of_line(change: Change) -> bool:
    return bool(change.values or change.group)


def as_field(name: str, value: Any) -> Any:
    """A stored value as the model has it."""
    return dt.date.fromisoformat(value) if name in _DATES and value else value


def as_json(value: Any) -> Any:
    """A value as JSON holds it: days as text."""
    return value.isoformat() if isinstance(value, dt.date) else value
