"""A provider's signed link: what it opens, for whom, and until when."""

import datetime as dt

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.pathways.models import GivenOpportunity, Opportunity, Provider, ProviderLink
from fingerpost.pathways.services import provider_links as services
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=30)
LINKS = reverse("opportunities:links")
COURSE = {
    "title": "Bricklaying, level 2",
    "route": "further_education",
    "gcses": "2",
    "grade": "3",
    "maths_grade": "3",
    "requirements": "Bring boots.",
    "apply_by": str(SOON),
}


@pytest.fixture
def link(school):
    return services.make_link(school=school, provider="Weir Lane", expires_on=SOON, by=None)


@pytest.fixture
def stranger():
    return Client()


def address(link, name="provider", *more):
    return reverse(f"opportunities:{name}", args=[services.token_of(link), *more])


def listed(school, provider="Weir Lane", **more):
    facts = {"title": "Cookery", "route": "further_education", "expires_on": SOON}
    return Opportunity.objects.create(
        school=school, provider=provider, checked_on=TODAY, **facts | more
    )


def test_staff_make_a_link_that_opens_without_an_account(client_of, stranger):
    leader = client_of(Role.CAREERS_LEADER)
    made = leader.post(LINKS, {"provider": " Weir  Lane ", "expires_on": str(SOON)})
    assert made.url == LINKS
    line = leader.get(LINKS).context["lines"][0]
    assert (line.provider, line.used) == ("Weir Lane", "Not used yet")
    page = stranger.get(line.address)
    assert page.status_code == 200
    assert "Weir Lane" in page.content.decode()


def test_a_provider_of_the_national_list_keeps_its_name_there(school):
    listed = Provider.objects.create(
        key="ukprn:1", name="Weir Lane College", kind="college", source="List", loaded_on=TODAY
    )
    made = services.make_link(school=school, provider="weir lane COLLEGE", expires_on=SOON, by=None)
    assert (made.provider, made.listed) == ("Weir Lane College", listed)


@pytest.mark.parametrize("days", [-1, 401])
def test_a_link_has_an_end_in_reach(client_of, days):
    sent = {"provider": "Weir Lane", "expires_on": str(TODAY + dt.timedelta(days=days))}
    assert client_of(Role.CAREERS_LEADER).post(LINKS, sent).status_code == 422
    assert not ProviderLink.objects.exists()


def test_a_link_is_sent_by_e_mail_with_its_address(client_of, school):
    link = services.make_link(
        school=school, provider="Weir Lane", expires_on=SOON, by=None, email="a@weir.example"
    )
    leader = client_of(Role.CAREERS_LEADER)
    leader.post(reverse("opportunities:send_link", args=[link.pk]))
    assert mail.outbox[0].to == ["a@weir.example"]
    assert address(link) in mail.outbox[0].body
    assert leader.get(LINKS).context["lines"][0].sent


def test_a_revoked_link_says_what_to_do_and_can_be_made_good_again(client_of, link, stranger):
    leader = client_of(Role.CAREERS_LEADER)
    revoke = reverse("opportunities:revoke_link", args=[link.pk])
    leader.post(revoke)
    answer = stranger.get(address(link))
    assert answer.status_code == 410
    assert f"careers leader of {link.school.name} for a new link" in answer.content.decode()
    assert stranger.post(address(link, "give", "course"), COURSE).status_code == 410
    leader.post(revoke, {"undo": "1"})
    assert stranger.get(address(link)).status_code == 200


def test_a_link_ends_on_its_day(link, stranger, time_machine):
    opened = address(link)
    time_machine.move_to(dt.datetime.combine(SOON, dt.time(12)))
    assert stranger.get(opened).status_code == 200
    time_machine.move_to(dt.datetime.combine(SOON + dt.timedelta(days=1), dt.time(12)))
    assert stranger.get(opened).status_code == 410


def test_a_link_that_was_changed_or_is_for_something_else_is_refused(link, stranger):
    token = services.token_of(link)
    other = signing.dumps({"link": link.pk, "school": link.school_id}, salt="other")
    for wrong in (token[:-2] + "xx", other, "nonsense"):
        answer = stranger.get(reverse("opportunities:provider", args=[wrong]))
        assert answer.status_code == 410
        assert "new link" in answer.content.decode()


def test_what_a_provider_gives_waits_and_no_student_sees_it(client_of, link, stranger):
    sent = stranger.post(address(link, "give", "course"), COURSE)
    assert sent.url == address(link)
    given = GivenOpportunity.objects.get()
    assert (given.gcses, given.grade, given.maths_grade, given.state) == (2, 3, 3, "waiting")
    assert not Opportunity.objects.exists()
    near = client_of(Role.STUDENT).get(reverse("occupations:near"))
    assert COURSE["title"] not in near.content.decode()
    link.refresh_from_db()
    assert link.last_used_at is not None


