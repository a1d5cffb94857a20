"""A student's guidance record as plain values: what a record file holds, whatever its form.

Days are dates; names of kinds, routes, sectors and question sets are those of the rules, which a
reader may not know. `source` is the school that a piece comes from; None: the one that made the
record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

EDITION = 2
"""Which edition of the record's form this is: 2 added choices, grades and what is written about
oneself. Older ones are read; a reader refuses one it does not know.
"""

CHANNELS = ("in_person", "phone", "video", "web_chat", "online")
ACTION_STATES = ("open", "done", "dropped")
OWNERS = ("student", "family", "tutor", "adviser", "careers_leader", "senco")
IDEA_KINDS = ("job", "course", "apprenticeship", "place", "event", "other")
POINTS = ("options", "post_16", "post_18")
APPLICATION_STATES = (
    *("thinking", "applying", "applied", "interview", "offer", "accepted"),
    *("not_this_time", "withdrawn"),
)
DOCUMENT_KINDS = ("cv", "statement")


@dataclass(frozen=True)
class Source:
    """A school: its national page as its address, and its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Holder:
    """Whose record it is. upn: only in files that staff make for another school."""

    given_name: str
    family_name: str
    born_on: dt.date | None = None
    year_group: int | None = None
    upn: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class Stay:
    """How long the student was on a school's roll."""

    id: str
    joined_on: dt.date
    left_on: dt.date | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Interview:
    """What came of a guidance interview: the main points that the student was given."""

    main_points: str = ""
    adviser: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Encounter:
    """Something careers-related that the student took part in."""

    id: str
    on: dt.date
    kind: str
    label: str
    summary: str = ""
    organisation: str = ""
    subject: str = ""
    channel: str = ""
    minutes: int | None = None
    independent: bool | None = None
    routes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    interview: Interview | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Action:
    """One agreed step of the plan."""

    id: str
    what: str
    agreed_on: dt.date
    state: str = "open"
    who: str = ""
    due_on: dt.date | None = None
    closed_on: dt.date | None = None
    what_came_of_it: str = ""
    opportunity: str = ""
    opportunity_url: str = ""
    routes: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True)
class Idea:
    """Something the student thinks about. occupation: its slug in the occupation base."""

    id: str
    kind: str
    title: str
    saved_on: dt.date
    note: str = ""
    occupation: str = ""
    soc2020: str = ""
    found_at: str = ""
    link: str = ""
    put_away_on: dt.date | None = None
    source: Source | None = None


@dataclass(frozen=True)
class SelfAssessment:
    """The student's answers about themselves, from 1 to 5 by key of the statement."""

    id: str
    edition: str
    finished_on: dt.date
    answers: Mapping[str, int]
    source: Source | None = None


@dataclass(frozen=True)
class Intention:
    """What the student meant to do at a decision point, and how sure they were (1 to 5)."""

    id: str
    point: str
    said_on: dt.date
    how_sure: int
    route: str = ""
    fallback_route: str = ""
    note: str = ""
    source: Source | None = None


@dataclass(frozen=True)
class Feedback:
    """What the student said of something they had taken part in."""

    id: str
    question_set: str
    given_on: dt.date
    answers: Mapping[str, str]
    comment: str = ""
    source: Source | None = None


@dataclass(frozen=True)
class Alternative:
    """What else the student would take: a route, or their own words, or both."""

    route: str = ""
    words: str = ""


@dataclass(frozen=True)
class Reasons:
    """Why the student meant to do it, at a decision point, and what else they would take.

    ticks: keys of reasons. subjects: GCSE options, the first choice first.
    """

    id: str
    point: str
    said_on: dt.date
    ticks: tuple[str, ...] = ()
    own_words: str = ""
    alternatives: tuple[Alternative, ...] = ()
    subjects: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True)
class Application:
    """A try for one place: how far it is, and its days."""

    id: str
    point: str
    title: str
    route: str
    state: str
    added_on: dt.date
    provider: str = ""
    level: int | None = None
    close_on: dt.date | None = None
    applied_on: dt.date | None = None
    interview_on: dt.date | None = None
    reply_by: dt.date | None = None
    conditions: str = ""
    notes: str = ""
    source: Source | None = None


@dataclass(frozen=True)
class PredictedGrade:
    """The GCSE grade that a teacher predicted, 1 to 9. given_by: who or what said so."""

    id: str
    subject: str
    grade: int
    predicted_on: dt.date
    given_by: str = ""
    source: Source | None = None


@dataclass(frozen=True)
class Responsibility:
    """Something the student was in charge of, in their own words."""

    id: str
    words: str
    added_on: dt.date
    source: Source | None = None


@dataclass(frozen=True)
class Document:
    """A CV or a personal statement: the text of each part by its key."""

    id: str
    kind: str
    title: str
    changed_on: dt.date
    parts: Mapping[str, str]
    source: Source | None = None


Piece = (
    Stay
    | Encounter
    | Action
    | Idea
    | SelfAssessment
    | Intention
    | Reasons
    | Application
    | PredictedGrade
    | Responsibility
    | Document
    | Feedback
)
"""One thing in a record."""


@dataclass(frozen=True)
class Record:
    """A whole record, as one school gave it out."""

    id: str
    issuer: Source
    made_at: dt.datetime
    holder: Holder
    stays: tuple[Stay, ...] = ()
    encounters: tuple[Encounter, ...] = ()
    plan: tuple[Action, ...] = ()
    ideas: tuple[Idea, ...] = ()
    self_assessments: tuple[SelfAssessment, ...] = ()
    intentions: tuple[Intention, ...] = ()
    reasons: tuple[Reasons, ...] = ()
    applications: tuple[Application, ...] = ()
    predicted_grades: tuple[PredictedGrade, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    documents: tuple[Document, ...] = ()
    feedback: tuple[Feedback, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Everything in it, sort by sort."""
        return (
            *self.stays,
            *self.encounters,
            *self.plan,
            *self.ideas,
            *self.self_assessments,
            *self.intentions,
            *self.reasons,
            *self.applications,
            *self.predicted_grades,
            *self.responsibilities,
            *self.documents,
            *self.feedback,
        )
