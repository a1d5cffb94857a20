"""Reading a record in: previewed, decided on by a careers leader, taken back."""

import dataclasses
import datetime as dt
import json

import pytest
from django.utils import timezone

from fingerpost.audit.models import Event
from fingerpost.choices.models import Application, Document, PredictedGrade, Reasons, Responsibility
from fingerpost.choices.services.applications import move_application
from fingerpost.choices.services.documents import save_document
from fingerpost.destinations.models import Intention
from fingerpost.destinations.selectors import current_intention
from fingerpost.exchange.record.writer import as_json, write_record
from fingerpost.interviews.models import Action
from fingerpost.interviews.services.actions import close_action
from fingerpost.ledger import bridge
from fingerpost.ledger.models import Entry
from fingerpost.ledger.selectors import standing_lines
from fingerpost.pathways.models import Idea, SelfAssessment
from fingerpost.pathways.services import ideas
from fingerpost.records.models import BroughtPiece, RecordImport
from fingerpost.records.selectors.previews import preview_of
from fingerpost.records.selectors.whole import record_of
from fingerpost.records.services import reading
from fingerpost.students.models import FormerUpn
from fingerpost.students.services.erasing import erase_leavers
from tests.factories import people, records

pytestmark = pytest.mark.django_db
WRITTEN = (
    *(Entry, Action, Idea, Intention, SelfAssessment, BroughtPiece),
    *(Reasons, Application, PredictedGrade, Responsibility, Document),
)


@pytest.fixture
def record(school):
    """The record that a student took along from another school."""
    return record_of(records.with_a_record(people.school()), own=True)


@pytest.fixture
def arriving(school):
    return records.newcomer(school)


def previewed(record, student):
    content = write_record(record).encode()
    return reading.preview(student=student, content=content, file_name="record.jsonld", by=None)


def read_in(record, student, *, is_theirs=False):
    one = previewed(record, student)
    return reading.read_in(record_import=one, is_theirs=is_theirs, by=None)


def counts(student):
    return [model.objects.filter(student=student).count() for model in WRITTEN]


def test_a_preview_says_what_is_new_and_writes_none_of_it(record, arriving):
    one = previewed(record, arriving)
    preview = preview_of(one)
    assert len(preview.new) == len(record.pieces)
    assert (preview.doubles, preview.differs) == (0, [])
    assert counts(arriving) == [0] * len(WRITTEN)


@pytest.mark.parametrize("content", [b"", b"{}", b"PK", b"\xff"])
def test_a_wrong_file_is_refused_and_nothing_is_written(arriving, content):
    with pytest.raises(reading.NotARecord):
        reading.preview(student=arriving, content=content, file_name="x", by=None)
    assert not RecordImport.objects.exists()


def test_a_file_with_one_fault_adds_nothing_at_all(record, arriving):
    document = as_json(record)
    document["credentialSubject"]["guidanceRecord"]["ideas"][0]["title"] = "x" * 121
    with pytest.raises(reading.NotARecord, match=r"ideas\[0\]\.title"):
        reading.preview(
            student=arriving, content=json.dumps(document).encode(), file_name="x", by=None
        )
    assert counts(arriving) == [0] * len(WRITTEN)


def test_a_newer_file_takes_the_place_of_one_that_waits(record, arriving):
    first, second = previewed(record, arriving), previewed(record, arriving)
    first.refresh_from_db()
    assert (first.state, first.document) == ("discarded", "")
    assert second.state == "preview"


def test_each_piece_becomes_what_it_was(record, arriving):
    done = read_in(record, arriving)
    assert done.document == ""
    lines = standing_lines(arriving.pk)
    kinds = sorted(lines.filter(about__startswith="elsewhere:").values_list("kind", flat=True))
    assert kinds == ["employer_talk", "guidance_interview", "own_research", "self_assessment"]
    assert Action.objects.get(student=arriving).what == "Visit the college"
    kept = Idea.objects.get(student=arriving, dropped_at__isnull=True)
    assert (kept.title, kept.note, kept.source) == ("Engines", "I like engines", "My uncle")
    assert Idea.objects.filter(student=arriving, dropped_at__isnull=False).count() == 1
    assert current_intention(arriving, "post_16").route == "t_level"
    assert SelfAssessment.objects.filter(student=arriving, finished_at__isnull=False).exists()
    event = Event.objects.get(deed="imported")
    assert event.student_id == arriving.pk
    assert "engines" not in json.dumps(event.details)


def test_it_counts_for_the_whole_life_and_not_for_this_school(record, arriving):
    read_in(record, arriving)
    people.student(arriving.school, year_group=11)
    viewer = _leader(arriving.school)
    today = timezone.localdate()
    by_16 = bridge.question(viewer, today).figure("gatsby_8_interview_by_16")
    assert (by_16.counted, by_16.of) == (1, 2)


def _leader(school):
    from fingerpost.accounts.enums import Role
    from fingerpost.accounts.selectors import viewer_for

    return viewer_for(people.person_with(Role.CAREERS_LEADER, school=school))


def test_somebody_elses_file_needs_a_tick(record, arriving):
    other = dataclasses.replace(record, holder=dataclasses.replace(record.holder, family_name="X"))
    one = previewed(other, arriving)
    assert "about Zoë X" in preview_of(one).differs[0]
    with pytest.raises(reading.ReadingError, match="Say that"):
        reading.read_in(record_import=one, is_theirs=False, by=None)
    one.refresh_from_db()
    assert one.state == "preview"
    assert counts(arriving) == [0] * len(WRITTEN)
    reading.read_in(record_import=one, is_theirs=True, by=None)
    assert Event.objects.get(deed="imported").details["named_another"] is True


