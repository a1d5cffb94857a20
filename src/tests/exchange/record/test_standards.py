"""A record keeps to the rules of the standards it names, as far as they can be checked offline.

CLR: 1EdTech Comprehensive Learner Record Standard 2.0. OB: Open Badges Specification 3.0, whose
data model (appendix B) CLR shares. VC: W3C Verifiable Credentials Data Model 2.0. LD: JSON-LD 1.1.
"""

import json
import re

import pytest
from hypothesis import given
from rdflib import RDF, Graph
from rdflib.collection import Collection

from fingerpost.common.shapes import Fields, Many
from fingerpost.exchange.record import form
from fingerpost.exchange.record.writer import as_json
from tests.exchange.record.made import RECORDS, full
from tests.exchange.record.test_record import MANY

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")


def credentials(document):
    return document["credentialSubject"]["verifiableCredential"]


def check_credential(one, contexts, types):
    """VC 4.3 (contexts), 4.4 (identifiers), 4.5 (types), 4.7 (issuer), 4.9 (validity period)."""
    assert one["@context"][: len(contexts)] == contexts
    assert all(isinstance(extra, dict) for extra in one["@context"][len(contexts) :])
    assert IRI.fullmatch(one["id"])
    assert set(types) == set(one["type"])
    # OB B, Profile: id is a URI, type includes Profile.
    assert IRI.fullmatch(one["issuer"]["id"])
    assert "Profile" in one["issuer"]["type"]
    assert MOMENT.fullmatch(one["validFrom"])


def check_identity(subject):
    """OB B, AchievementSubject and ClrSubject: an id or at least one identifier; IdentityObject."""
    assert subject["identifier"]
    for one in subject["identifier"]:
        assert one["type"] == "IdentityObject"
        assert one["hashed"] is False
        assert one["identityHash"]
        # OB B, IdentifierTypeEnum: a term, or an extension that begins with ext:.
        assert one["identityType"] == "name" or one["identityType"].startswith("ext:")


@MANY
@given(RECORDS)
def test_the_outside_is_a_clr_credential(record):
    """CLR, ClrCredential: name, issuer, validFrom, credentialSubject; CLR, ClrSubject: at least
    one verifiable credential.
    """
    document = as_json(record)
    check_credential(
        document, [form.CREDENTIALS, form.CLR], ["VerifiableCredential", "ClrCredential"]
    )
    assert document["name"]
    assert document["credentialSubject"]["type"] == ["ClrSubject"]
    check_identity(document["credentialSubject"])
    assert credentials(document)


@MANY
@given(RECORDS)
def test_each_inside_is_an_achievement_credential(record):
    """OB B, AchievementCredential, AchievementSubject, Achievement, Criteria."""
    for one in credentials(as_json(record)):
        check_credential(
            one,
            [form.CREDENTIALS, form.OPEN_BADGES],
            ["VerifiableCredential", "AchievementCredential"],
        )
        assert one["name"]
        subject = one["credentialSubject"]
        assert subject["type"] == ["AchievementSubject"]
        check_identity(subject)
        assert MOMENT.fullmatch(subject["activityStartDate"])
        achievement = subject["achievement"]
        assert IRI.fullmatch(achievement["id"])
        assert achievement["type"] == ["Achievement"]
        assert achievement["name"] and achievement["description"]
        assert achievement["criteria"]["narrative"]
        # OB B, AchievementType: a term, or an extension that begins with ext:.
        kind = achievement["achievementType"]
        assert kind == "Membership" or kind.startswith("ext:")


@MANY
@given(RECORDS)
def test_identifiers_of_credentials_are_each_of_one(record):
    document = as_json(record)
    ids = [document["id"], *(one["id"] for one in credentials(document))]
    assert len(set(ids)) == len(ids)


def test_nothing_in_it_claims_a_proof():
    """VC 4.12 (securing mechanisms): an unsigned document has no proof and must not seem to."""
    text = json.dumps(as_json(full()))
    assert '"proof"' not in text
    assert "Not signed" in as_json(full())["description"]


def _undefined(value, terms, known):
    """Names of properties that neither the standards nor the embedded context define."""
    if isinstance(value, list):
        for one in value:
            yield from _undefined(one, terms, known)
    if not isinstance(value, dict):
        return
    for name, one in value.items():
        if name in known:
            continue
        term = terms.get(name)
        if term is None:
            yield name
        elif isinstance(term, dict) and term.get("@type") != "@json":
            yield from _undefined(one, term.get("@context", {}), known)


