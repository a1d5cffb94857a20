"""The guidance record: how a student stands on one screen, then what has happened, narrowed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.ledger import services
from fingerpost.students.models import Student
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def student(school) -> Student:
    return people.student(school, year_group=11)


def _happened(student, kind, days=0, **more):
    services.record([services.Line(student, kind, TODAY - dt.timedelta(days), **more)], by=None)


def _page(client_of, student, **query):
    client = client_of(Role.CAREERS_LEADER, school=student.school)
    return client.get(reverse("home:guidance_record", args=[student.pk]), query)


def _titles(page):
    return [item.title for _, items in page.context["years"] for item in items]


def test_the_head_of_the_record_tells_the_last_contact_and_the_last_interview(client_of, student):
    _happened(student, "guidance_interview", 400)
    _happened(student, "careers_fair", 3)
    _happened(student, "idea_saved", 1)
    rows = dict(_page(client_of, student).context["glance"])
    assert rows["Last contact"].endswith(": Careers fair")
    assert str((TODAY - dt.timedelta(400)).year) in rows["Last guidance interview"]
    assert rows["Next interview"] == "None booked"
    assert rows["Actions"] == "None open"


def test_one_next_step_is_shown_and_the_others_are_folded(client_of, student):
    page = _page(client_of, student)
    above, _, folded = page.content.decode().partition("fp-fold")
    cards = page.context["cards"]
    assert len(cards) > 1
    assert above.count('class="fp-step ') == 1
    assert folded.count('class="fp-step ') == len(cards) - 1


def test_what_is_missing_comes_before_what_a_student_has_had(client_of, student):
    _happened(student, "guidance_interview", is_independent=True)
    dues = _page(client_of, student).context["dues"]
    order = ["Missing", "Not yet", "Had"]
    for one in dues.lists:
        states = [order.index(item.state) for item in one.dues]
        assert states == sorted(states)
    everything = [item.state for one in dues.lists for item in one.dues]
    assert f"{everything.count('Had')} had" in dues.words


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("", ["Idea saved", "Careers fair", "Guidance interview"]),
        ("interviews", ["Guidance interview"]),
        ("encounters", ["Careers fair"]),
        ("steps", ["Idea saved"]),
        ("nonsense", ["Idea saved", "Careers fair", "Guidance interview"]),
    ],
)
def test_the_timeline_is_narrowed_to_a_kind(client_of, student, kind, left):
    _happened(student, "guidance_interview", 2)
    _happened(student, "careers_fair", 1)
    _happened(student, "idea_saved")
    assert _titles(_page(client_of, student, kind=kind)) == left


def test_the_timeline_is_narrowed_to_an_academic_year(client_of, student):
    _happened(student, "careers_fair", 800)
    _happened(student, "guidance_interview")
    page = _page(client_of, student)
    years = [value for value, _ in page.context["filter_form"].fields["year"].choices]
    assert len(years) == 3
    assert _titles(_page(client_of, student, year=years[-1])) == ["Careers fair"]


def test_a_long_timeline_is_read_in_pages(client_of, student):
    for day in range(30):
        _happened(student, "careers_lesson", day)
    first = _page(client_of, student)
    assert first.context["page_of"].paginator.num_pages == 3
    seen = sum(len(_titles(_page(client_of, student, page=number))) for number in (1, 2, 3))
    assert seen == 30


def test_a_student_without_anything_is_offered_no_filter(client_of, student):
    page = _page(client_of, student)
    assert b"Nothing yet" in page.content
    assert b"fp-filter" not in page.content