def test_opening_a_link_writes_nothing(link, stranger):
    stranger.get(address(link))
    link.refresh_from_db()
    assert link.last_used_at is None


def test_the_same_thing_given_twice_waits_once(link, stranger):
    for boots in ("Bring boots.", "Bring gloves."):
        stranger.post(address(link, "give", "course"), COURSE | {"requirements": boots})
    assert GivenOpportunity.objects.get().requirements == "Bring gloves."


def test_a_provider_changes_and_takes_back_what_waits(link, stranger):
    stranger.post(address(link, "give", "course"), COURSE)
    given = GivenOpportunity.objects.get()
    change = address(link, "change_given", given.pk)
    assert stranger.get(change).context["form"]["gcses"].value() == 2
    stranger.post(change, COURSE | {"gcses": "3"})
    given.refresh_from_db()
    assert given.gcses == 3
    for _ in range(2):
        stranger.post(address(link, "take_back", given.pk))
    given.refresh_from_db()
    assert given.state == "taken_back"


def test_a_link_reaches_one_provider_and_one_school_alone(link, school, stranger):
    mine, other = listed(school), listed(school, "Other College", title="Other course")
    away = listed(people.school(), title="Away course")
    page = stranger.get(address(link)).content.decode()
    assert mine.title in page
    assert other.title not in page
    assert away.title not in page
    assert stranger.get(address(link, "correct", mine.pk)).status_code == 200
    for theirs in (other, away):
        assert stranger.get(address(link, "correct", theirs.pk)).status_code == 404
    second = services.make_link(school=school, provider="Second", expires_on=SOON, by=None)
    stranger.post(address(second, "give", "course"), COURSE)
    given = GivenOpportunity.objects.get()
    assert stranger.post(address(link, "take_back", given.pk)).status_code == 404
    assert COURSE["title"] not in stranger.get(address(link)).content.decode()


def test_a_provider_finds_its_lines_however_the_school_capitalised_its_name(link, school, stranger):
    mine = listed(school, "weir LANE")
    assert mine.title in stranger.get(address(link)).content.decode()
    assert stranger.get(address(link, "correct", mine.pk)).status_code == 200


def test_a_providers_pages_name_no_student(link, school, stranger):
    students = [people.student(school) for _ in range(3)]
    pages = (address(link), address(link, "give", "course"), address(link, "give", "taster"))
    words = "".join(stranger.get(page).content.decode() for page in pages)
    assert not [one for one in students if one.family_name in words]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"route": "flying"}, "route"),
        ({"gcses": ""}, "gcses"),
        ({"apply_by": "2020-01-01"}, "apply_by"),
        ({"opens_on": str(SOON + dt.timedelta(days=1))}, "apply_by"),
        ({"postcode": "nowhere"}, "postcode"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(link, stranger, change, field):
    answer = stranger.post(address(link, "give", "course"), COURSE | change)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not GivenOpportunity.objects.exists()


def test_an_open_day_has_a_day(link, stranger):
    page = address(link, "give", "open_day")
    day = {"title": "Look round", "route": "further_education"}
    assert stranger.post(page, day).status_code == 422
    stranger.post(page, day | {"open_day": str(SOON)})
    assert (GivenOpportunity.objects.get().kind, GivenOpportunity.objects.get().open_day) == (
        "open_day",
        SOON,
    )


def test_many_forms_at_once_have_to_wait(link, stranger, settings):
    settings.ACCOUNT_RATE_LIMITS = {"provider": "2/m/ip"}
    answers = [stranger.post(address(link, "give", "course"), COURSE) for _ in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert "Wait a minute" in answers[-1].content.decode()


def test_a_link_does_not_fill_the_school_with_what_waits(link, stranger, monkeypatch):
    monkeypatch.setattr("fingerpost.pathways.services.given.WAITING_AT_MOST", 1)
    stranger.post(address(link, "give", "course"), COURSE)
    answer = stranger.post(address(link, "give", "course"), COURSE | {"title": "Another"})
    assert answer.status_code == 422
    assert "Ask the school to read it first" in answer.content.decode()
    assert GivenOpportunity.objects.count() == 1


def test_a_provider_says_that_it_no_longer_has_something(link, school, stranger):
    mine, other = listed(school), listed(school, "Other College")
    stranger.post(address(link, "end", mine.pk))
    given = GivenOpportunity.objects.get()
    assert (given.ends, given.corrects) == (True, mine)
    assert stranger.post(address(link, "end", other.pk)).status_code == 404
    stranger.post(address(link, "correct", mine.pk), COURSE)
    given.refresh_from_db()
    assert (given.ends, given.title) == (False, COURSE["title"])