# LD 4.1.5 (scoped contexts): below our words only the terms of VC 2.0 that are everywhere hold.
EVERYWHERE = {"id", "type", "name", "description"}


@MANY
@given(RECORDS)
def test_every_word_of_our_own_is_defined_in_the_file_itself(record):
    document = as_json(record)
    subjects = [(document, document["credentialSubject"])]
    subjects += [(one, one["credentialSubject"]) for one in credentials(document)]
    for credential, subject in subjects:
        embedded = credential["@context"][-1]
        for name in set(subject) & set(form.OWN_WORDS):
            found = _undefined(subject[name], embedded[name]["@context"], EVERYWHERE)
            assert list(found) == []


def test_our_terms_redefine_none_that_the_standards_protect():
    """LD 4.1.11 (protected terms)."""

    def names(terms):
        for name, term in terms.items():
            yield name
            if isinstance(term, dict):
                yield from names(term.get("@context", {}))

    assert not set(names(form.context(form.OWN_WORDS))) & EVERYWHERE


@pytest.mark.parametrize("name", form.OWN_WORDS)
def test_the_context_has_a_term_for_every_field_of_the_form(name):
    def check(shape, term):
        if isinstance(shape, Many):
            assert term["@container"] == "@list"
            shape = shape.of
        if isinstance(shape, Fields):
            for field, one in {**shape.needed, **shape.optional}.items():
                if field not in EVERYWHERE:
                    check(one, term["@context"][field])

    check(form.OWN_WORDS[name], form.context([name])[name])


# Stands in for the contexts that are published elsewhere: a test fetches nothing.
_OUTER = {"@vocab": "urn:x-outer:", "id": "@id", "type": "@type"}


def _read_alone(node):
    """The document with the published contexts left to a stand-in."""
    if isinstance(node, dict):
        return {
            name: [_OUTER, *(one for one in value if isinstance(one, dict))]
            if name == "@context"
            else _read_alone(value)
            for name, value in node.items()
        }
    return [_read_alone(one) for one in node] if isinstance(node, list) else node


# Words whose value is kept as it is, keys and all: they are not words of ours.
KEPT_WHOLE = ("answers", "parts")


def _as_text(value):
    return json.dumps(value, sort_keys=True)


def _whole(node):
    """Every value that is kept as it is, with its word."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in KEPT_WHOLE:
                yield key, _as_text(value)
            else:
                yield from _whole(value)
    elif isinstance(node, list):
        for one in node:
            yield from _whole(one)


def _leaves(node, name=""):
    """Every plain value of Fingerpost's own words, with its word."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in ("id", "type", "name", *KEPT_WHOLE):
                yield from _leaves(value, key)
    elif isinstance(node, list):
        for one in node:
            yield from _leaves(one, name)
    else:
        yield name, str(node).lower() if isinstance(node, bool) else str(node)


def test_a_json_ld_processor_reads_every_value_under_its_own_word():
    document = as_json(full())
    graph = Graph().parse(data=json.dumps(_read_alone(document)), format="json-ld")
    subject = document["credentialSubject"]
    own = [subject["guidanceRecord"]]
    for one in credentials(document):
        own += [one["credentialSubject"].get(word) for word in ("encounter", "stay")]
    wanted = {leaf for one in own if one for leaf in _leaves(one)}
    assert len(wanted) > 60
    said = {
        (str(word).removeprefix(form.VOCABULARY), str(value))
        for _, word, value in graph
        if str(word).startswith(form.VOCABULARY)
    }
    for _, word, value in graph:
        if str(word).startswith(form.VOCABULARY) and (value, RDF.first, None) in graph:
            name = str(word).removeprefix(form.VOCABULARY)
            said |= {(name, str(one)) for one in Collection(graph, value)}
    assert wanted - said == set()
    whole = {
        (str(word).removeprefix(form.VOCABULARY), _as_text(json.loads(value)))
        for _, word, value in graph
        if getattr(value, "datatype", None) == RDF.JSON
    }
    kept = {leaf for one in own if one for leaf in _whole(one)}
    assert {name for name, _ in kept} == set(KEPT_WHOLE)
    assert whole == kept
