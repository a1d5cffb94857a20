"""The JSON form of a record, field by field: what reads it, its JSON Schema, its JSON-LD terms.

The outside is a ClrCredential of the Comprehensive Learner Record Standard 2.0, whose credentials
are AchievementCredentials of Open Badges 3.0, over the W3C Verifiable Credentials Data Model 2.0.
What those have no word for is Fingerpost's own vocabulary, whose terms the file carries with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from fingerpost.common.shapes import Day, Faults, Fields, Flag, Many, OneOf, Shape, Whole

from . import record as made
from .shapes import Answers, Holding, Link, Moment, Name, Uuid, Words

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
VOCABULARY = "urn:x-fingerpost:record:1:"
_DATE = "http://www.w3.org/2001/XMLSchema#date"
MOST = 5000
"""How many pieces of one sort a file may hold."""


def camel(name: str) -> str:
    """A Python name as the file has it: `due_on` is `dueOn`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _fields(
    into: Callable[..., Any], needed: Mapping[str, Shape], optional: Mapping[str, Shape], about: str
) -> Fields:
    """Fields of a dataclass, named in the file as `camel` does."""
    return Fields(
        into,
        {camel(name): shape for name, shape in needed.items()},
        {camel(name): shape for name, shape in optional.items()},
        {camel(name): name for name in (*needed, *optional)},
        about=about,
    )


class _Names(Many):
    """A list that becomes a tuple, so that what is made of it can be compared."""

    def read(self, value: Any, path: Any, faults: Any) -> Any:
        return tuple(super().read(value, path, faults))


ID = Uuid("An identifier of its own, which stays the same from file to file.")
ROUTES = _Names(Name(60), "Names of routes, as in Fingerpost's rules.")
SECTORS = _Names(Name(60), "Names of sectors, as in Fingerpost's rules.")

