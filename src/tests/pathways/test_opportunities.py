"""What is near by: brought in by the careers leader, shown to students with equal room."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.exchange.opportunities import read
from fingerpost.pathways.models import Opportunity
from fingerpost.pathways.selectors.opportunities import near
from fingerpost.pathways.services.opportunities import keep
from fingerpost.rules import routes

pytestmark = pytest.mark.django_db
NEAR, BRING_IN = reverse("occupations:near"), reverse("occupations:bring_in")
HEAD = "provider,title,route,miles,sectors,gcses,grade,apply_by\n"
LINES = "".join(f"Hill College,Course {n},university,{n},,,,\n" for n in range(30))


def csv(text):
    return {"file": SimpleUploadedFile("near.csv", text.encode())}


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def test_a_list_is_kept_and_sent_again_brought_up_to_date(leader):
    line = "Mill Works,Maker,Apprenticeship,2,,5,4,\n"
    assert leader.post(BRING_IN, csv(HEAD + line)).url == NEAR
    leader.post(BRING_IN, csv(HEAD + line.replace(",2,", ",3,")))
    found = Opportunity.objects.get()
    assert (found.miles, found.gcses) == (3, 5)
    assert Event.objects.filter(deed="imported").count() == 2


def test_bad_lines_are_told_and_the_good_ones_there(leader):
    answer = leader.post(BRING_IN, csv(HEAD + "A,B,Flying,,,,,\nC,D,T Level,,,,,\n"))
    assert answer.context["problems"][0].startswith("Line 2: “Flying”")
    assert Opportunity.objects.get().title == "D"


def test_a_file_that_is_no_list_is_refused(leader):
    answer = leader.post(BRING_IN, csv("x,y\n1,2\n"))
    assert answer.status_code == 422
    assert "column “provider”" in str(answer.context["form"].errors)


def test_no_route_fills_the_first_page(leader, client_of):
    others = "Mill,Maker,Apprenticeship,40,,,,\nHall,Cook,Community or skills course,,,,,\n"
    others = others.replace("Community or skills course", "Short course in one skill")
    leader.post(BRING_IN, csv(HEAD + LINES + others))
    student = client_of(Role.STUDENT)
    cards = student.get(NEAR).context["cards"]
    assert {card.route for card in cards[:3]} == {
        "University", "Apprenticeship", "Short course in one skill",
    }  # fmt: skip


def test_what_is_over_is_not_shown(leader):
    last = timezone.localdate() + dt.timedelta(days=3)
    leader.post(BRING_IN, csv(HEAD + f"Mill,Maker,Apprenticeship,1,,,,{last}\n"))
    school = Opportunity.objects.get().school
    assert near(school, last)
    assert not near(school, last + dt.timedelta(days=1))


def test_a_line_whose_day_is_over_is_told_and_not_kept(leader):
    answer = leader.post(BRING_IN, csv(HEAD + "Mill,Maker,Apprenticeship,1,,,,2020-01-05\n"))
    assert answer.context["problems"] == ["Line 2: “apply_by” is over: 5 January 2020."]
    assert not Opportunity.objects.exists()


def test_taking_one_out_takes_only_ones_own(leader):
    leader.post(BRING_IN, csv(HEAD + "Mill,Maker,Apprenticeship,1,,,,\n"))
    found = Opportunity.objects.get()
    address = reverse("occupations:remove_near", args=[found.pk])
    assert "Take out “Maker, Mill”?" in leader.post(address).content.decode()
    assert Opportunity.objects.exists()
    leader.post(address, {"sure": "yes"})
    assert not Opportunity.objects.exists()
    assert leader.post(address).status_code == 404


def test_a_long_list_takes_few_queries(school, django_assert_max_num_queries):
    labels = {one.name: one.label for one in routes(dt.date(2026, 11, 1))}
    rows = read((HEAD + LINES).encode(), labels, {}).rows
    keep(school=school, rows=rows[:2], by=None)
    with django_assert_max_num_queries(8):
        assert keep(school=school, rows=rows, by=None) == (28, 2)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEAD + 'Mill Works,"Maker,Apprenticeship,2,,5,4,\n', "quotation mark"),
        (HEAD + f'Mill Works,"{"x" * 140_000}",Apprenticeship,2,,5,4,\n', "far too long"),
        (HEAD + "Mill Works,Maker,Apprenticeship,2,,5,4,\n" * 5_001, "more than 5,000 lines"),
    ],
)
def test_a_broken_or_endless_list_is_refused_with_a_sentence(leader, text, why):
    answer = leader.post(BRING_IN, csv(text))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Opportunity.objects.exists()
