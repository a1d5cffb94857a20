"""Exploring occupations: found, read, compared, saved with what it says to the ledger."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.urls import reverse

from fingerpost import rules
from fingerpost.accounts.enums import Role
from fingerpost.ledger.models import Entry
from fingerpost.occupations import load
from fingerpost.occupations.routes import routes_of, sectors_of
from fingerpost.pathways import bridge
from fingerpost.pathways.models import Idea
from fingerpost.pathways.presenters import occupations as presenters

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
EXPLORE = reverse("occupations:explore")
SAVE = reverse("pathways:quick_add")


@pytest.fixture
def me(client_of):
    client = client_of(Role.STUDENT)
    client.student = client.person.student
    return client


def page_of(slug):
    return reverse("occupations:occupation", args=[slug])


def words(answer):
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def test_any_words_find_occupations_and_none_say_so(me):
    assert "Veterinary nurse" in words(me.get(EXPLORE, {"q": "vetinary nurse"}))
    assert "Nothing found" in words(me.get(EXPLORE, {"q": "qqqqqq"}))


def test_a_family_of_work_lists_all_of_it(me):
    answer = me.get(EXPLORE, {"field": "Animal care"})
    many = sum("Animal care" in one.fields for one in load().occupations)
    assert f"Animal care: {many}" in re.sub(r"\s+", " ", words(answer)).replace(" :", ":")


@pytest.mark.parametrize("slug", ["farrier", "nurse", "barista", "royal-marines-commando", "mp"])
def test_a_page_stands_without_descriptions_and_with_gaps(me, slug):
    answer = me.get(page_of(slug))
    assert answer.status_code == 200
    assert not re.search(r"None(?! is better)", words(answer))


def test_what_is_no_occupation_is_not_found(me):
    assert me.get(page_of("wizard")).status_code == 404
    beside = me.get(reverse("occupations:compare"), {"of": ["wizard", "vet"]})
    assert [one.slug for one, _ in beside.context["chosen"]] == ["vet"]
    assert "Pick one more" in beside.content.decode()


def test_every_occupation_has_a_page_that_can_be_made():
    area = next(iter(load().areas))
    for one in load().occupations:
        facts = presenters.facts(one, area)
        assert facts.pay_to_start
        assert all(way.name for way in facts.ways)


READ = {"title": "Farrier", "occupation": "farrier", "is_read": "on"}


def test_saving_an_occupation_tells_the_ledger_what_was_looked_at(me):
    me.post(SAVE, {**READ, "note": "Fits: being outdoors."})
    idea = Idea.objects.get()
    assert (idea.occupation, idea.note) == ("farrier", "Fits: being outdoors.")
    research = Entry.objects.get(kind="own_research")
    assert research.routes == ["apprenticeship", "further_education"]
    assert research.sectors == ["agriculture_environmental_and_animal_care"]
    me.post(SAVE, READ)
    assert Entry.objects.filter(kind="own_research").count() == 1


def test_what_is_saved_from_a_card_was_not_read_until_its_page_was(me):
    me.post(SAVE, {"title": "Farrier", "occupation": "farrier"})
    assert not Entry.objects.filter(kind="own_research").exists()
    page = reverse("occupations:occupation", args=["farrier"])
    assert "I have read about this job" in me.get(page).content.decode()
    me.post(SAVE, READ)
    assert Idea.objects.count() == Entry.objects.filter(kind="own_research").count() == 1
    assert "I have read about this job" not in me.get(page).content.decode()


def test_a_made_up_occupation_is_an_idea_in_own_words(me):
    me.post(SAVE, {"title": "Wizard", "occupation": "wizard"})
    assert Idea.objects.get().occupation == ""
    assert not Entry.objects.filter(kind="own_research").exists()


def test_up_to_three_stand_side_by_side(me):
    answer = me.get(
        reverse("occupations:compare"), {"of": ["nurse", "farrier", "electrician", "vet"]}
    )
    chosen = answer.context["chosen"]
    assert [one.slug for one, _ in chosen] == ["nurse", "farrier", "electrician"]
    assert chosen[0][1] == ["farrier", "electrician"]
    needs = dict(answer.context["rows"])["What you need"]
    assert any("GCSE" in line for line in needs[1])


def test_routes_and_sectors_of_occupations_are_those_of_the_rules():
    today = load()
    routes = {one.name for one in rules.routes(TODAY)}
    sectors = {one.name for one in rules.sectors(TODAY)}
    for one in today.occupations:
        assert set(routes_of(one)) <= routes
        assert set(sectors_of(today, one)) <= sectors


# No route may be crowded out of what students are shown ------------------------------------------

WAYS = ("apprenticeship", "college", "university", "work")
ROUTES = sorted({route for one in load().occupations for route in routes_of(one)})


def shares(occupations):
    """How much of these has each way in, and each route of the rules that jobs lead by."""
    ways = Counter(way.way for one in occupations for way in one.ways_in)
    routes = Counter(route for one in occupations for route in routes_of(one))
    counted = [*((way, ways[way]) for way in WAYS), *((f"by {one}", routes[one]) for one in ROUTES)]
    return {name: number / len(occupations) for name, number in counted}


def test_no_route_is_crowded_out_of_first_pages_of_searches():
    """Over everyday searches, each route is on the first page about as often as there is of it."""
    asked = "animals cars money children computers art sport food building science law travel"
    first = [found.occupation for word in asked.split() for found in bridge.search(word, 20)]
    there = shares(load().occupations)
    for way, share in shares(first).items():
        assert share >= 0.6 * there[way], (way, share, there[way])


def test_no_route_is_crowded_out_of_suggestions():
    keys = sorted(bridge.questions().keys)
    suggested = []
    for turn in range(40):
        answers = {
            key: (turn * 7 + number * 3 + turn * number) % 5 + 1 for number, key in enumerate(keys)
        }
        suggested += [one.occupation for one in bridge.suggestions(answers, 12)]
    there = shares(load().occupations)
    for way, share in shares(suggested).items():
        assert share >= 0.6 * there[way], (way, share, there[way])