SOURCE = _fields(
    made.Source,
    {"id": Link(200, "The school's page in the national list."), "name": Words(200)},
    {},
    "The school that this comes from; left out where it is the one that made the file.",
)
HOLDER = _fields(
    made.Holder,
    {"given_name": Words(100), "family_name": Words(100)},
    {
        "born_on": Day(),
        "year_group": Whole(7, 14, "Year group on the day the file was made."),
        "upn": Words(13, "Only in a file that staff made for another school."),
    },
    "Whose record it is.",
)
INTERVIEW = _fields(
    made.Interview,
    {},
    {
        "main_points": Words(20_000, "The main points that the student was given."),
        "adviser": Words(150, "The name of the adviser."),
        "comment": Words(500, "What the student wrote back."),
    },
    "What came of a guidance interview.",
)
_SOURCED: dict[str, Shape] = {"source": SOURCE}
ENCOUNTER_FIELDS: tuple[dict[str, Shape], dict[str, Shape]] = (
    {"on": Day(), "kind": Name(), "label": Words(200, "The kind in words.")},
    {
        "summary": Words(200),
        "organisation": Words(200),
        "subject": Words(60, "School subject that the lesson belongs to."),
        "channel": OneOf(made.CHANNELS),
        "minutes": Whole(0, 32_767),
        "independent": Flag("Whether the adviser was independent of the school."),
        "routes": ROUTES,
        "sectors": SECTORS,
        "interview": INTERVIEW,
    },
)
ENCOUNTER = _fields(dict, *ENCOUNTER_FIELDS, "What the student took part in.")
STAY = _fields(
    dict, {"joined_on": Day()}, {"left_on": Day()}, "How long the student was on the roll."
)
ACTION = _fields(
    made.Action,
    {
        "id": ID,
        "what": Words(300),
        "agreed_on": Day(),
        "state": OneOf(made.ACTION_STATES),
    },
    {
        "who": OneOf(made.OWNERS, "Who carries it out."),
        "due_on": Day("By when."),
        "closed_on": Day(),
        "what_came_of_it": Words(300),
        "opportunity": Words(200, "The real thing it is about."),
        "opportunity_url": Link(),
        "routes": ROUTES,
        **_SOURCED,
    },
    "One agreed step.",
)
IDEA = _fields(
    made.Idea,
    {"id": ID, "kind": OneOf(made.IDEA_KINDS), "title": Words(120), "saved_on": Day()},
    {
        "note": Words(2000),
        "occupation": Words(80, "The occupation, by its name in Fingerpost's occupation base."),
        "soc2020": Words(10, "The occupation's code in SOC 2020."),
        "found_at": Words(200, "Where the student found it."),
        "link": Link(),
        "put_away_on": Day(),
        **_SOURCED,
    },
    "Something the student found or thought about.",
)
SELF_ASSESSMENT = _fields(
    made.SelfAssessment,
    {
        "id": ID,
        "edition": Name(20, "Edition of the questions."),
        "finished_on": Day(),
        "answers": Answers(about="From 1 to 5, by key of the statement."),
    },
    _SOURCED,
    "Answers about oneself.",
)
INTENTION = _fields(
    made.Intention,
    {
        "id": ID,
        "point": OneOf(made.POINTS, "The decision point."),
        "said_on": Day(),
        "how_sure": Whole(1, 5),
    },
    {"route": Name(), "fallback_route": Name(), "note": Words(300), **_SOURCED},
    "What the student meant to do.",
)
FEEDBACK = _fields(
    made.Feedback,
    {
        "id": ID,
        "question_set": Name(),
        "given_on": Day(),
        "answers": Answers(200, "The answer chosen, by name of the question."),
    },
    {"comment": Words(500), **_SOURCED},
    "What the student said of something they had taken part in.",
)
ALTERNATIVE = _fields(made.Alternative, {}, {"route": Name(), "words": Words(160)}, "")
REASONS = _fields(
    made.Reasons,
    {"id": ID, "point": OneOf(made.POINTS, "The decision point."), "said_on": Day()},
    {
        "ticks": _Names(Name(), "Keys of the reasons that were ticked."),
        "own_words": Words(600),
        "alternatives": _Names(ALTERNATIVE, "What else they would take, in order."),
        "subjects": _Names(Words(60), "GCSE options, the first choice first."),
        **_SOURCED,
    },
    "Why the student meant to do it, and what else they would take.",
)
APPLICATION = _fields(
    made.Application,
    {
        "id": ID,
        "point": OneOf(made.POINTS, "The decision point."),
        "title": Words(160),
        "route": Name(),
        "state": OneOf(made.APPLICATION_STATES),
        "added_on": Day(),
    },
    {
        "provider": Words(160),
        "level": Whole(1, 8),
        "close_on": Day("The last day to apply."),
        "applied_on": Day(),
        "interview_on": Day(),
        "reply_by": Day("The last day to answer an offer."),
        "conditions": Words(300, "Of an offer, in the student's own words."),
        "notes": Words(2000),
        **_SOURCED,
    },
    "A try for one place.",
)
PREDICTED_GRADE = _fields(
    made.PredictedGrade,
    {"id": ID, "subject": Words(60), "grade": Whole(1, 9), "predicted_on": Day()},
    {"given_by": Words(60, "Who or what said so."), **_SOURCED},
    "The GCSE grade that a teacher predicted.",
)
RESPONSIBILITY = _fields(
    made.Responsibility,
    {"id": ID, "words": Words(160), "added_on": Day()},
    _SOURCED,
    "Something the student was in charge of.",
)
DOCUMENT = _fields(
    made.Document,
    {
        "id": ID,
        "kind": OneOf(made.DOCUMENT_KINDS),
        "title": Words(80),
        "changed_on": Day(),
        "parts": Answers(3000, "The text of each part, by its key."),
    },
    _SOURCED,
    "A CV or a personal statement.",
)
GUIDANCE_RECORD = _fields(
    dict,
    {
        "edition": Whole(1, made.EDITION, "Which edition of this form it is."),
        "holder": HOLDER,
        "plan": _Names(ACTION, "Agreed actions, oldest first."),
        "ideas": _Names(IDEA, "Ideas, oldest first; those put away too."),
        "self_assessments": _Names(SELF_ASSESSMENT),
        "intentions": _Names(INTENTION, "Oldest first; the newest of a decision point counts."),
        "feedback": _Names(FEEDBACK, "Only in a file that the student made."),
    },
    {
        "reasons": _Names(REASONS, "One for each decision point. From edition 2 on."),
        "applications": _Names(APPLICATION, "Oldest first. From edition 2 on."),
        "predicted_grades": _Names(PREDICTED_GRADE, "Oldest first. From edition 2 on."),
        "responsibilities": _Names(RESPONSIBILITY, "As feedback is. From edition 2 on."),
        "documents": _Names(DOCUMENT, "As feedback is. From edition 2 on."),
    },
    "What the credentials have no word for.",
)

