"""A student's ideas: saved, changed, shared, put away, taken along."""

import csv
import io
import json

import pytest
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.ledger.models import Entry
from fingerpost.pathways.models import Idea
from fingerpost.pathways.selectors.ideas import ideas_of
from fingerpost.pathways.services import ideas as services
from fingerpost.pathways.services.ideas import Words
from tests.factories import people

pytestmark = pytest.mark.django_db
LIST = reverse("pathways:ideas")
ADD = reverse("pathways:add")
POSTED = ("share", "stop_sharing", "drop", "pick_up")


@pytest.fixture
def me(client_of):
    client = client_of(Role.STUDENT)
    client.student = client.person.student
    return client


def idea_of(student, title="Vet nurse", **fields):
    return services.save_idea(student=student, words=Words(title, **fields), by=None)[0]


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", "is_void"))


def test_a_saved_idea_is_a_line_in_the_ledger(me):
    sent = me.post(ADD, {"title": "Vet nurse", "kind": "job", "note": "I like dogs"})
    idea, entry = Idea.objects.get(), Entry.objects.get()
    assert sent.url == reverse("pathways:which_job", args=[idea.pk])
    assert (entry.kind, entry.about, entry.student) == (
        "idea_saved",
        f"idea:{idea.pk}",
        me.student,
    )
    assert Event.objects.get().deed == "added"


def test_the_same_idea_saved_twice_is_one_idea(me):
    for title in ("Vet nurse", "  vet  NURSE "):
        me.post(ADD, {"title": title, "kind": "job"})
    assert Idea.objects.count() == Entry.objects.count() == 1


def test_an_idea_put_away_may_be_saved_again(me):
    services.drop(idea=idea_of(me.student), by=None)
    assert idea_of(me.student).dropped_at is None
    assert Idea.objects.count() == 2


def test_an_idea_without_a_title_is_refused(me):
    page = me.post(ADD, {"title": " ", "kind": "job"})
    assert "What is your idea?" in page.content.decode()
    assert not Idea.objects.exists()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/x", "not a link"])
def test_only_links_to_web_pages_are_kept(me, link):
    page = me.post(ADD, {"title": "Vet nurse", "kind": "job", "source_url": link})
    assert "Check the link" in page.content.decode()
    assert not Idea.objects.exists()


def test_a_link_may_be_typed_without_its_beginning(me):
    me.post(ADD, {"title": "Vet nurse", "kind": "job", "source_url": "www.example.org"})
    assert Idea.objects.get().source_url == "https://www.example.org"


def test_a_note_is_changed_without_a_new_line(me):
    idea = idea_of(me.student)
    address = reverse("pathways:change", args=[idea.pk])
    me.post(address, {"title": "Vet nurse", "kind": "job", "note": "Ask Ms Ali"})
    idea.refresh_from_db()
    assert idea.note == "Ask Ms Ali"
    assert Entry.objects.count() == 1


def test_an_idea_cannot_take_the_name_of_another(me):
    idea_of(me.student, "Vet")
    other = idea_of(me.student, "Baker")
    page = me.post(reverse("pathways:change", args=[other.pk]), {"title": "vet", "kind": "job"})
    assert "another idea with that name" in page.content.decode()


def test_dropping_and_bringing_back_leave_the_ledger_true(me):
    idea = idea_of(me.student)
    for name in ("drop", "drop", "pick_up", "pick_up"):
        me.post(reverse(f"pathways:{name}", args=[idea.pk]))
    assert kinds() == [("idea_saved", False), ("idea_dropped", False), ("idea_dropped", True)]
    assert list(ideas_of(me.student)) == [idea]


def test_an_idea_saved_again_keeps_the_old_one_away(me):
    old = idea_of(me.student)
    services.drop(idea=old, by=None)
    idea_of(me.student)
    page = me.post(reverse("pathways:pick_up", args=[old.pk]), follow=True)
    assert "newer idea with that name" in page.content.decode()
    old.refresh_from_db()
    assert old.dropped_at is not None


