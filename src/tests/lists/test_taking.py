"""Lists from the file to the rows: looked at, saved once, undone, thrown away."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.exchange import grades, local_entries, opportunities
from fingerpost.exchange.lines import example_of
from fingerpost.jobs import uploads
from fingerpost.lessons.enums import EntryKind
from fingerpost.lists.models import ListImport
from fingerpost.lists.presenters import columns_table, example_lines
from fingerpost.lists.services.taking import discard_old
from fingerpost.pathways.models import Opportunity
from fingerpost.pathways.presenters.opportunities import route_labels, sector_labels
from fingerpost.students.duties import uploads as tidy_uploads
from tests.factories import people

from .sending import look, save, take_in, undo

pytestmark = pytest.mark.django_db
BRING_IN = reverse("occupations:bring_in")
TODAY = timezone.localdate()
HEAD = "provider,title,route,gcses\n"
ONE = HEAD + "Mill,Maker,Apprenticeship,2\n"
OTHER = HEAD + "Mill,Maker,Apprenticeship,4\nHall,Cook,T Level,\n"


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def rows():
    return list(Opportunity.objects.order_by("pk").values())


def test_a_list_is_saved_once_however_often_the_button_is_pressed(leader):
    seen = look(leader, BRING_IN, ONE)
    for _ in range(2):
        save(leader, seen)
    assert Opportunity.objects.count() == 1
    assert Event.objects.filter(deed="imported").count() == 1


def test_what_is_saved_is_what_was_looked_at(leader):
    take_in(leader, BRING_IN, ONE)
    seen = look(leader, BRING_IN, OTHER)
    Opportunity.objects.update(gcses=7)
    before = rows()
    answer = save(leader, seen)
    assert rows() == before
    assert "changed since you looked" in leader.get(answer.url).content.decode()
    save(leader, leader.get(answer.url))
    assert Opportunity.objects.count() == 2


def test_a_list_that_is_thrown_away_changes_nothing_and_its_file_goes(
    leader, django_capture_on_commit_callbacks
):
    seen = look(leader, BRING_IN, ONE)
    made = ListImport.objects.get()
    assert uploads.path_of(made.stored_as).is_file()
    with django_capture_on_commit_callbacks(execute=True):
        leader.post(seen.request["PATH_INFO"], {"do": "throw_away"})
    assert not uploads.path_of(made.stored_as).exists()
    assert not Opportunity.objects.exists()
    save(leader, seen)
    assert not Opportunity.objects.exists()


def test_only_the_list_saved_last_can_be_undone_and_only_once(leader):
    take_in(leader, BRING_IN, ONE)
    first = ListImport.objects.get()
    take_in(leader, BRING_IN, OTHER)
    address = reverse("occupations:undo_list", args=[first.pk])
    assert "cannot be undone" in leader.post(address, follow=True).content.decode()
    assert Opportunity.objects.count() == 2
    address = leader.get(BRING_IN).context["undo_url"]
    for _ in range(2):
        leader.post(address)
    assert [row["gcses"] for row in rows()] == [2]
    assert Event.objects.filter(deed="undid").count() == 1
    assert leader.get(BRING_IN).context["undo_url"] == ""


def test_what_somebody_changed_since_stays_when_a_list_is_undone(leader):
    take_in(leader, BRING_IN, ONE)
    take_in(leader, BRING_IN, OTHER)
    Opportunity.objects.filter(title="Maker").update(gcses=5)
    assert "1 that somebody has changed since" in undo(leader, BRING_IN).content.decode()
    assert [row["gcses"] for row in rows()] == [5]


def test_of_two_lines_about_the_same_the_later_counts_and_it_is_told(leader):
    seen, _ = take_in(leader, BRING_IN, ONE + "MILL,Maker,Apprenticeship,3\n")
    assert seen.context["found"].repeated == 1
    assert "The later one counts" in seen.content.decode()
    assert [row["gcses"] for row in rows()] == [3]


def test_lists_are_looked_at_saved_and_undone_only_at_their_school(leader, client_of):
    seen = look(leader, BRING_IN, ONE)
    made = ListImport.objects.get()
    other = client_of(Role.CAREERS_LEADER, school=people.school())
    for name in ("occupations:list_preview", "occupations:undo_list"):
        address = reverse(name, args=[made.pk])
        assert other.get(address).status_code == 404
        assert other.post(address, {"do": "save"}).status_code == 404
    assert save(other, seen).status_code == 404


def test_one_kind_of_list_is_not_another(leader):
    look(leader, BRING_IN, ONE)
    made = ListImport.objects.get()
    assert leader.get(reverse("choices:grade_list", args=[made.pk])).status_code == 404


def test_a_list_that_nobody_decides_on_is_kept_a_week(leader, settings):
    look(leader, BRING_IN, ONE)
    made = ListImport.objects.get()
    tidy_uploads(today=TODAY)
    assert uploads.path_of(made.stored_as).is_file()
    assert discard_old() == 0
    ListImport.objects.update(made_at=timezone.now() - dt.timedelta(days=8))
    assert discard_old() == 1
    made.refresh_from_db()
    assert (made.state, made.stored_as) == ("discarded", "")


def test_a_list_whose_file_is_gone_is_asked_for_again(leader):
    seen = look(leader, BRING_IN, ONE)
    uploads.remove(ListImport.objects.get().stored_as)
    answer = leader.get(seen.request["PATH_INFO"], follow=True)
    assert "Send it again" in answer.content.decode()


LABELS = {name: name for name in EntryKind.values}
READERS = {
    "opportunities": (
        opportunities.COLUMNS,
        lambda data: opportunities.read(
            data, opportunities.words_of(route_labels(), sector_labels()), today=TODAY
        ),
    ),
    "grades": (grades.COLUMNS, lambda data: grades.read(data, TODAY)),
    "entries": (
        local_entries.COLUMNS,
        lambda data: local_entries.read(
            data, local_entries.words_of(LABELS, sector_labels()), lambda words: words
        ),
    ),
}


@pytest.mark.parametrize("name", READERS)
def test_the_example_on_the_page_is_one_that_the_reader_understands(name):
    columns, read = READERS[name]
    found = read(example_lines(columns, TODAY).encode())
    assert (len(found.rows), found.problems) == (1, [])
    assert all(example_of(columns, TODAY)[one] for one in columns if one != "jobs")


def test_the_page_says_what_each_column_means_and_which_words_it_knows(leader):
    page = leader.get(BRING_IN).content.decode()
    for name, column in opportunities.COLUMNS.items():
        assert name in page
        assert column.says in page
    for label in (*route_labels().values(), *sector_labels().values(), "Taster"):
        assert label in page
    rows_of = columns_table(grades.COLUMNS, {}, TODAY).rows
    assert [row.cells[0].text for row in rows_of] == list(grades.COLUMNS)
