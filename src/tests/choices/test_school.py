"""The school's pages: figures by route and year, lists that agree, booking and export."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.choices.services.reasons import Why, save_reasons
from fingerpost.destinations.services import Choice, record_intention
from tests.factories import people

from .test_applications import add

pytestmark = pytest.mark.django_db
SCHOOL, STUDENTS = reverse("choices:school"), reverse("choices:students")


def intend(student, route="apprenticeship", sure=4, fallback=""):
    record_intention(student=student, choice=Choice(route, sure, fallback), by=None)


@pytest.fixture
def made(school, group):
    """One who has a place, one who has applied, one undecided with nothing, one in Year 9."""
    placed, sent, lost = (people.student(school, tutor_group=group) for _ in range(3))
    intend(placed, fallback="t_level")
    add(placed, state="accepted")
    intend(sent, "t_level")
    add(sent, route="t_level", state="applied")
    younger = people.student(school, year_group=9)
    save_reasons(student=younger, why=Why(subjects=["History"]), by=None)
    people.student(school, year_group=7)
    return {"placed": placed, "sent": sent, "lost": lost, "younger": younger}


def names_of(page):
    return {row.student for row in page.context["shown"]}


def _figures(page):
    """Every figure of the page's tables with the address it opens."""
    for table in page.context["tables"]:
        for row in table.rows:
            yield from ((cell.number, cell.url) for cell in row.cells if cell.url)


def test_every_figure_opens_a_list_of_as_many(client_of, made):
    client = client_of(Role.CAREERS_LEADER)
    figures = list(_figures(client.get(SCHOOL)))
    assert len(figures) > 12
    for number, url in figures:
        assert client.get(url).context["total"] == number, url


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {"placed", "sent", "lost", "younger"}),
        ("year_group=11", {"placed", "sent", "lost"}),
        ("stands=undecided", {"lost", "younger"}),
        ("stands=no_fallback", {"sent"}),
        ("stands=applied", {"placed", "sent"}),
        ("stands=offer", {"placed"}),
        ("stands=nothing&year_group=11", {"lost"}),
        ("route=t_level", {"sent"}),
        ("route=not_recorded&year_group=11", {"lost"}),
    ],
)
def test_lists_have_those_they_say(client_of, made, query, wanted):
    page = client_of(Role.CAREERS_LEADER).get(f"{STUDENTS}?{query}")
    assert names_of(page) == {made[name] for name in wanted}


def test_a_tutor_sees_the_own_group_and_asks_where_others_book(client_of, made, group, school):
    add(people.student(school, year_group=11), title="Elsewhere")
    tutor = client_of(Role.TUTOR, tutor_group=group)
    page = tutor.get(STUDENTS)
    assert names_of(page) == {made["placed"], made["sent"], made["lost"]}
    assert "Ask an adviser for the ticked students" in page.content.decode()
    assert tutor.get(SCHOOL).context["total"] == 3
    book = client_of(Role.ADVISER).get(STUDENTS).content.decode()
    assert "Book an interview for the ticked students" in book


def test_the_list_leaves_as_a_table_and_that_is_logged(client_of, made):
    client = client_of(Role.CAREERS_LEADER)
    text = client.get(f"{STUDENTS}?stands=offer&format=csv").content.decode("utf-8-sig")
    head, line = text.splitlines()
    assert head.startswith("Student,Year group,Tutor group,Intention")
    assert made["placed"].name in line and "Car mechanic (Accepted)" in line
    assert Event.objects.filter(deed="exported").count() == 1


def test_what_years_8_and_9_would_take_is_counted(client_of, made):
    chart = client_of(Role.CAREERS_LEADER).get(f"{SCHOOL}?year_group=9").context["subjects"]
    assert [(bar.label, bar.text) for bar in chart.bars] == [("History", "1 of 1")]
    assert client_of(Role.CAREERS_LEADER).get(chart.bars[0].url).context["total"] == 1


def test_many_students_take_no_more_queries_than_few(client_of, school, group):
    client = client_of(Role.CAREERS_LEADER)

    def look(address):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    for _ in range(2):
        add(people.student(school, tutor_group=group))
    few = {address: look(address) for address in (SCHOOL, STUDENTS)}
    for _ in range(25):
        add(people.student(school, tutor_group=group))
    for address, number in few.items():
        assert look(address) <= number


def test_who_chooses_gcse_options_is_not_unsure_of_a_route_nor_without_a_second_plan(
    client_of, made
):
    record_intention(student=made["younger"], choice=Choice("", 5, ""), by=None)
    leader = client_of(Role.CAREERS_LEADER)
    [row] = [
        row
        for row in leader.get(STUDENTS).context["table"].rows
        if row.cells[0].text == made["younger"].name
    ]
    assert (row.cells[3], row.cells[5]) == ("GCSE options", "")
    for stands in ("no_fallback", "nothing"):
        assert made["younger"] not in names_of(leader.get(STUDENTS, {"stands": stands}))
    assert made["younger"] in names_of(leader.get(STUDENTS, {"route": "options"}))


def test_nothing_ticked_keeps_the_list_and_says_so(client_of, made):
    address = f"{STUDENTS}?stands=undecided"
    answer = client_of(Role.CAREERS_LEADER).get(
        reverse("interviews:book"), {"back_to": address}, follow=True
    )
    assert answer.redirect_chain[-1][0] == address
    assert "Tick at least one student first." in answer.content.decode()


def test_the_page_leads_to_those_in_one_basket_and_those_who_could_aim_higher(client_of, made):
    closer = client_of(Role.CAREERS_LEADER).get(SCHOOL).context["closer"]
    assert [url.rstrip("/").rsplit("/", 1)[-1] for _, url in closer] == [
        "one_basket",
        "could_aim_higher",
    ]
