"""A record taken from one school, read in at the next, and taken along again says the same."""

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from fingerpost import rules
from fingerpost.audit.models import Event
from fingerpost.demonstration.services import build
from fingerpost.destinations.models import DecisionPoint
from fingerpost.exchange.record import form
from fingerpost.exchange.record import record as made
from fingerpost.exchange.record.reader import read_record
from fingerpost.exchange.record.writer import write_record
from fingerpost.interviews.enums import ActionState, Owner
from fingerpost.interviews.models import Action
from fingerpost.ledger.models import Channel, Entry
from fingerpost.ledger.selectors import standing_lines
from fingerpost.pathways import bridge
from fingerpost.pathways.models import Idea, IdeaKind
from fingerpost.records.models import BroughtPiece
from fingerpost.records.selectors.whole import record_of, school_source
from fingerpost.records.services import reading
from fingerpost.students.models import Student
from tests.exchange.record import made as examples
from tests.factories import people, records

pytestmark = pytest.mark.django_db


def carried(student, *, own=True):
    """A student's record as it leaves: written, and read by a stranger."""
    text = write_record(record_of(student, own=own))
    return read_record(text.encode(), today=timezone.localdate())[1]


def brought(record, student, *, is_theirs=False):
    """The record read in for a student."""
    content = write_record(record).encode()
    waiting = reading.preview(student=student, content=content, file_name="record.jsonld", by=None)
    return reading.read_in(record_import=waiting, is_theirs=is_theirs, by=None)


def facts(record, here):
    """What a record says, piece by piece, with its school named even where that is the issuer."""
    told = {}
    for piece in record.pieces:
        if isinstance(piece, made.Stay) and (piece.source or record.issuer) == here:
            continue
        piece = dataclasses.replace(piece, source=piece.source or record.issuer)
        told[piece.id] = piece
    return told


def test_the_same_facts_leave_the_second_school_as_left_the_first(school):
    leaving, arriving = records.with_a_record(school), records.newcomer(people.school())
    first = carried(leaving)
    assert all(getattr(first, one.name) for one in dataclasses.fields(first))
    brought(first, arriving)
    again = carried(arriving)
    here = school_source(arriving.school)
    assert facts(again, here) == facts(first, here)
    assert again.issuer == here


def test_a_file_of_staff_leaves_out_what_only_the_student_sees(school):
    student = records.with_a_record(school, upn="A123456789012")
    own, theirs = carried(student), carried(student, own=False)
    assert own.feedback and own.self_assessments and not own.holder.upn
    assert not theirs.feedback and not theirs.self_assessments
    assert theirs.holder.upn == "A123456789012"
    assert "late" not in write_record(record_of(student, own=False))


def test_the_same_file_twice_adds_nothing(school):
    leaving, arriving = records.with_a_record(school), records.newcomer(people.school())
    first = carried(leaving)
    brought(first, arriving)
    counts = [model.objects.count() for model in (Entry, Action, Idea, BroughtPiece)]
    second = brought(first, arriving)
    assert second.counts == {}
    assert [m.objects.count() for m in (Entry, Action, Idea, BroughtPiece)] == counts


def test_reading_in_twice_at_one_press_is_once(school):
    leaving, arriving = records.with_a_record(school), records.newcomer(people.school())
    done = brought(carried(leaving), arriving)
    again = reading.read_in(record_import=done, is_theirs=False, by=None)
    assert again.counts == done.counts
    assert Event.objects.filter(deed="imported").count() == 1


def test_a_student_who_comes_back_brings_only_what_is_new(school):
    leaving, there = records.with_a_record(school), people.school()
    arriving = records.newcomer(there)
    brought(carried(leaving), arriving)
    records.ledger.record(
        [records.ledger.Line(arriving, "careers_fair", timezone.localdate(), summary="Fair")],
        by=None,
    )
    back = brought(carried(arriving), leaving)
    assert back.counts == {"stay": 1, "encounter": 1}
    here = school_source(school)
    assert facts(carried(leaving), here) == facts(carried(arriving), here)


def test_what_was_done_here_with_an_action_goes_on_to_the_third_school(school):
    leaving, second = records.with_a_record(school), records.newcomer(people.school())
    brought(carried(leaving), second)
    action = Action.objects.get(student=second, what="Visit the college")
    records.close_action(action=action, state="done", by=None)
    third = records.newcomer(people.school())
    brought(carried(second), third)
    [visit] = [one for one in carried(third).plan if one.what == "Visit the college"]
    assert visit.state == "done"
    assert visit.source == school_source(school)


def test_what_comes_from_another_school_says_so(school):
    leaving, arriving = records.with_a_record(school), records.newcomer(people.school())
    brought(carried(leaving), arriving)
    talk = standing_lines(arriving.pk).get(kind="guidance_interview")
    assert talk.about.startswith("elsewhere:")
    row = BroughtPiece.objects.get(about=talk.about)
    assert (row.source_name, row.sort) == (school.name, "encounter")
    assert Action.objects.get(student=arriving).source == "elsewhere"


def test_words_of_the_form_are_those_of_the_models():
    assert set(made.CHANNELS) == set(Channel.values)
    assert set(made.IDEA_KINDS) == set(IdeaKind.values)
    assert set(made.ACTION_STATES) == set(ActionState.values)
    assert set(made.OWNERS) == set(Owner.values)
    assert set(made.POINTS) == set(DecisionPoint.values)


def _on_its_day(record):
    """Records by chance may name any day; what is here is of the time since September 2012."""
    return all(piece.on >= dt.date(2012, 9, 1) for piece in record.encounters)


def test_every_name_of_the_rules_and_of_occupations_fits_the_form():
    today, faults = timezone.localdate(), []
    lists = {
        form.ENCOUNTER.needed["kind"]: rules.kinds(today),
        form.ROUTES.of: rules.routes(today),
        form.SECTORS.of: rules.sectors(today),
        form.INTENTION.optional["route"]: rules.routes(today),
        form.INTENTION.needed["point"]: rules.decision_points(today),
        form.FEEDBACK.needed["questionSet"]: rules.question_sets(today),
    }
    for shape, entries in lists.items():
        for entry in entries:
            shape.read(entry.name, entry.name, faults)
    for slug in bridge.base().by_slug:
        form.IDEA.optional["occupation"].read(slug, slug, faults)
    assert faults == []


def test_the_record_of_every_student_of_the_demonstration_can_be_read():
    build(number=60, seed=3)
    students = list(Student.objects.select_related("school"))
    assert len(students) >= 60
    assert sum(len(carried(student).pieces) for student in students) > 600


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(record=examples.RECORDS.filter(_on_its_day))
def test_any_record_that_can_be_read_is_given_out_again_as_it_came(record):
    arriving = records.newcomer(people.school())
    brought(record, arriving, is_theirs=True)
    here = school_source(arriving.school)
    assert facts(carried(arriving), here) == facts(record, here)


def test_a_record_of_the_demonstration_says_that_it_is_made_up(school):
    school.is_demonstration = True
    record = record_of(records.with_a_record(school), own=True)
    assert "made data" in record.issuer.name
    assert "made data" in write_record(record)
