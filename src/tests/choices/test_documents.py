"""A CV and a personal statement are made of the student's own record, and of nothing else."""

import datetime as dt
import io

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.choices.models import Document, Responsibility
from fingerpost.choices.services import documents as services
from fingerpost.ledger.services import Line, record
from fingerpost.pathways.models import SelfAssessment
from fingerpost.pathways.services.ideas import Words, save_idea
from tests.factories import people

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 3)
BEGIN = reverse("choices:begin", args=["cv"])


@pytest.fixture
def record_of(me):
    """A talk, a day at work, an interview, a skill said of oneself and one that is not."""
    lines = [
        Line(me.student, "employer_talk", ON, organisation="Made Mills", summary="Talk on wool"),
        Line(me.student, "work_experience", ON, organisation="Made Motors"),
        Line(me.student, "guidance_interview", ON, summary="Private talk"),
    ]
    record(lines, by=None)
    SelfAssessment.objects.create(
        school=me.student.school,
        student=me.student,
        edition="1",
        answers={"s02": 5, "s03": 2},
        finished_at=timezone.now(),
    )
    return me.student


def pieces(page):
    form = page.context["form"]
    return {name: field.choices for name, field in form.fields.items() if name != "charge"}


def test_what_may_be_picked_is_what_the_record_says(me, record_of):
    found = pieces(me.get(BEGIN))
    texts = {name: [text for _, text in choices] for name, choices in found.items()}
    assert texts["experience"] == ["Talk on wool, Made Mills (March 2026)"]
    assert texts["work"] == ["Work experience, Made Motors (March 2026)"]
    assert texts["skills"] == ["Work with others and do my share"]
    assert "Private talk" not in str(texts)


def test_a_draft_has_what_was_picked_and_nothing_else(me, record_of):
    found = pieces(me.get(BEGIN))
    sent = {"work": [found["work"][0][0]], "charge": "Captain of the chess club\n\n"}
    answer = me.post(BEGIN, sent)
    made = Document.objects.get()
    assert answer.url == reverse("choices:document", args=[made.pk])
    assert {key: text for key, text in made.parts.items() if text} == {
        "work": "Work experience, Made Motors (March 2026)",
        "responsibilities": "Captain of the chess club",
    }
    assert Responsibility.objects.get().words == "Captain of the chess club"


def test_what_one_is_in_charge_of_is_kept_once(me):
    for _ in range(2):
        me.post(BEGIN, {"charge": "Prefect"})
    assert Responsibility.objects.count() == 1
    assert Document.objects.count() == 2


def test_a_piece_that_is_not_ones_own_cannot_be_picked(me, school, record_of):
    other = Responsibility.objects.create(
        school=school, student=people.student(school), words="Somebody else’s"
    )
    me.post(BEGIN, {"responsibilities": [f"r{other.pk}"]})
    assert "Somebody" not in str(list(Document.objects.values_list("parts", flat=True)))


def begun(me, kind="cv"):
    return services.begin_document(student=me.student, kind=kind, pieces=[], by=None)


def test_the_student_writes_it_and_reads_it(me):
    made = begun(me)
    sent = {"title": "For the garage", "version": "1", "part_about": "I like engines\nand people"}
    assert me.post(reverse("choices:document", args=[made.pk]), sent).status_code == 302
    page = me.get(reverse("choices:read", args=[made.pk])).content.decode()
    assert "I like engines" in page and "Places of work" not in page


def test_two_windows_do_not_write_over_each_other(me):
    made = begun(me)
    address = reverse("choices:document", args=[made.pk])
    me.post(address, {"title": "A", "version": "1", "part_about": "First"})
    page = me.post(address, {"title": "A", "version": "1", "part_about": "Second"})
    assert "another window" in page.content.decode() and "Second" in page.content.decode()
    made.refresh_from_db()
    assert made.parts["about"] == "First"
    again = {"title": "A", "version": str(made.version), "part_about": "Second"}
    assert me.post(address, again).status_code == 302


@pytest.mark.parametrize("kind", ["cv", "statement"])
def test_the_pdf_is_tagged_and_has_the_students_name(me, kind):
    made = begun(me, kind)
    parts = {"about": "One\nTwo #let * _ $ <b>"}
    services.save_document(document=made, title="Mine", parts=parts, version=1, by=None)
    answer = me.get(reverse("choices:pdf", args=[made.pk]))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as found:
        assert "/StructTreeRoot" in found.Root
        assert me.student.name in str(found.docinfo["/Title"])


def test_an_empty_draft_is_a_pdf_too(me):
    assert me.get(reverse("choices:pdf", args=[begun(me).pk])).content.startswith(b"%PDF")


def test_nobody_else_opens_or_deletes_it(me, school):
    made = begun(me)
    names = ("document", "pick_more", "read", "pdf")
    for role in (Role.STUDENT, Role.CAREERS_LEADER, Role.PARENT):
        client = Client()
        client.force_login(people.person_with(role, school=school))
        wanted = 404 if role == Role.STUDENT else 403
        for name in names:
            assert client.get(reverse(f"choices:{name}", args=[made.pk])).status_code == wanted
        client.post(reverse("choices:delete", args=[made.pk]))
    assert Document.objects.filter(pk=made.pk).exists()
    me.post(reverse("choices:delete", args=[made.pk]))
    assert not Document.objects.exists()


def test_a_job_that_was_only_saved_is_no_experience(me):
    save_idea(student=me.student, words=Words("Plumber", occupation="plumber"), by=None)
    assert "Plumber" not in me.get(BEGIN).content.decode()