PROFILE = Fields(
    lambda id, name, **_: made.Source(id, name),
    {"id": Link(200), "type": Holding(("Profile",)), "name": Words(200)},
    about="The school (Open Badges 3.0, Profile).",
)
IDENTITY = Fields(
    dict,
    {
        "type": OneOf(("IdentityObject",)),
        "hashed": Flag(),
        "identityHash": Words(201),
        "identityType": OneOf(("name", "ext:bornOn", "ext:upn")),
    },
    about="Whom it is about (Open Badges 3.0, IdentityObject).",
)
ACHIEVEMENT = Fields(
    dict,
    {
        "id": ID,
        "type": Holding(("Achievement",)),
        "achievementType": OneOf(("Membership", "ext:CareersEncounter")),
        "name": Words(240),
        "description": Words(400),
        "criteria": Fields(dict, {"narrative": Words(400)}),
    },
    about="Open Badges 3.0, Achievement.",
)


def _credential(id: str, issuer: made.Source, credentialSubject: Any, **_: Any) -> made.Piece:
    """The piece that an achievement credential holds; its issuer is where it comes from."""
    stay, encounter = credentialSubject.get("stay"), credentialSubject.get("encounter")
    if stay is not None:
        return made.Stay(id=id, source=issuer, **stay)
    return made.Encounter(id=id, source=issuer, **encounter)


ACHIEVEMENT_CREDENTIAL = Fields(
    _credential,
    {
        "@context": Holding((CREDENTIALS, OPEN_BADGES), ordered=True),
        "id": ID,
        "type": Holding(("VerifiableCredential", "AchievementCredential")),
        "name": Words(240),
        "issuer": PROFILE,
        "validFrom": Moment(),
        "credentialSubject": Fields(
            dict,
            {
                "type": Holding(("AchievementSubject",)),
                "identifier": Many(IDENTITY, least=1),
                "activityStartDate": Moment(),
                "achievement": ACHIEVEMENT,
            },
            {"activityEndDate": Moment(), "encounter": ENCOUNTER, "stay": STAY},
            one_of=("encounter", "stay"),
            about="Open Badges 3.0, AchievementSubject.",
        ),
    },
    names={"@context": "context"},
    about="One encounter, or time on a roll (Open Badges 3.0, AchievementCredential).",
)
SUBJECT = Fields(
    dict,
    {
        "type": Holding(("ClrSubject",)),
        "identifier": Many(IDENTITY, least=1),
        "verifiableCredential": Many(ACHIEVEMENT_CREDENTIAL, least=1),
        "guidanceRecord": GUIDANCE_RECORD,
    },
    about="Comprehensive Learner Record 2.0, ClrSubject.",
)


