"""One occupation: codes, names and numbers. Blanks are honest: what is not known is None."""

from __future__ import annotations

from dataclasses import dataclass

# Holland's six kinds of interest, in the usual order, as O*NET names them.
INTERESTS = ("realistic", "investigative", "artistic", "social", "enterprising", "conventional")
# O*NET's six work values, in its order.
VALUES = (
    "achievement",
    "working_conditions",
    "recognition",
    "relationships",
    "support",
    "independence",
)
# How one comes into an occupation, in the order of the alphabet: none ranks above another.
WAYS = ("apprenticeship", "college", "direct", "other", "university", "volunteering", "work")


@dataclass(frozen=True, slots=True)
class Requirement:
    """What usually is needed to begin one course or post on the way to an occupation.

    level: of the course that it opens, 1 to 8 as the national qualification levels count, None
    where it was not said. gcses, a_levels: from and to how many; grade: the lowest GCSE grade.
    subjects: names of school subjects that must be among them. degree: "any" or "relevant" where
    one is needed first. is_read: False where only a person can understand what was published.
    """

    level: int | None = None
    gcses: tuple[int, int] | None = None
    grade: int | None = None
    a_levels: tuple[int, int] | None = None
    subjects: tuple[str, ...] = ()
    degree: str = ""
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class WayIn:
    """One way into an occupation (of `WAYS`) with what each of its steps needs."""

    way: str
    requirements: tuple[Requirement, ...] = ()

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of the courses on this way, lowest first."""
        return tuple(sorted({one.level for one in self.requirements if one.level is not None}))


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation.

    slug: its name in addresses. fields: the families of work it is published under. soc2010,
    soc2020: national occupation codes; soc2020_by: "title" where the code was found by the name,
    "most_titles" where it is where most titles of the older code went. pay: pounds a year, to
    start and with experience. hours: a week, least and most. interests, values: 1 to 7 each, in
    the order of `INTERESTS` and `VALUES`. preparation: O*NET's job zone, 1 (little) to 5 (much).
    skills: names from the most to the least used. restrictions: keys, see `restrictions`.
    subjects: school subjects that a way in asks for. related: slugs, the nearest first.
    """

    slug: str
    title: str
    other_titles: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    soc2010: str = ""
    soc2020: str = ""
    soc2020_by: str = ""
    onet: str = ""
    pay_to_start: int | None = None
    pay_with_experience: int | None = None
    hours_from: float | None = None
    hours_to: float | None = None
    hours_vary: str = ""
    times: str = ""
    interests: tuple[float, ...] | None = None
    values: tuple[float, ...] | None = None
    preparation: int | None = None
    skills: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    restrictions: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    ways_in: tuple[WayIn, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """School subjects that some way in asks for, by name."""
        asked = (one.subjects for way in self.ways_in for one in way.requirements)
        return tuple(sorted({subject for subjects in asked for subject in subjects}))

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels at which one can come in, lowest first."""
        return tuple(sorted({level for way in self.ways_in for level in way.levels}))

    @property
    def sub_major(self) -> str:
        """The first two digits of its SOC 2020 code, by which outlooks are published."""
        return self.soc2020[:2]


@dataclass(frozen=True, slots=True)
class Standard:
    """One apprenticeship standard: level 2 to 8, typical length in months."""

    reference: str
    title: str
    level: int
    months: int | None
    route: str
