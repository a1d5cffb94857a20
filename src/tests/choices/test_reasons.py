"""Why a student chooses, what else they would take, and subjects in Years 8 and 9."""

import pytest
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.choices.models import Reasons
from fingerpost.choices.services.reasons import NothingToChoose, UnknownAnswer, Why, save_reasons
from tests.factories import people

pytestmark = pytest.mark.django_db
MINE, WHY = reverse("choices:mine"), reverse("choices:why")
ANSWERS = {
    "ticks": ["good_at", "like"],
    "own_words": "I fix bikes",
    "first_route": "t_level",
    "second_route": "apprenticeship",
    "second_words": "at the garage",
}


def test_reasons_and_other_ways_are_kept_in_their_order(me):
    assert me.post(WHY, ANSWERS).url == MINE
    kept = Reasons.objects.get()
    assert (kept.point, kept.ticks, kept.own_words) == (
        "post_16",
        ["like", "good_at"],
        "I fix bikes",
    )
    assert kept.alternatives == [
        {"route": "t_level", "words": ""},
        {"route": "apprenticeship", "words": "at the garage"},
    ]
    page = me.get(MINE).content.decode()
    assert "I fix bikes" in page and "I am good at it" in page
    assert me.get(WHY).context["form"].initial["second_words"] == "at the garage"


def test_said_again_it_is_one_record_and_the_same_is_no_deed(me):
    for _ in range(2):
        me.post(WHY, ANSWERS)
    assert Reasons.objects.count() == 1
    assert Event.objects.filter(subject_type="choices.reasons").count() == 1


def test_one_way_is_named_once(me):
    page = me.post(WHY, {**ANSWERS, "second_route": "t_level"})
    assert "You have this one already" in page.content.decode()
    assert not Reasons.objects.exists()


def test_years_8_and_9_choose_subjects_in_the_list_or_not(client_of, school):
    client = client_of(Role.STUDENT, tutor_group=people.tutor_group(school, year_group=9))
    client.post(WHY, {"liked": ["History", "Art and design"], "others": "Latin\n\n latin \nDance"})
    assert Reasons.objects.get().subjects == ["History", "Art and design", "Latin", "Dance"]
    assert "Latin" in client.get(MINE).content.decode()


def test_year_7_has_nothing_to_choose(client_of, school):
    client = client_of(Role.STUDENT, tutor_group=people.tutor_group(school, year_group=7))
    assert "No big choice yet" in client.get(MINE).content.decode()
    assert client.post(WHY, ANSWERS).url == MINE
    with pytest.raises(NothingToChoose):
        save_reasons(student=client.person.student, why=Why(), by=None)


@pytest.mark.parametrize("why", [Why(ticks=["because"]), Why(alternatives=[("university", "")])])
def test_answers_that_were_not_offered_are_refused(me, why):
    with pytest.raises(UnknownAnswer):
        save_reasons(student=me.student, why=why, by=None)