def test_a_birth_date_and_a_upn_are_compared_too(record, arriving):
    arriving.upn = "B123456789012"
    arriving.save()
    holder = dataclasses.replace(record.holder, born_on=dt.date(2010, 1, 1), upn="A123456789012")
    one = previewed(dataclasses.replace(record, holder=holder), arriving)
    assert len(preview_of(one).differs) == 2
    FormerUpn.objects.create(student=arriving, upn="A123456789012", noted_on=timezone.localdate())
    assert len(preview_of(one).differs) == 1


def test_a_student_who_has_left_is_not_read_in_for(record, arriving):
    one = previewed(record, arriving)
    arriving.left_on = timezone.localdate()
    arriving.save()
    with pytest.raises(reading.ReadingError, match="no longer"):
        reading.read_in(record_import=one, is_theirs=False, by=None)
    with pytest.raises(reading.ReadingError, match="no longer"):
        previewed(record, arriving)


def test_what_was_changed_since_stays_when_the_file_is_taken_back(record, arriving):
    done = read_in(record, arriving)
    document = Document.objects.get(student=arriving)
    save_document(
        document=document, title="Mine", parts={"about": "New."}, version=document.version, by=None
    )
    application = Application.objects.get(student=arriving)
    move_application(application=application, state="offer", by=None)
    done = reading.take_back(record_import=done, by=None)
    assert done.kept == 2
    assert Document.objects.filter(student=arriving).exists()
    assert Application.objects.filter(student=arriving, state="offer").exists()
    assert not Reasons.objects.filter(student=arriving).exists()
    assert not PredictedGrade.objects.filter(student=arriving).exists()


def test_taking_back_leaves_nothing_and_the_file_can_be_read_again(record, arriving):
    done = read_in(record, arriving)
    for _ in range(2):
        done = reading.take_back(record_import=done, by=None)
    assert (done.state, done.kept) == ("undone", 0)
    assert not standing_lines(arriving.pk).exists()
    assert counts(arriving)[1:] == [0] * (len(WRITTEN) - 1)
    assert Event.objects.filter(deed="undid").count() == 1
    assert read_in(record, arriving).counts == done.counts


def test_what_people_have_worked_on_stays_when_it_is_taken_back(record, arriving):
    done = read_in(record, arriving)
    close_action(action=Action.objects.get(student=arriving), state="done", by=None)
    ideas.share(idea=Idea.objects.get(student=arriving, title="Engines"), by=None)
    done = reading.take_back(record_import=done, by=None)
    assert done.kept == 2
    assert Action.objects.get(student=arriving).state == "done"
    assert [one.title for one in Idea.objects.filter(student=arriving)] == ["Engines"]
    again = read_in(record, arriving)
    assert "action" not in {row.sort for row in again.pieces.all() if row.about}


def test_a_file_thrown_away_cannot_be_read_in(record, arriving):
    one = previewed(record, arriving)
    assert reading.discard(record_import=one, by=None)
    assert not reading.discard(record_import=one, by=None)
    with pytest.raises(reading.ReadingError, match="decided"):
        reading.read_in(record_import=one, is_theirs=False, by=None)
    with pytest.raises(reading.ReadingError, match="not read in"):
        reading.take_back(record_import=one, by=None)


def test_an_idea_that_is_kept_here_is_no_second_one(record, arriving):
    ideas.save_idea(student=arriving, words=ideas.Words("ENGINES"), by=None)
    read_in(record, arriving)
    assert Idea.objects.filter(student=arriving, title__iexact="engines").count() == 1


def test_an_older_intention_does_not_take_the_place_of_what_is_said_here(record, arriving):
    records.record_intention(student=arriving, choice=records.Choice("apprenticeship", 2), by=None)
    old = dataclasses.replace(record.intentions[0], said_on=records.days_ago(200))
    read_in(dataclasses.replace(record, intentions=(old,)), arriving)
    assert Intention.objects.filter(student=arriving).count() == 2
    assert current_intention(arriving, "post_16").route == "apprenticeship"
    said = standing_lines(arriving.pk).filter(kind="intention_recorded")
    assert [line.routes for line in said] == [["apprenticeship"]]


def test_a_kind_that_is_not_known_here_is_kept_and_not_counted(record, arriving):
    odd = dataclasses.replace(record.encounters[0], kind="basket_weaving", interview=None)
    read_in(dataclasses.replace(record, encounters=(odd,)), arriving)
    assert not standing_lines(arriving.pk).filter(about__startswith="elsewhere:").exists()
    assert "basket_weaving" in {one.kind for one in record_of(arriving, own=True).encounters}


def test_erasing_a_leavers_records_erases_what_they_brought(record, arriving):
    read_in(record, arriving)
    arriving.joined_on, arriving.left_on = dt.date(2015, 9, 1), dt.date(2016, 7, 1)
    arriving.save()
    erase_leavers(school=arriving.school, students=[arriving.pk], by=None)
    assert not BroughtPiece.objects.exists()
    assert not RecordImport.objects.exists()
    assert not Entry.objects.filter(student=arriving).exclude(summary="").exists()
