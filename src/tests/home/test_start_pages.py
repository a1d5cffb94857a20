"""The start pages of staff: figures that say whom they count, totals, and looks that are noted."""

import datetime as dt
import re

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone
from lxml import html

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.common.days import day_words
from fingerpost.interviews.services import actions
from fingerpost.ledger import services
from fingerpost.pathways.services.ideas import Words, save_idea
from fingerpost.signposting import bridge as signposting
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _tile(page, words):
    [tile] = [one for one in page.context["sections"][0].tiles if words in one.label]
    return tile


def test_the_figure_of_interviews_by_16_says_who_has_time_still(client_of, school):
    people.student(school, year_group=10)
    tile = _tile(client_of(Role.CAREERS_LEADER).get("/"), "interview by 16")
    assert tile.value == 1
    assert tile.hint == "Students in Years 10, 11, 12 and 13. Due by 31 August of Year 11."


def test_a_figure_without_a_deadline_names_none(client_of, school):
    people.student(school, year_group=10)
    assert _tile(client_of(Role.CAREERS_LEADER).get("/"), "an employer").hint == ""


def test_overdue_actions_are_shown_with_their_number_and_lead_to_all_of_them(client_of, school):
    student = people.student(school, year_group=11)
    for number in range(8):
        _overdue_action(student, f"Made-up step {number}")
    client = client_of(Role.CAREERS_LEADER)
    page = client.get("/")
    [block] = [b for b in page.context["sections"][0].blocks if b.title == "Overdue actions"]
    assert (len(block.lines), block.more_label) == (6, "All 8 overdue actions")
    assert block.more_url in page.content.decode()
    assert "Showing all 8 actions" in client.get(block.more_url).content.decode()


def _overdue_action(student, what):
    """An action of a student's plan that is past its date."""
    details = actions.ActionDetails(what, due_on=TODAY)
    made = actions.add_action(student=student, details=details, source="tutor", by=None)
    type(made).objects.filter(pk=made.pk).update(due_on=TODAY - dt.timedelta(days=3))


def test_names_on_the_start_page_are_a_look_noted_once_an_hour(client_of, school):
    students = [people.student(school, year_group=11) for _ in range(2)]
    client = client_of(Role.CAREERS_LEADER)
    page = client.get("/")
    assert students[0].name in page.content.decode()
    client.get("/")
    [look] = Event.objects.filter(deed="looked")
    assert (look.actor, look.subject_label) == (client.person, "Start page")
    assert look.details == {"asked": {}, "students": 2}


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.ADMINISTRATOR])
def test_a_start_page_that_names_nobody_is_no_look(client_of, school, role):
    people.student(school, year_group=11)
    client_of(role).get("/")
    assert not Event.objects.filter(deed="looked").exists()


def test_thousands_are_parted_in_tiles():
    drawn = Template("{% load fingerpost %}{% figure_tile 'Students' 1150 '' 2300 %}")
    said = drawn.render(Context())
    assert ">1,150<" in said
    assert "of 2,300" in said
    assert 'value="1150"' in said  # for programs


def test_one_interview_is_planned_at_a_time(client_of, school):
    student = people.student(school, year_group=12)
    long_ago = TODAY - dt.timedelta(days=500)
    services.record([services.Line(student, "guidance_interview", long_ago)], by=None)
    steps = signposting.steps_for(student)
    assert {"book_interview", "book_follow_up"} <= {one.suggests for one in steps}
    page = client_of(Role.CAREERS_LEADER).get(reverse("home:guidance_record", args=[student.pk]))
    planned = [card for card in page.context["cards"] if "/interviews/book/" in card.url]
    assert len(planned) == 1


def test_a_record_with_an_action_done_is_not_said_to_hold_nothing(client_of, school):
    student = people.student(school, year_group=9)
    services.record([services.Line(student, "action_done", TODAY)], by=None)
    page = client_of(Role.CAREERS_LEADER).get(reverse("home:guidance_record", args=[student.pk]))
    said = page.content.decode()
    assert "No encounter has been recorded yet this school year." in said
    assert "Nothing has been recorded" not in said


def test_a_student_can_say_from_the_start_page_what_they_thought(client_of, school):
    client = client_of(Role.STUDENT)
    student = client.person.student
    day = TODAY - dt.timedelta(days=2)
    for number in range(4):
        programme.session(school, [student], on=day, title=f"Talk {number}")
    page = html.fromstring(client.get("/").content)
    told = page.xpath("//section[@aria-labelledby='tell']//a")
    assert [link.text for link in told] == [
        "Talk 3",
        "Talk 2",
        "Talk 1",
        "See all you can tell us about",
    ]
    assert [client.get(link.get("href")).status_code for link in told] == [200] * 4
    assert all(link.get("href").startswith("/feedback/") for link in told)


def test_a_governor_reads_on_which_day_the_figures_stood(client_of, school):
    section = client_of(Role.GOVERNOR).get("/").context["sections"][0]
    assert re.fullmatch(r"The whole school on 1 \w+ \d{4}", section.title)


def test_a_tutor_sees_who_saved_an_idea_and_wrote_a_dated_step(client_of, school):
    group = people.tutor_group(school)
    student = people.student(school, year_group=9, tutor_group=group)
    people.student(school, year_group=9, tutor_group=group)
    save_idea(student=student, words=Words("Vet nurse"), by=None)
    due = TODAY + dt.timedelta(days=14)
    details = actions.ActionDetails("Read about it", due_on=due)
    actions.add_action(student=student, details=details, source="idea", by=None)
    page = client_of(Role.TUTOR, tutor_group=group).get("/")
    [block] = [one for one in page.context["sections"][0].blocks if "by themselves" in one.title]
    [line] = block.lines
    assert (line.text, line.student) == (student.name, student.pk)
    assert line.hint == f"1 idea saved, a step for {day_words(due)}"


def test_where_nobody_did_anything_the_tutor_sees_no_such_list(client_of, school):
    group = people.tutor_group(school)
    people.student(school, year_group=9, tutor_group=group)
    page = client_of(Role.TUTOR, tutor_group=group).get("/")
    assert not [one for one in page.context["sections"][0].blocks if "by themselves" in one.title]


def test_a_student_without_ideas_is_led_to_the_questions_first(client_of, school):
    student = people.student(school, year_group=9)
    client = client_of(Role.STUDENT, student=student)
    cards = client.get("/").context["sections"][0].cards
    assert reverse("occupations:about_me") in [one.url for one in cards]
