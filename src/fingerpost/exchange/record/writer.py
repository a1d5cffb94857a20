"""Writing a record as one JSON-LD document."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from . import form
from .record import EDITION, Encounter, Holder, Record, Source, Stay
from .shapes import moment

# From which the identifiers of kinds of achievement are made, always the same.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, form.VOCABULARY)
UNSIGNED = (
    "Not signed. This record carries no proof: whoever reads it in trusts the school that names "
    "itself as its issuer only as far as they trust the hand it came from."
)


def identifier(*parts: object) -> str:
    """An identifier that the same parts always make."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, '/'.join(map(str, parts)))}"


def write_record(record: Record) -> str:
    """The record as JSON-LD text."""
    return json.dumps(as_json(record), ensure_ascii=False, indent=1)


def as_json(record: Record) -> dict[str, Any]:
    """The record as its JSON document."""
    who = list(_identities(record.holder))
    return {
        "@context": [form.CREDENTIALS, form.CLR, form.context(["guidanceRecord"])],
        "id": record.id,
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": f"Careers guidance record of {record.holder.name}",
        "description": UNSIGNED,
        "issuer": _profile(record.issuer),
        "validFrom": moment(record.made_at),
        "credentialSubject": {
            "type": ["ClrSubject"],
            "identifier": who,
            "verifiableCredential": [
                *(_stay(one, record.issuer, who) for one in record.stays),
                *(_encounter(one, record.issuer, who) for one in record.encounters),
            ],
            "guidanceRecord": {
                "edition": EDITION,
                "holder": plain(record.holder),
                "plan": _each(record.plan),
                "ideas": _each(record.ideas),
                "selfAssessments": _each(record.self_assessments),
                "intentions": _each(record.intentions),
                "reasons": _each(record.reasons),
                "applications": _each(record.applications),
                "predictedGrades": _each(record.predicted_grades),
                "responsibilities": _each(record.responsibilities),
                "documents": _each(record.documents),
                "feedback": _each(record.feedback),
            },
        },
    }


def _identities(holder: Holder) -> Iterator[dict[str, Any]]:
    born = holder.born_on.isoformat() if holder.born_on else ""
    for kind, value in (("name", holder.name), ("ext:bornOn", born), ("ext:upn", holder.upn)):
        if value:
            yield {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": value,
                "identityType": kind,
            }


def _profile(source: Source) -> dict[str, Any]:
    return {"id": source.id, "type": ["Profile"], "name": source.name}


def _encounter(one: Encounter, issuer: Source, who: list[Any]) -> dict[str, Any]:
    achievement = {
        "id": identifier("kind", one.kind),
        "type": ["Achievement"],
        "achievementType": "ext:CareersEncounter",
        "name": one.label,
        "description": one.label,
        "criteria": {"narrative": f"Took part: {one.label}."},
    }
    told = {"encounter": _without(one, "id", "source")}
    return _credential(one.id, one.source or issuer, who, achievement, one.on, told)


def _stay(one: Stay, issuer: Source, who: list[Any]) -> dict[str, Any]:
    school = one.source or issuer
    achievement = {
        "id": identifier("roll", school.id),
        "type": ["Achievement"],
        "achievementType": "Membership",
        "name": f"On the roll of {school.name}",
        "description": f"Was a student of {school.name}.",
        "criteria": {"narrative": "Was on the roll of the school."},
    }
    told: dict[str, Any] = {"stay": _without(one, "id", "source")}
    if one.left_on:
        told["activityEndDate"] = _begins(one.left_on)
    return _credential(one.id, school, who, achievement, one.joined_on, told)


def _credential(
    id: str,
    issuer: Source,
    who: list[Any],
    achievement: dict[str, Any],
    on: dt.date,
    told: dict[str, Any],
) -> dict[str, Any]:
    own = [name for name in ("encounter", "stay") if name in told]
    return {
        "@context": [form.CREDENTIALS, form.OPEN_BADGES, form.context(own)],
        "id": id,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": achievement["name"],
        "issuer": _profile(issuer),
        "validFrom": _begins(on),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": who,
            "activityStartDate": _begins(on),
            "achievement": achievement,
            **told,
        },
    }


def _begins(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _each(pieces: Iterable[Any]) -> list[dict[str, Any]]:
    return [plain(one) for one in pieces]


def _without(piece: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in plain(piece).items() if name not in names}


def plain(piece: Any) -> dict[str, Any]:
    """A piece as JSON has it; what is empty is left out."""
    told = {}
    for one in fields(piece):
        value = getattr(piece, one.name)
        if value is None or value == "" or value == ():
            continue
        told[form.camel(one.name)] = _value(value)
    return told


def _value(value: Any) -> Any:
    if is_dataclass(value):
        return plain(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    return dict(value) if hasattr(value, "items") else value