def _record(id: str, issuer: made.Source, validFrom: Any, credentialSubject: Any, **_: Any) -> Any:
    rest = dict(credentialSubject["guidanceRecord"])
    del rest["edition"]
    pieces = [_own(piece, issuer) for piece in credentialSubject["verifiableCredential"]]
    return made.Record(
        id=id,
        issuer=issuer,
        made_at=validFrom,
        stays=tuple(one for one in pieces if isinstance(one, made.Stay)),
        encounters=tuple(one for one in pieces if isinstance(one, made.Encounter)),
        **rest,
    )


def _own(piece: Any, issuer: made.Source) -> Any:
    """A piece of the school that made the file says so by saying nothing."""
    return replace(piece, source=None) if piece.source == issuer else piece


RECORD = Fields(
    _record,
    {
        "@context": Holding((CREDENTIALS, CLR), ordered=True),
        "id": ID,
        "type": Holding(("VerifiableCredential", "ClrCredential")),
        "name": Words(300),
        "description": Words(1000, "Says that the record is not signed."),
        "issuer": PROFILE,
        "validFrom": Moment("When the file was made."),
        "credentialSubject": SUBJECT,
    },
    names={"@context": "context"},
    about="Comprehensive Learner Record 2.0, ClrCredential, without a proof.",
)

STORED: Mapping[type, Fields] = {
    made.Stay: _fields(
        made.Stay, {"id": ID, "joined_on": Day()}, {"left_on": Day(), **_SOURCED}, ""
    ),
    made.Encounter: _fields(
        made.Encounter,
        {"id": ID, **ENCOUNTER_FIELDS[0]},
        {**ENCOUNTER_FIELDS[1], **_SOURCED},
        "",
    ),
    made.Action: ACTION,
    made.Idea: IDEA,
    made.SelfAssessment: SELF_ASSESSMENT,
    made.Intention: INTENTION,
    made.Reasons: REASONS,
    made.Application: APPLICATION,
    made.PredictedGrade: PREDICTED_GRADE,
    made.Responsibility: RESPONSIBILITY,
    made.Document: DOCUMENT,
    made.Feedback: FEEDBACK,
}
"""How each sort of piece is kept by itself, with its identifier and source in it."""


def restored(kind: type, said: Mapping[str, Any]) -> Any:
    """A piece from what `writer.plain` made of it. Raises ValueError if it is not one."""
    faults: Faults = []
    piece = STORED[kind].read(dict(said), "", faults)
    if faults:
        raise ValueError(str(faults[0]))
    return piece


def record_schema() -> dict[str, Any]:
    """The form as JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A student's guidance record",
        **RECORD.schema(),
    }


# Words that the outer contexts define and protect; they mean the same here.
_THEIRS = frozenset({"id", "type", "name"})


def _terms(fields: Fields) -> dict[str, Any]:
    found = {}
    for name, shape in {**fields.needed, **fields.optional}.items():
        if name not in _THEIRS:
            found[name] = _term(name, shape)
    return found


def _term(name: str, shape: Shape) -> Any:
    iri = VOCABULARY + name
    if isinstance(shape, Day):
        return {"@id": iri, "@type": _DATE}
    if isinstance(shape, Answers):
        return {"@id": iri, "@type": "@json"}
    if isinstance(shape, Fields):
        return {"@id": iri, "@context": _terms(shape)}
    if isinstance(shape, Many):
        inside = {"@context": _terms(shape.of)} if isinstance(shape.of, Fields) else {}
        return {"@id": iri, "@container": "@list", **inside}
    return iri


OWN_WORDS: Mapping[str, Fields] = {
    "guidanceRecord": GUIDANCE_RECORD,
    "encounter": ENCOUNTER,
    "stay": STAY,
}
"""What the vocabulary adds to the outer standards, by name."""


def context(names: Iterable[str]) -> dict[str, Any]:
    """The JSON-LD terms of Fingerpost's own words, to be embedded where they are used."""
    return {name: _term(name, OWN_WORDS[name]) for name in names}
