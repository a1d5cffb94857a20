"""What a roll import would do, in the form that is stored, shown and applied."""

from dataclasses import asdict, dataclass, field
from typing import Any

GUARDED_SHARE = 0.2
"""More of the roll than this leaving at once is more often a wrong file than a wave of leavers."""


@dataclass
class Joiner:
    """A new student. `values` are the model's fields as JSON, `known` characteristics as text.

    `former_upn` is one the file says they had.
    """

    place: str
    values: dict[str, Any]
    known: dict[str, str]
    group: str | None
    former_upn: str = ""


@dataclass
class Change:
    """What differs for one student: field or kind to [before, after]; None is not known.

    `group` is [before, after], each a tutor group's name or None, where it changes; `year` is the
    year group whose tutor group is meant. `former_upn` is one that is new to us.
    """

    student: int
    place: str
    matched_by: str
    values: dict[str, list[Any]]
    known: dict[str, list[str | None]]
    group: list[str | None] | None
    year: int
    former_upn: str = ""


@dataclass
class Leaver:
    """A student who would leave, on which day, and whether the file says so by name."""

    student: int
    left_on: str
    named: bool


@dataclass
class Plan:
    """A preview. `rejected` rows are [row, place, column, sentence]."""

    day: str
    mode: str
    source: str
    on_roll: int
    rows: int = 0
    already_left: int = 0
    rejected_rows: int = 0
    joiners: list[Joiner] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    leavers: list[Leaver] = field(default_factory=list)
    # The students for whom the file says what the roll says.
    unchanged: list[int] = field(default_factory=list)
    rejected: list[list[Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.joiners or self.changes or self.leavers)

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person must say that the leavers are right before anything is applied.

        They are doubtful when they are a large part of the roll, and when rows were left out,
        since the students on those rows then look as if they had gone.
        """
        if not self.leavers:
            return False
        missing = self.mode == "bulk" and self.rejected_rows > 0
        return self.has_many_leavers or missing

    @property
    def has_many_leavers(self) -> bool:
        """Whether more of the roll would leave than is usual at once."""
        return len(self.leavers) > GUARDED_SHARE * self.on_roll

    @property
    def counts(self) -> dict[str, int]:
        """The figures of the preview, as they are kept when the details are dropped."""
        return {
            "rows": self.rows,
            "joiners": len(self.joiners),
            "leavers": len(self.leavers),
            "changes": len(self.changes),
            "unchanged": len(self.unchanged),
            "rejected": self.rejected_rows,
            "already_left": self.already_left,
        }

    def stored(self) -> dict[str, Any]:
        """As JSON for `RollImport.plan`."""
        lists = {"joiners", "changes", "leavers"}
        kept = {name: value for name, value in vars(self).items() if name not in lists}
        return {
            **kept,
            "counts": self.counts,
            **{name: [vars(item) for item in getattr(self, name)] for name in lists},
        }

    def summary(self) -> dict[str, Any]:
        """What is kept of it once it is decided: figures and reasons, nobody's details."""
        kept = ("day", "mode", "source", "on_roll", "rejected", "notes")
        return {"counts": self.counts, **{name: getattr(self, name) for name in kept}}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Plan":
        """A plan from what `stored` gave."""
        plain = {name: value for name, value in stored.items() if name != "counts"}
        plain["joiners"] = [Joiner(**item) for item in stored.get("joiners", [])]
        plain["changes"] = [Change(**item) for item in stored.get("changes", [])]
        plain["leavers"] = [Leaver(**item) for item in stored.get("leavers", [])]
        if isinstance(plain.get("unchanged"), int):
            plain["unchanged"] = []  # a preview of a version that kept only how many
        return cls(**plain)


@dataclass
class Undo:
    """What it takes to put the roll back as it was: keys of what was added, values before.

    `fields` are [student, field, before, after]; `opened` and `closed` are characteristics of
    students who were on the roll already; `former_upns` are those noted.
    """

    students: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    fields: list[list[Any]] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    former_upns: list[int] = field(default_factory=list)

    def stored(self) -> dict[str, Any]:
        """As JSON for `RollImport.undo`."""
        return asdict(self)
