"""Pages of records: who takes one along, who reads one in, and what each of them sees."""

import dataclasses
import datetime as dt
import io
import json
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.common.readability import AGE_11_GRADE, grade
from fingerpost.exchange.record.writer import write_record
from fingerpost.pathways.services import ideas
from fingerpost.records.duties import waiting_files
from fingerpost.records.models import BroughtPiece, RecordImport
from fingerpost.records.selectors.whole import record_of
from fingerpost.records.views.reading import LARGEST
from tests.factories import people, records

pytestmark = pytest.mark.django_db
MINE = reverse("records:mine")


@pytest.fixture
def me(client_of, school):
    """A student with a record, signed in."""
    client = client_of(Role.STUDENT)
    client.person.student.delete()
    client.student = records.with_a_record(school, person=client.person)
    return client


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


@pytest.fixture
def content(school):
    return write_record(record_of(records.with_a_record(people.school()), own=True)).encode()


def send(client, student, content, name="record.jsonld"):
    address = reverse("records:send", args=[student.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


def words_of_pdf(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes().decode()
        return len(pdf.pages)


def test_a_student_takes_their_record_along_in_one_file(me):
    answer = me.get(reverse("records:my_file", args=["zip"]))
    assert answer["Content-Disposition"].startswith('attachment; filename="record-')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert sorted(packed.namelist()) == ["record.jsonld", "record.pdf"]
        document = json.loads(packed.read("record.jsonld"))
        assert words_of_pdf(packed.read("record.pdf")) >= 1
    assert document["credentialSubject"]["guidanceRecord"]["feedback"]
    event = Event.objects.get(deed="exported")
    assert (event.student_id, event.details) == (me.student.pk, {"form": "zip", "own": True})


def test_a_leaver_who_can_still_sign_in_takes_it_along_too(me):
    me.student.left_on = records.days_ago(5)
    me.student.save()
    answer = me.get(reverse("records:my_file", args=["jsonld"]))
    assert answer.status_code == 200
    assert b'"leftOn"' in answer.content


def test_staff_download_it_without_what_only_the_student_sees(leader, school):
    student = records.with_a_record(school)
    for form in ("jsonld", "pdf", "zip"):
        answer = leader.get(reverse("records:file", args=[student.pk, form]))
        assert answer.status_code == 200
        assert b"The adviser was late" not in answer.content
    assert Event.objects.filter(deed="exported", student_id=student.pk).count() == 3


def test_the_pdf_of_somebody_without_a_record_is_there_too(client_of):
    client = client_of(Role.STUDENT)
    answer = client.get(reverse("records:my_file", args=["pdf"]))
    assert words_of_pdf(answer.content) == 1


def test_a_form_that_there_is_not_is_not_found(me):
    assert me.get(reverse("records:my_file", args=["docx"])).status_code == 404


def test_staff_take_only_records_that_they_may_see(client_of, school):
    student = records.with_a_record(school)
    tutor = client_of(Role.TUTOR, tutor_group=people.tutor_group(school))
    assert tutor.get(reverse("records:student", args=[student.pk])).status_code == 404
    assert tutor.get(reverse("records:file", args=[student.pk, "zip"])).status_code == 404


def test_a_record_is_sent_previewed_read_in_and_taken_back(leader, school, content):
    student = records.newcomer(school)
    page = send(leader, student, content)
    assert page.status_code == 200
    one = RecordImport.objects.get()
    text = page.content.decode()
    assert "New: encounters and interviews 4, actions 2, ideas 2" in text
    assert not BroughtPiece.objects.exists()
    done = leader.post(reverse("records:read_in", args=[one.pk]), follow=True)
    assert "Read in: encounters and interviews 4" in done.content.decode()
    again = send(leader, student, content)
    assert "Nothing in this file is new." in again.content.decode()
    undo = reverse("records:undo", args=[one.pk])
    assert leader.get(undo).status_code == 200
    assert BroughtPiece.objects.exists()
    assert "taken back" in leader.post(undo, follow=True).content.decode()
    assert not BroughtPiece.objects.exists()


def test_the_preview_shows_no_feedback_and_no_answers_to_staff(leader, school, content):
    page = send(leader, records.newcomer(school), content).content.decode()
    assert "Feedback (2)" in page
    assert "The adviser was late" not in page
    assert "You like engines." in page


def test_the_zip_itself_can_be_sent(leader, school, me):
    packed = me.get(reverse("records:my_file", args=["zip"])).content
    me.logout()
    me.force_login(people.person_with(Role.CAREERS_LEADER, school=school))
    page = send(me, records.newcomer(school), packed, "record.zip")
    assert "What would be added" in page.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1, column 1"),
        (b"<html>", "This is not a record."),
        (b'{"credentialSubject": {"guidanceRecord": {"edition": 9}}}', "newer Fingerpost"),
    ],
)
def test_a_wrong_file_is_refused_on_the_page_with_place_and_reason(leader, school, content, said):
    page = send(leader, records.newcomer(school), content)
    assert said in page.content.decode()
    assert not RecordImport.objects.exists()


def test_a_file_that_is_too_large_is_refused(leader, school):
    page = send(leader, records.newcomer(school), b" " * (LARGEST + 1))
    assert "larger than 5 MB" in page.content.decode()


def test_a_file_of_somebody_else_asks_for_a_tick(leader, school, content):
    student = people.student(school)
    page = send(leader, student, content).content.decode()
    assert "Is this somebody else?" in page
    one = RecordImport.objects.get()
    address = reverse("records:read_in", args=[one.pk])
    assert "There is a problem" in leader.post(address).content.decode()
    assert not BroughtPiece.objects.exists()
    leader.post(address, {"is_theirs": "yes"})
    assert BroughtPiece.objects.filter(student=student).exists()


def test_a_file_is_thrown_away(leader, school, content):
    send(leader, records.newcomer(school), content)
    one = RecordImport.objects.get()
    leader.post(reverse("records:discard", args=[one.pk]))
    one.refresh_from_db()
    assert (one.state, one.document) == ("discarded", "")


def test_looking_at_a_page_writes_nothing(leader, school, content):
    send(leader, records.newcomer(school), content)
    one = RecordImport.objects.get()
    for name in ("read_in", "discard"):
        assert leader.get(reverse(f"records:{name}", args=[one.pk])).status_code == 405
    leader.get(reverse("records:record_import", args=[one.pk]))
    assert not BroughtPiece.objects.exists()


def test_another_schools_file_is_not_found(leader, content):
    elsewhere = records.newcomer(people.school())
    from fingerpost.records.services import reading

    one = reading.preview(student=elsewhere, content=content, file_name="x", by=None)
    for name in ("record_import", "undo"):
        assert leader.get(reverse(f"records:{name}", args=[one.pk])).status_code == 404
    assert leader.post(reverse("records:read_in", args=[one.pk])).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CAREERS_LEADER}))
