"""A record written is the record read; whatever else comes is refused with its place."""

import copy
import dataclasses
import io
import json
import zipfile

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.exchange.record import form
from fingerpost.exchange.record.comparing import differences, keyed, new_pieces
from fingerpost.exchange.record.reader import LARGEST, NotARecord, read_record
from fingerpost.exchange.record.record import EDITION, Holder
from fingerpost.exchange.record.writer import as_json, write_record
from tests.exchange.record.made import ELSEWHERE, RECORDS, TODAY, full, identifier

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read(document):
    text = document if isinstance(document, str) else json.dumps(document)
    return read_record(text.encode(), today=TODAY)[1]


def refusal(document):
    with pytest.raises(NotARecord) as refused:
        read(document)
    return "\n".join(refused.value.sentences)


def inside(document):
    return document["credentialSubject"]["guidanceRecord"]


@MANY
@given(RECORDS)
def test_what_is_written_is_read_as_it_was(record):
    assert read(write_record(record)) == record


@MANY
@given(RECORDS)
def test_every_record_written_keeps_to_the_published_schema(record):
    document = as_json(record)
    jsonschema.Draft202012Validator.check_schema(form.record_schema())
    jsonschema.validate(document, form.record_schema())


@MANY
@given(RECORDS)
def test_a_record_adds_nothing_to_itself(record):
    assert new_pieces(record, [key for key, _ in keyed(record)]) == []
    assert len({key for key, _ in keyed(record)}) == len(record.pieces)


def test_the_made_record_has_something_of_every_sort():
    record = full()
    assert all(getattr(record, one.name) for one in dataclasses.fields(record))
    assert read(write_record(record)) == record


def test_a_zip_with_the_record_in_it_is_read_too():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("record.pdf", b"%PDF")
        file.writestr("record.jsonld", write_record(full()))
    assert read_record(packed.getvalue(), today=TODAY)[1] == full()


def test_a_zip_without_a_record_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("record.pdf", b"%PDF")
    with pytest.raises(NotARecord, match=r"no file record\.jsonld"):
        read_record(packed.getvalue(), today=TODAY)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1, column 1"),
        (b"\xff\xfe\x00", "byte 1"),
        (b"PK\x03\x04 not really", "zip"),
        (b"{\x00}", "sign 2"),
        (b"{]", "line 1, column 2"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"Name,Year", "This is not a record."),
        (b"[" * 100_000, "JSON"),
        (b"[1, 2]", "not a record"),
        (b'{"a": NaN}', "JSON"),
        (b"{}", "guidanceRecord: is missing"),
        (b'{"format": "fingerpost-ideas"}', "another download"),
        (b" " * (LARGEST + 1), "larger than 5 MB"),
    ],
)
def test_files_that_are_something_else_are_refused_with_a_reason(content, said):
    with pytest.raises(NotARecord) as refused:
        read_record(content, today=TODAY)
    assert said in "\n".join(refused.value.sentences)


def test_a_record_of_the_first_edition_is_read_as_it_was_written():
    document = as_json(full())
    inside(document)["edition"] = 1
    for name in ("reasons", "applications", "predictedGrades", "responsibilities", "documents"):
        del inside(document)[name]
    read = read_record(json.dumps(document).encode(), today=TODAY)[1]
    assert read.applications == ()
    assert (read.ideas, read.feedback) == (full().ideas, full().feedback)


def test_a_record_of_a_newer_edition_says_so():
    document = as_json(full())
    inside(document)["edition"] = EDITION + 1
    assert "newer Fingerpost" in refusal(document)


@pytest.mark.parametrize(
    ("where", "value", "place"),
    [
        (("plan", 0, "what"), "", "plan[0].what"),
        (("plan", 0, "what"), "x" * 301, "plan[0].what"),
        (("plan", 0, "what"), "a\x00b", "plan[0].what"),
        (("plan", 0, "what"), "a\ud800b", "plan[0].what"),
        (("plan", 0, "state"), "lost", "plan[0].state"),
        (("plan", 0, "dueOn"), "2026-13-01", "plan[0].dueOn"),
        (("plan", 0, "agreedOn"), "2030-01-01", "plan"),
        (("plan", 1, "state"), "open", "closedOn"),
        (("plan", 0, "opportunityUrl"), "javascript:alert(1)", "plan[0].opportunityUrl"),
        (("ideas", 0, "link"), "data:text/html,x", "ideas[0].link"),
        (("ideas", 0, "colour"), "red", "ideas[0].colour"),
        (("ideas", 0, "id"), "7", "ideas[0].id"),
        (("selfAssessments", 0, "answers"), {"a": 6}, "selfAssessments[0].answers.a"),
        (("intentions", 0, "howSure"), True, "intentions[0].howSure"),
        (("feedback",), {}, "feedback"),
        (("holder", "familyName"), None, "holder.familyName"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(where, value, place):
    document = as_json(full())
    *path, last = where
    target = inside(document)
    for step in path:
        target = target[step]
    target[last] = value
    assert place in refusal(document)


def test_an_identifier_that_stands_twice_is_refused():
    document = as_json(full())
    inside(document)["plan"][1]["id"] = inside(document)["plan"][0]["id"]
    assert "twice" in refusal(document)


@MANY
@given(data=st.data())
def test_a_broken_record_is_refused_or_read_and_never_anything_else(data):
    """Any value of the file replaced by any other."""
    document = copy.deepcopy(as_json(full()))
    places = list(_places(document))
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.just([]), st.just({}))
    )
    try:
        read(json.dumps(document))
    except NotARecord as refused:
        assert refused.sentences


def _places(value):
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in pairs:
        yield value, key
        if isinstance(one, dict | list):
            yield from _places(one)


def test_the_same_lesson_twice_on_one_day_is_two():
    record = full()
    lesson = record.encounters[1]
    again = dataclasses.replace(lesson, id=identifier(99))
    twice = dataclasses.replace(record, encounters=(lesson, again))
    once = dataclasses.replace(record, encounters=(lesson,))
    assert [p.id for _, p in new_pieces(twice, [k for k, _ in keyed(once)])] == [again.id]


def test_an_action_done_since_is_the_same_action():
    record = full()
    done = dataclasses.replace(record.plan[0], state="done", closed_on=TODAY)
    later = dataclasses.replace(record, plan=(done, record.plan[1]))
    assert new_pieces(later, [key for key, _ in keyed(record)]) == []


def test_an_encounter_of_another_school_is_another():
    record = full()
    there = dataclasses.replace(record.encounters[0], source=ELSEWHERE)
    other = dataclasses.replace(record, encounters=(there,))
    assert len(new_pieces(other, [key for key, _ in keyed(record)])) == 1


def test_who_it_is_about_is_compared_without_capitals_and_unknowns():
    known = Holder("Zoë", "Ångström", full().holder.born_on, 11, "")
    assert differences(full().holder, known) == []
    said = Holder("ZOË ", "ångström", None, None, "A123456789012")
    assert differences(said, known) == []
    other = Holder("Zoe", "Smith", TODAY, None, "B1")
    assert len(differences(other, full().holder)) == 3
