"""The school's word on what providers give: accept, refuse, undo."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.pathways.models import FACTS, GivenOpportunity, Opportunity
from fingerpost.pathways.services import given as services
from fingerpost.pathways.services import opportunities as list_services
from fingerpost.pathways.services.provider_links import make_link
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=30)
WAITING, DECIDE = reverse("opportunities:waiting"), reverse("opportunities:decide")
NEAR = reverse("occupations:near")


def facts(**more):
    empty = {name: field.get_default() for name, field in FACTS.items()}
    return empty | {"title": "Cookery", "route": "further_education", "gcses": 2, "grade": 3} | more


@pytest.fixture
def link(school):
    return make_link(school=school, provider="Weir Lane", expires_on=SOON, by=None)


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def give(link, corrects=None, **more):
    return services.give(link=link, facts=facts(**more), corrects=corrects)[0]


def decide(client, do, *given, read_at=None, **options):
    """The form of the page as it was shown just now, or then."""
    said = {"do": do, "read_at": (read_at or timezone.now()).isoformat()}
    return client.post(DECIDE, said | {"given": [one.pk for one in given]}, **options)


def undo(client, given):
    return client.post(reverse("opportunities:undo", args=[given.pk]), follow=True)


def test_students_see_what_is_accepted_with_the_day_it_was_given(leader, link, client_of):
    given = give(link)
    decide(leader, "accept", given)
    card = client_of(Role.STUDENT).get(NEAR).context["cards"][0]
    assert (card.title, card.provider) == ("Cookery", "Weir Lane")
    assert card.dated == f"Given by the provider on {TODAY.day} {TODAY:%B %Y}."
    assert card.asks == "You need 2 GCSEs at grade 3 or above."


def test_only_those_ticked_are_decided_on_and_none_ticked_is_said(leader, link):
    first, second = give(link), give(link, title="Baking")
    assert "Tick at least one" in decide(leader, "accept", follow=True).content.decode()
    decide(leader, "refuse", first)
    states = dict(GivenOpportunity.objects.values_list("pk", "state"))
    assert states == {first.pk: "refused", second.pk: "waiting"}
    assert not Opportunity.objects.exists()


def test_all_that_waits_is_accepted_with_one_press_and_only_once(leader, link):
    for title in ("Cookery", "Baking"):
        give(link, title=title)
    for _ in range(2):
        decide(leader, "accept_all")
    assert sorted(Opportunity.objects.values_list("title", flat=True)) == ["Baking", "Cookery"]


@pytest.mark.parametrize("do", ["accept", "accept_all", "refuse"])
def test_nothing_is_decided_that_changed_since_it_was_read(leader, link, do):
    given, read_at = give(link), timezone.now()
    services.change_given(given=given, facts=facts(title="Poker"))
    answer = decide(leader, do, given, read_at=read_at, follow=True)
    assert "1 came or changed since you read this page" in answer.content.decode()
    given.refresh_from_db()
    assert given.state == "waiting"
    assert not Opportunity.objects.exists()


def test_what_came_since_the_page_was_read_waits_when_all_is_accepted(leader, link):
    give(link)
    read_at = timezone.now()
    give(link, title="Poker")
    decide(leader, "accept_all", read_at=read_at)
    assert [one.title for one in Opportunity.objects.all()] == ["Cookery"]


def test_a_change_at_the_very_moment_of_accepting_is_not_accepted(link):
    given = give(link)
    as_read = GivenOpportunity.objects.get(pk=given.pk)
    services.change_given(given=given, facts=facts(title="Poker"))
    assert services.accept(given=[as_read], by=None) == (0, [])
    assert services.refuse(given=[as_read], by=None) == 0


def test_the_page_says_when_it_was_read(leader, link):
    give(link)
    page = leader.get(WAITING)
    leader.post(DECIDE, {"do": "accept_all", "read_at": page.context["read_at"]})
    assert Opportunity.objects.count() == 1
    leader.post(DECIDE, {"do": "accept_all", "read_at": "yesterday"})


def test_a_correction_says_what_changes_and_stands_in_place_of_the_line(leader, link, school):
    there = list_services.put(school=school, provider="Weir Lane", facts=facts(), by=None)
    give(link, corrects=there, title="Cooking", gcses=4)
    hint = leader.get(WAITING).context["table"].rows[0].cells[-1].hint
    assert hint == "Title: Cookery → Cooking; GCSEs: 2 → 4"
    decide(leader, "accept_all")
    line = Opportunity.objects.get()
    assert (line.pk, line.title, line.gcses, line.given_on) == (there.pk, "Cooking", 4, TODAY)


def test_undo_takes_a_new_line_out_and_puts_a_corrected_one_back(leader, link, school):
    there = list_services.put(
        school=school, provider="Weir Lane", facts=facts(apply_by=SOON), by=None
    )
    new, correction = give(link, title="Baking"), give(link, corrects=there, gcses=4)
    decide(leader, "accept_all")
    for given in (new, correction, correction):
        undo(leader, given)
    line = Opportunity.objects.get()
    assert (line.title, line.gcses, line.apply_by) == ("Cookery", 2, SOON)
    assert (line.given_on, line.expires_on) == (None, SOON)
    assert set(GivenOpportunity.objects.values_list("state", flat=True)) == {"waiting"}


def test_undo_never_takes_away_a_later_change(leader, link, school):
    given = give(link)
    decide(leader, "accept_all")
    line = Opportunity.objects.get()
    list_services.put(
        school=school, provider="Weir Lane", facts=facts(gcses=5), there=line, by=None
    )
    assert "changed since" in undo(leader, given).content.decode()
    assert Opportunity.objects.get().gcses == 5
    given.refresh_from_db()
    assert given.state == "accepted"


def test_refusing_can_be_undone(leader, link):
    given = give(link)
    decide(leader, "refuse", given)
    undo(leader, given)
    given.refresh_from_db()
    assert (given.state, given.decided_by) == ("waiting", None)


def test_what_would_be_there_twice_is_told_and_the_rest_accepted(leader, link, school):
    list_services.put(school=school, provider="Weir Lane", facts=facts(), by=None)
    other = list_services.put(
        school=school, provider="Weir Lane", facts=facts(title="Baking"), by=None
    )
    give(link, corrects=other)  # would be called Cookery too
    give(link, title="Butchery")
    answer = decide(leader, "accept_all", follow=True)
    assert "“Cookery” is in the list already" in answer.content.decode()
    assert set(Opportunity.objects.values_list("title", flat=True)) == {
        "Cookery",
        "Baking",
        "Butchery",
    }


def test_a_school_decides_on_its_own_alone(leader):
    other = make_link(school=people.school(), provider="Weir Lane", expires_on=SOON, by=None)
    given = give(other)
    decide(leader, "accept", given)
    assert undo(leader, given).status_code == 404
    given.refresh_from_db()
    assert given.state == "waiting"


def test_each_decision_is_in_the_audit_log(leader, link):
    given = give(link)
    decide(leader, "accept_all")
    undo(leader, given)
    decide(leader, "refuse", given)
    deeds = list(Event.objects.filter(actor=leader.person).values_list("deed", flat=True))
    assert deeds.count("undid") == 1
    assert {"added", "removed"} <= set(deeds)


def test_an_open_day_is_shown_until_its_day(link, leader, client_of, time_machine):
    give(link, kind="taster", title="Try it", open_day=SOON, gcses=None, grade=None)
    decide(leader, "accept_all")
    assert Opportunity.objects.get().expires_on == SOON
    card = client_of(Role.STUDENT).get(NEAR).context["cards"][0]
    assert (card.what, card.asks) == ("Taster", "")
    assert card.dates == [f"Taster: {SOON.day} {SOON:%B %Y}"]


def test_what_waits_is_on_the_start_page_of_whoever_decides(leader, link):
    give(link, title="Baking")
    assert "Baking" in leader.get("/").content.decode()
    decide(leader, "accept_all")
    assert "Baking" not in leader.get("/").content.decode()


def test_what_a_provider_put_right_is_of_the_day_it_did(leader, link, time_machine):
    given = give(link)
    later = TODAY + dt.timedelta(days=2)
    time_machine.move_to(dt.datetime.combine(later, dt.time(12)))
    services.change_given(given=given, facts=facts(gcses=4))
    given.refresh_from_db()
    services.accept(given=[given], by=leader.person)
    assert Opportunity.objects.get().given_on == later


def test_what_a_provider_no_longer_has_goes_out_and_comes_back_with_undo(leader, link, school):
    there = list_services.put(
        school=school, provider="Weir Lane", facts=facts(apply_by=SOON), by=None
    )
    given, _ = services.give(link=link, facts=services.facts_of(there), corrects=there, ends=True)
    assert "goes out of the list" in leader.get(WAITING).content.decode()
    decide(leader, "accept_all")
    assert not Opportunity.objects.exists()
    undo(leader, given)
    line = Opportunity.objects.get()
    assert (services.facts_of(line), line.expires_on) == (facts(apply_by=SOON), SOON)
    given.refresh_from_db()
    assert given.state == "waiting"


def test_what_is_in_the_list_again_is_not_put_there_twice(leader, link, school):
    there = list_services.put(school=school, provider="Weir Lane", facts=facts(), by=None)
    given, _ = services.give(link=link, facts=services.facts_of(there), corrects=there, ends=True)
    decide(leader, "accept_all")
    list_services.put(school=school, provider="Weir Lane", facts=facts(gcses=5), by=None)
    assert "in the list again" in undo(leader, given).content.decode()
    assert Opportunity.objects.get().gcses == 5
