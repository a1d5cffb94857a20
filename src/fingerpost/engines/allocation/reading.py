"""Reading an allocation problem from JSON; every fault is told with its place."""

from collections.abc import Iterable
from typing import Any

from .problem import CRITERIA, FULL_SCORE, BadProblem, Criterion, Json, Problem, Session, Student

_TOLD_AT_MOST = 50
_KNOWN = {
    "problem": {
        "students",
        "sessions",
        "conflicts",
        "criteria",
        "seed",
        "together",
        "fixed",
        "arrived",
    },
    "student": {
        "id",
        "need",
        "places",
        "missed_before",
        "groups",
        "preferences",
        "accompanied",
    },
    "session": {
        "id",
        "capacity",
        "minimum",
        "slot",
        "benefit",
        "reserved",
        "transport",
        "escorts",
    },
    "criterion": {"name", "weight", "level"},
}


class _Reader:
    """Reads parts of the JSON and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def fault(self, place: str, sentence: str) -> None:
        if len(self.faults) < _TOLD_AT_MOST:
            self.faults.append(f"{place}: {sentence}")

    def table(self, value: Any, place: str, kind: str) -> Json:
        if not isinstance(value, dict):
            self.fault(place, "This must be an object in braces.")
            return {}
        for name in sorted(set(value) - _KNOWN[kind]):
            self.fault(f"{place}.{name}", "This is not a field of the format.")
        return value

    def rows(self, value: Any, place: str) -> list[Any]:
        if isinstance(value, list):
            return value
        self.fault(place, "This must be a list.")
        return []

    def name(self, value: Any, place: str) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            self.fault(place, "An id is a text or a whole number, and not empty.")
            return ""
        return str(value)

    def text(self, value: Any, place: str) -> str:
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.fault(place, "This must be a text.")
            return ""
        return str(value)

    def whole(self, value: Any, place: str, least: int = 0) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.fault(place, f"This must be a whole number of {least} or more.")
            return least
        return value

    def score(self, value: Any, place: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(place, "This must be a number from 0 to 100.")
            return 0
        if not 0 <= value <= FULL_SCORE:
            self.fault(place, "A score runs from 0 to 100.")
            return 0
        return value


def read_problem(data: Any) -> Problem:
    """Read a problem from parsed JSON.

    Raises BadProblem with every fault found, each beginning with its place, such as
    `students[4].need`; contradictions that need more than one field are found by `contradictions`.
    """
    reader = _Reader()
    whole = reader.table(data, "problem", "problem")
    students, student_numbers = _named(reader, whole, "students", "student")
    sessions, session_numbers = _named(reader, whole, "sessions", "session")
    problem = Problem(
        students=tuple(
            _student(reader, row, f"students[{n}]", session_numbers)
            for n, row in enumerate(students)
        ),
        sessions=tuple(
            _session(reader, row, f"sessions[{n}]", student_numbers)
            for n, row in enumerate(sessions)
        ),
        criteria=_criteria(reader, whole),
        conflicts=_conflicts(reader, whole, session_numbers),
        together=_together(reader, whole, student_numbers),
        fixed=_fixed(reader, whole, student_numbers, session_numbers),
        arrived=_arrived(reader, whole, student_numbers),
        seed=reader.whole(whole.get("seed", 0), "seed"),
    )
    if reader.faults:
        raise BadProblem(reader.faults)
    return problem


def _named(
    reader: _Reader, whole: Json, field: str, kind: str
) -> tuple[list[Json], dict[str, int]]:
    """The rows of a list of things with ids, and the number of each id."""
    if field not in whole:
        reader.fault(field, "This is missing.")
    rows = [
        reader.table(row, f"{field}[{n}]", kind)
        for n, row in enumerate(reader.rows(whole.get(field, []), field))
    ]
    numbers: dict[str, int] = {}
    for n, row in enumerate(rows):
        name = reader.name(row.get("id"), f"{field}[{n}].id")
        if name in numbers:
            reader.fault(f"{field}[{n}].id", f"“{name}” is the id of {field}[{numbers[name]}] too.")
        numbers.setdefault(name, n)
    return rows, numbers


def _number_of(
    reader: _Reader, value: Any, place: str, numbers: dict[str, int], what: str
) -> int | None:
    found = numbers.get(str(value)) if isinstance(value, str | int) else None
    if found is None:
        reader.fault(place, f"There is no {what} “{value}”.")
    return found


def _student(reader: _Reader, row: Json, place: str, sessions: dict[str, int]) -> Student:
    ranked: list[int] = []
    for n, value in enumerate(reader.rows(row.get("preferences", []), f"{place}.preferences")):
        found = _number_of(reader, value, f"{place}.preferences[{n}]", sessions, "session")
        if found in ranked:
            reader.fault(f"{place}.preferences[{n}]", f"“{value}” is ranked twice.")
        elif found is not None:
            ranked.append(found)
    groups = reader.rows(row.get("groups", []), f"{place}.groups")
    return Student(
        id=str(row.get("id", "")),
        need=reader.score(row.get("need", 0), f"{place}.need"),
        places=reader.whole(row.get("places", 1), f"{place}.places"),
        missed_before=reader.whole(row.get("missed_before", 0), f"{place}.missed_before"),
        groups=tuple(reader.text(one, f"{place}.groups") for one in groups),
        preferences=tuple(ranked),
        accompanied=_truth(reader, row.get("accompanied", False), f"{place}.accompanied"),
    )


def _truth(reader: _Reader, value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        reader.fault(place, "This must be true or false.")
        return False
    return value


def _session(reader: _Reader, row: Json, place: str, students: dict[str, int]) -> Session:
    capacity = reader.whole(row.get("capacity"), f"{place}.capacity")
    minimum = reader.whole(row.get("minimum", 0), f"{place}.minimum")
    if minimum > capacity:
        reader.fault(f"{place}.minimum", f"It needs {minimum} students and has {capacity} seats.")
    reserved = _counts(reader, row.get("reserved"), f"{place}.reserved")
    if sum(reserved.values()) > capacity:
        reader.fault(
            f"{place}.reserved",
            f"{sum(reserved.values())} seats are reserved and there are {capacity}.",
        )
    escorts = row.get("escorts")
    return Session(
        id=str(row.get("id", "")),
        capacity=capacity,
        minimum=minimum,
        slot=reader.text(row.get("slot"), f"{place}.slot"),
        benefit=_benefit(reader, row.get("benefit"), f"{place}.benefit", students),
        reserved=reserved,
        transport=reader.text(row.get("transport"), f"{place}.transport"),
        escorts=None if escorts is None else reader.whole(escorts, f"{place}.escorts"),
    )


def _counts(reader: _Reader, value: Any, place: str) -> dict[str, int]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        reader.fault(place, "This must be an object in braces.")
        return {}
    return {name: reader.whole(n, f"{place}.{name}") for name, n in sorted(value.items())}


def _benefit(reader: _Reader, value: Any, place: str, students: dict[str, int]) -> dict[int, float]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        reader.fault(place, "This must be an object in braces.")
        return {}
    found: dict[int, float] = {}
    for name, score in value.items():
        number = _number_of(reader, name, f"{place}.{name}", students, "student")
        if number is not None:
            found[number] = reader.score(score, f"{place}.{name}")
    return found


def _criteria(reader: _Reader, whole: Json) -> tuple[Criterion, ...]:
    rows = reader.rows(whole.get("criteria", []), "criteria")
    if not rows:
        reader.fault("criteria", "Say by which criteria places are given, at least one.")
    return tuple(_criterion(reader, row, f"criteria[{n}]") for n, row in enumerate(rows))


def _criterion(reader: _Reader, row: Any, place: str) -> Criterion:
    row = reader.table(row, place, "criterion")
    if row.get("name") not in CRITERIA:
        reader.fault(f"{place}.name", f"A criterion is one of {', '.join(CRITERIA)}.")
    weight = row.get("weight", 1)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 1000:
        reader.fault(f"{place}.weight", "A weight is a number above 0, at most 1000.")
        weight = 1
    level = reader.whole(row.get("level", 1), f"{place}.level", least=1)
    return Criterion(str(row.get("name")), weight, level)


def _conflicts(
    reader: _Reader, whole: Json, sessions: dict[str, int]
) -> tuple[tuple[int, int], ...]:
    found: set[tuple[int, int]] = set()
    for n, row in enumerate(reader.rows(whole.get("conflicts", []), "conflicts")):
        pair = _numbers(reader, row, f"conflicts[{n}]", sessions, "session")
        if len(pair) != 2 or pair[0] == pair[1]:
            reader.fault(f"conflicts[{n}]", "A conflict names two sessions.")
        else:
            found.add((min(pair), max(pair)))
    return tuple(sorted(found))


def _numbers(
    reader: _Reader, row: Any, place: str, numbers: dict[str, int], what: str
) -> list[int]:
    named: Iterable[Any] = reader.rows(row, place)
    found = [_number_of(reader, name, place, numbers, what) for name in named]
    return [number for number in found if number is not None]


def _together(
    reader: _Reader, whole: Json, students: dict[str, int]
) -> tuple[tuple[int, ...], ...]:
    found: list[tuple[int, ...]] = []
    seen: set[int] = set()
    for n, row in enumerate(reader.rows(whole.get("together", []), "together")):
        place = f"together[{n}]"
        members = _numbers(reader, row, place, students, "student")
        if len(set(members)) < 2:
            reader.fault(place, "Name at least two students who travel together.")
        if seen & set(members):
            reader.fault(place, "A student belongs to one set only: put the sets together.")
        seen |= set(members)
        found.append(tuple(sorted(set(members))))
    return tuple(found)


def _fixed(
    reader: _Reader, whole: Json, students: dict[str, int], sessions: dict[str, int]
) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for n, row in enumerate(reader.rows(whole.get("fixed", []), "fixed")):
        place = f"fixed[{n}]"
        if not isinstance(row, dict) or set(row) != {"student", "session"}:
            reader.fault(place, "A fixed place names a student and a session.")
            continue
        student = _number_of(reader, row["student"], place, students, "student")
        session = _number_of(reader, row["session"], place, sessions, "session")
        if student is not None and session is not None:
            if (student, session) in found:
                reader.fault(place, "This place is fixed twice.")
            found.append((student, session))
    return tuple(found)


def _arrived(reader: _Reader, whole: Json, students: dict[str, int]) -> tuple[int, ...]:
    order = _numbers(reader, whole.get("arrived", []), "arrived", students, "student")
    if len(set(order)) != len(order):
        reader.fault("arrived", "A student arrives once.")
    return tuple(dict.fromkeys(order))
