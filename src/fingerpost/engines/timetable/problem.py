"""A timetable that is asked for: days, schools, advisers, students and their interviews.

Times of day are minutes since midnight, and an empty tuple of days stands for every day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time on some days."""

    since: int
    until: int
    days: tuple[date, ...] = ()  # empty: every day


@dataclass(frozen=True, slots=True)
class Window(Stretch):
    """When an adviser can be seen at a school, perhaps in a room kept for it."""

    school: str = ""
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Booking(Stretch):
    """Something already in an adviser's diary, perhaps at a school; it counts to the cap."""

    school: str | None = None


@dataclass(frozen=True, slots=True)
class Lesson(Stretch):
    """A lesson or an exam. Protected: never missed; else missing it costs."""

    subject: str | None = None
    protected: bool = False
    cost: int = 1


@dataclass(frozen=True, slots=True)
class Room:
    """A room of a school, open all day or at some times."""

    id: str
    open: tuple[Stretch, ...] | None = None


@dataclass(frozen=True, slots=True)
class School:
    """A place where interviews are held. Without a list of rooms there are always enough."""

    id: str
    rooms: tuple[Room, ...] | None = None


@dataclass(frozen=True, slots=True)
class Travel:
    """How long it takes from one school to another; the way back, unless given, takes as long."""

    since: str
    until: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Adviser:
    """Who holds interviews, when and where."""

    id: str
    windows: tuple[Window, ...]
    cap: int | None = None  # interviews on one day at most
    one_school_a_day: bool = False
    rest_minutes: int = 0  # between two interviews, or travel where that is longer
    breaks: tuple[Stretch, ...] = ()
    booked: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class Student:
    """Who is interviewed: their lessons, and what they have missed before for an interview."""

    id: str
    school: str
    lessons: tuple[Lesson, ...] = ()
    missed: tuple[str, ...] = ()
    away: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Adult:
    """Somebody who comes along to interviews."""

    id: str
    busy: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """An appointment that is settled already."""

    adviser: str
    day: date
    since: int
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview that is asked for. Several of one student are several of these."""

    id: str
    student: str
    minutes: int
    need: int = 0
    weight: int | None = None  # what a day of waiting counts; by default the need, at least 1
    not_before: date | None = None
    deadline: date | None = None
    advisers: tuple[str, ...] | None = None  # only these
    own_adviser: str | None = None
    adult: str | None = None
    follows: str | None = None
    days_after: int = 0
    fixed: Fixed | None = None
    required: bool = False  # a timetable without it is none

    @property
    def weighs(self) -> int:
        """The weight that counts."""
        return max(1, self.need) if self.weight is None else self.weight


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """Those with so much need or more are seen by a day, unless their interview says otherwise."""

    need: int
    day: date


@dataclass(frozen=True, slots=True)
class Costs:
    """What counts how much. `day` and `not_held` are multiplied by the interview's weight."""

    day: int = 1
    lesson: int = 50
    other_adviser: int = 200
    not_held: int = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole timetable that is asked for."""

    days: tuple[date, ...]
    schools: tuple[School, ...]
    advisers: tuple[Adviser, ...]
    students: tuple[Student, ...]
    interviews: tuple[Interview, ...]
    adults: tuple[Adult, ...] = ()
    travel: tuple[Travel, ...] = ()
    deadlines: tuple[DeadlineRule, ...] = ()
    costs: Costs = field(default_factory=Costs)
    tick_minutes: int = 5
    start_every: int | None = None  # minutes between possible starts in a window; else a tick
    slack_minutes: int = 0
    no_subject_twice: bool = True
    seed: int = 1

    def deadline_of(self, interview: Interview) -> date:
        """The last day on which an interview may be held."""
        if interview.deadline is not None:
            return interview.deadline
        by_need = [rule.day for rule in self.deadlines if interview.need >= rule.need]
        return min([self.days[-1], *by_need])