def test_nobody_else_reads_records_in(client_of, school, role):
    client = client_of(role)
    student = records.newcomer(school)
    assert client.get(reverse("records:send", args=[student.pk])).status_code == 403


def test_the_guidance_record_names_the_school_that_a_line_comes_from(leader, school, content):
    student = records.newcomer(school)
    send(leader, student, content)
    one = RecordImport.objects.get()
    leader.post(reverse("records:read_in", args=[one.pk]))
    page = leader.get(reverse("home:guidance_record", args=[student.pk])).content.decode()
    assert f"From {one.issuer_name}" in page
    assert reverse("records:student", args=[student.pk]) in page


def test_a_student_reads_what_they_brought_in_words_for_eleven(me):
    from tests.home.test_student_words import _sentences

    page = me.get(MINE)
    text = " ".join(_sentences(page.content.decode()))
    assert grade(text) <= AGE_11_GRADE, (round(grade(text), 1), text)


def test_a_file_that_nobody_decides_on_is_thrown_away_after_a_week(leader, school, content):
    student = people.student(school)
    send(leader, student, content)
    made = RecordImport.objects.get()
    assert Event.objects.filter(deed="added", student_id=student.pk).count() == 1
    today = timezone.localdate()
    assert waiting_files(today=today).startswith("0 ")
    RecordImport.objects.update(made_at=timezone.now() - dt.timedelta(days=8))
    assert waiting_files(today=today).startswith("1 ")
    made.refresh_from_db()
    assert (made.state, made.document) == ("discarded", "")


def test_an_idea_that_was_put_away_is_only_in_the_students_own_file(client_of, school):
    student = people.student(school, tutor_group=people.tutor_group(school))
    idea, _ = ideas.save_idea(student=student, words=ideas.Words("Secret plan"), by=None)
    ideas.drop(idea=idea, by=None)
    tutor = client_of(Role.TUTOR, tutor_group=student.tutor_group)
    file = tutor.get(reverse("records:file", args=[student.pk, "jsonld"])).content.decode()
    assert "Secret plan" not in file
    assert [one.title for one in record_of(student, own=True).ideas] == ["Secret plan"]


def test_the_page_names_all_that_the_file_of_staff_holds(leader, school):
    student = records.with_a_record(school)
    words = leader.get(reverse("records:student", args=[student.pk])).content.decode()
    said = words[words.index("What is in it") : words.index("What is not")]
    record = record_of(student, own=False)
    named = {
        "encounters": "Encounters", "plan": "the plan", "ideas": "ideas",
        "intentions": "intentions", "reasons": "reasons", "applications": "applications",
        "predicted_grades": "predicted grades", "stays": "",
    }  # fmt: skip
    held = {
        one.name
        for one in dataclasses.fields(record)
        if isinstance(getattr(record, one.name), tuple)
    }
    for name in held:
        assert not getattr(record, name) or named[name] in said, name