def test_a_family_sees_what_is_shared_and_nothing_else(client_of, school):
    child, other = people.student(school), people.student(school)
    shared, kept = idea_of(child, "Vet nurse"), idea_of(child, "Secret plan")
    for idea in (shared, idea_of(other, "Baker")):
        services.share(idea=idea, by=None)
    parent = client_of(Role.PARENT, child=child)
    page = parent.get(reverse("pathways:shared"))
    assert list(page.context["page_of"]) == [shared]
    assert kept.title not in page.content.decode()
    services.stop_sharing(idea=shared, by=None)
    assert list(parent.get(reverse("pathways:shared")).context["page_of"]) == []


def test_the_quick_button_saves_and_goes_back(me):
    sent = me.post(reverse("pathways:quick_add"), {"title": "Baker", "next": "/choices/"})
    assert sent.url == "/choices/"
    assert Idea.objects.get().kind == "job"


def test_the_quick_button_never_leads_to_another_site(me):
    sent = me.post(
        reverse("pathways:quick_add"), {"title": "Baker", "next": "https://elsewhere.example/"}
    )
    assert sent.url == LIST


def test_the_quick_button_answers_htmx_with_a_part(me):
    page = me.post(
        reverse("pathways:quick_add"), {"title": "Baker"}, headers={"HX-Request": "true"}
    )
    assert page.status_code == 200
    assert "<html" not in page.content.decode()
    assert Idea.objects.exists()


def test_everything_is_taken_along_in_open_formats(me):
    services.drop(idea=idea_of(me.student, "=SUM(A1)", note="Zoë said so"), by=None)
    idea_of(me.student, "Baker")
    document = json.loads(me.get(reverse("pathways:export", args=["json"])).content)
    assert document["format"] == "fingerpost-ideas"
    assert [idea["title"] for idea in document["ideas"]] == ["=SUM(A1)", "Baker"]
    assert document["ideas"][0]["dropped_on"]
    text = me.get(reverse("pathways:export", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["title"] for row in rows] == ["'=SUM(A1)", "Baker"]
    assert rows[0]["note"] == "Zoë said so"


def test_another_students_idea_is_not_found(me, school):
    theirs = idea_of(people.student(school))
    assert me.get(reverse("pathways:change", args=[theirs.pk])).status_code == 404
    for name in POSTED:
        assert me.post(reverse(f"pathways:{name}", args=[theirs.pk])).status_code == 404
    assert theirs.title not in me.get(LIST).content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.STUDENT}))
def test_only_students_have_ideas_pages(client_of, role):
    client = client_of(role)
    assert client.get(LIST).status_code == client.get(ADD).status_code == 403
    expected = 200 if role == Role.PARENT else 403
    assert client.get(reverse("pathways:shared")).status_code == expected


def test_the_list_asks_no_more_queries_for_twenty_ideas_than_for_two(me):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def look():
        with CaptureQueriesContext(connection) as asked:
            me.get(LIST)
        return len(asked)

    for number in range(2):
        idea_of(me.student, f"Idea {number}")
    few = look()
    for number in range(2, 20):
        idea_of(me.student, f"Idea {number}")
    assert look() <= few


def test_a_job_in_own_words_is_found_in_the_base(me):
    sent = me.post(ADD, {"title": "footbaler", "kind": "job"}, follow=True)
    idea = Idea.objects.get()
    offered = [card.slug for card in sent.context["cards"]]
    assert "sports-professional" in offered
    me.post(reverse("pathways:which_job", args=[idea.pk]), {"occupation": "sports-professional"})
    idea.refresh_from_db()
    assert idea.occupation == "sports-professional"
    assert Event.objects.filter(deed="changed").count() == 1


def test_a_job_that_was_not_offered_is_not_taken(me):
    idea = idea_of(me.student, "Vet nurse")
    url = reverse("pathways:which_job", args=[idea.pk])
    assert me.post(url, {"occupation": "sports-professional"}).status_code == 404


def test_a_changed_note_keeps_the_job_that_an_idea_is_and_another_name_does_not(me):
    idea = idea_of(me.student, "Plumber", occupation="plumber")
    url = reverse("pathways:change", args=[idea.pk])
    me.post(url, {"title": "Plumber", "kind": "job", "note": "I like taps."})
    idea.refresh_from_db()
    assert (idea.occupation, idea.note) == ("plumber", "I like taps.")
    me.post(url, {"title": "Art at college", "kind": "course"})
    idea.refresh_from_db()
    assert idea.occupation == ""
