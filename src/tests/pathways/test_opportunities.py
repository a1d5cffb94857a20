"""What is near by: brought in by the careers leader, shown to students with equal room."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.choices.models import Application
from fingerpost.pathways.models import Opportunity
from fingerpost.pathways.selectors.opportunities import near
from tests.factories import people
from tests.lists.sending import look, problems_of, save, take_in, undo

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
    assert take_in(leader, BRING_IN, HEAD + line)[1].url == NEAR
    take_in(leader, BRING_IN, HEAD + line.replace(",2,", ",3,"))
    found = Opportunity.objects.get()
    assert (found.miles, found.gcses) == (3, 5)
    assert Event.objects.filter(deed="imported").count() == 2


def test_bad_lines_are_told_and_the_good_ones_there(leader):
    seen, _ = take_in(leader, BRING_IN, HEAD + "A,B,Flying,,,,,\nC,D,T Level,,,,,\n")
    assert problems_of(seen)[0].startswith("Line 2: “Flying”")
    assert Opportunity.objects.get().title == "D"


def test_a_file_that_is_no_list_is_refused(leader):
    answer = leader.post(BRING_IN, csv("x,y\n1,2\n"))
    assert answer.status_code == 422
    assert "column “provider”" in str(answer.context["form"].errors)


def test_no_route_fills_the_first_page(leader, client_of):
    others = "Mill,Maker,Apprenticeship,40,,,,\nHall,Cook,Community or skills course,,,,,\n"
    others = others.replace("Community or skills course", "Short course in one skill")
    take_in(leader, BRING_IN, HEAD + LINES + others)
    student = client_of(Role.STUDENT)
    cards = student.get(NEAR).context["cards"]
    assert {card.route for card in cards[:3]} == {
        "University", "Apprenticeship", "Short course in one skill",
    }  # fmt: skip


def test_what_is_over_is_not_shown(leader):
    last = timezone.localdate() + dt.timedelta(days=3)
    take_in(leader, BRING_IN, HEAD + f"Mill,Maker,Apprenticeship,1,,,,{last}\n")
    school = Opportunity.objects.get().school
    assert near(school, last)
    assert not near(school, last + dt.timedelta(days=1))


def test_a_line_whose_day_is_over_is_told_and_not_kept(leader):
    seen = look(leader, BRING_IN, HEAD + "Mill,Maker,Apprenticeship,1,,,,2020-01-05\n")
    assert problems_of(seen) == ["Line 2: “apply_by” is over: 5 January 2020."]
    assert not Opportunity.objects.exists()


def only_line(leader):
    take_in(leader, BRING_IN, HEAD + "Mill,Maker,Apprenticeship,1,,,,\n")
    return Opportunity.objects.get()


def test_taking_one_out_asks_first_and_takes_only_ones_own(leader, client_of):
    found = only_line(leader)
    address = reverse("occupations:remove_near", args=[found.pk])
    assert "Take out “Maker, Mill”?" in leader.post(address).content.decode()
    assert Opportunity.objects.exists()
    leader.post(address, {"sure": "yes"})
    assert not Opportunity.objects.exists()
    assert not client_of(Role.STUDENT).get(NEAR).context["cards"]
    other = client_of(Role.CAREERS_LEADER, school=people.school())
    assert other.post(address).status_code == 404


def test_what_was_taken_out_is_brought_back_as_it_was_and_repeating_is_safe(leader):
    found = only_line(leader)
    before = Opportunity.objects.values().get()
    for _ in range(2):
        leader.post(reverse("occupations:remove_near", args=[found.pk]), {"sure": "yes"})
    assert "Taken out of the list" in leader.get(NEAR).content.decode()
    page = leader.get(reverse("occupations:taken_out")).content.decode()
    assert "Bring it back" in page
    for _ in range(2):
        leader.post(reverse("occupations:bring_back_near", args=[found.pk]))
    assert Opportunity.objects.values().get() == before
    deeds = Event.objects.filter(subject_type="pathways.opportunity", subject_id=found.pk)
    assert list(deeds.order_by("pk").values_list("deed", flat=True)) == ["removed", "undid"]


def test_what_is_in_the_list_again_is_not_brought_back_beside_it(leader):
    found = only_line(leader)
    leader.post(reverse("occupations:remove_near", args=[found.pk]), {"sure": "yes"})
    assert only_line(leader).pk != found.pk
    address = reverse("occupations:bring_back_near", args=[found.pk])
    assert "in the list again" in leader.post(address, follow=True).content.decode()
    assert Opportunity.objects.count() == 1


def test_what_was_taken_out_is_brought_back_only_at_its_school(leader, client_of):
    found = only_line(leader)
    leader.post(reverse("occupations:remove_near", args=[found.pk]), {"sure": "yes"})
    other = client_of(Role.CAREERS_LEADER, school=people.school())
    assert other.post(reverse("occupations:bring_back_near", args=[found.pk])).status_code == 404
    assert "Bring it back" not in other.get(reverse("occupations:taken_out")).content.decode()


def test_nothing_is_kept_before_save_and_what_changes_is_told(leader):
    take_in(leader, BRING_IN, HEAD + "Mill,Maker,Apprenticeship,2,,5,4,\nMill,Cook,T Level,,,,,\n")
    before = list(Opportunity.objects.values())
    seen = look(
        leader,
        BRING_IN,
        HEAD
        + "MILL,Maker,Apprenticeship,3,,5,4,\nMill,Cook,T Level,,,,,\nHall,Baker,T Level,,,,,\n",
    )
    assert list(Opportunity.objects.values()) == before
    assert dict(seen.context["tiles"]) == {"New": 1, "Changed": 1, "Unchanged": 1, "Left out": 0}
    page = seen.content.decode()
    assert "Miles: 2.0 → 3.0" in page
    assert "Baker, Hall" in page


def test_undoing_a_list_puts_back_exactly_what_stood_before(leader):
    take_in(leader, BRING_IN, HEAD + "Mill,Maker,Apprenticeship,2,,5,4,\n")
    Opportunity.objects.update(checked_on="2026-01-05", given_on="2026-01-04")
    before = list(Opportunity.objects.values())
    take_in(leader, BRING_IN, HEAD + "Mill,Maker,Apprenticeship,3,,,,\nHall,Cook,T Level,,,,,\n")
    assert Opportunity.objects.count() == 2
    assert "as it was before list.csv" in undo(leader, BRING_IN).content.decode()
    assert list(Opportunity.objects.values()) == before
    assert not Opportunity.with_taken_out.exclude(pk=before[0]["id"]).exists()


def test_undoing_a_list_leaves_what_a_student_applied_for_known_and_out_of_the_list(leader, school):
    found = only_line(leader)
    made = Application.objects.create(
        school=school,
        student=people.student(school),
        opportunity=found,
        title="Maker",
        route="apprenticeship",
    )
    undo(leader, BRING_IN)
    made.refresh_from_db()
    assert made.opportunity_id == found.pk
    assert not Opportunity.objects.exists()


def test_a_long_list_takes_few_queries(leader, school, django_assert_max_num_queries):
    take_in(leader, BRING_IN, HEAD + "".join(LINES.splitlines(keepends=True)[:2]))
    seen = look(leader, BRING_IN, HEAD + LINES)
    assert seen.context["found"].counts["new"] == 28
    with django_assert_max_num_queries(30):
        save(leader, seen)
    assert Opportunity.objects.count() == 30


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
