"""What would have given a student a place: checked by sharing out again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .problem import Problem
from .result import Result
from .solving import best

# More seats than this would be another session, not an explanation.
SEATS_TRIED = 16


@dataclass(frozen=True)
class Counterfactual:
    """With so many more seats in a session the student would have had a place there (checked)."""

    session: int
    seats: int

    def sentence(self, problem: Problem) -> str:
        """What to tell."""
        more = "one more seat" if self.seats == 1 else f"{self.seats} more seats"
        name = problem.sessions[self.session].id
        return f"With {more} in “{name}” you would have had a place there."


def counterfactual(problem: Problem, result: Result, student: int) -> Counterfactual | None:
    """The session that the fewest more seats would have opened to a student, the best ranked first.

    Every answer is checked: the round is solved again with those seats, and with one fewer. None
    where no number of seats up to `SEATS_TRIED` would have done it.
    """
    held = {session for one, session in result.places if one == student}
    found: list[tuple[int, int, int]] = []
    for rank, session in enumerate(problem.students[student].preferences):
        if session in held:
            break  # what they ranked lower was not wanted more
        seats = _seats_needed(problem, student, session)
        if seats is not None:
            found.append((seats, rank, session))
    if not found:
        return None
    seats, _, session = min(found)
    return Counterfactual(session, seats)


def _seats_needed(problem: Problem, student: int, session: int) -> int | None:
    def has_place(more: int) -> bool:
        return (student, session) in _with_more_seats(problem, session, more).places

    high = 1
    while not has_place(high):
        high *= 2
        if high > SEATS_TRIED:
            return None
    low = high // 2  # known not to be enough, or 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if has_place(middle) else (middle, high)
    return high


def _with_more_seats(problem: Problem, session: int, more: int) -> Result:
    sessions = list(problem.sessions)
    sessions[session] = replace(sessions[session], capacity=sessions[session].capacity + more)
    return best(replace(problem, sessions=tuple(sessions)))
