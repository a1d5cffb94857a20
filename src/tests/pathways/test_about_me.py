"""Answers about oneself: a few at a time, gone on with later, again in another year."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.ledger.models import Entry
from fingerpost.pathways import bridge
from fingerpost.pathways.models import SelfAssessment
from fingerpost.pathways.services.about_me import NotAnAnswer, answer

pytestmark = pytest.mark.django_db
# Of three parts with 30, 12 and 12 statements, at most 12 on a page.
LAST = 5
BEGIN, FOR_ME = reverse("occupations:about_me"), reverse("occupations:for_me")


@pytest.fixture
def me(client_of):
    client = client_of(Role.STUDENT)
    client.student = client.person.student
    return client


def sheet(number):
    return reverse("occupations:about_me_sheet", args=[number])


def every(value_of):
    return {one.key: value_of(one) for part in bridge.questions().parts for one in part.statements}


def outdoors(one):
    return 5 if one.about in ("realistic", "independence") else 2


def test_a_page_is_kept_as_it_is_sent_and_the_next_one_follows(me):
    assert me.get(BEGIN).url == sheet(1)
    keys = [one.key for one in bridge.questions().parts[0].statements[:12]]
    assert me.post(sheet(1), dict.fromkeys(keys, "4")).url == sheet(2)
    assert me.get(BEGIN).url == sheet(2)
    assert SelfAssessment.objects.get().answers == dict.fromkeys(keys, 4)
    assert Event.objects.get().deed == "added"


def test_what_is_left_out_may_be_answered_later(me):
    key = bridge.questions().parts[0].statements[0].key
    assert me.post(sheet(1), {key: "5", "then": "later"}).url == reverse("occupations:explore")
    assert me.get(BEGIN).url == sheet(1)
    assert me.get(FOR_ME).status_code == 200


def test_with_the_last_answer_it_is_finished_and_in_the_ledger(me):
    kept = answer(student=me.student, answers=every(outdoors), by=None)
    assert kept.finished_at
    assert Entry.objects.get().kind == "self_assessment"
    cards = me.get(FOR_ME).context["cards"]
    assert len(cards) == 12
    assert any("making, fixing and being outdoors" in card.because for card in cards)


def test_another_year_is_another_answer_and_what_changed_is_told(me):
    answer(student=me.student, answers=every(outdoors), by=None)
    answer(
        student=me.student, answers=every(lambda one: 5 if one.about == "social" else 2), by=None
    )
    assert SelfAssessment.objects.count() == 2
    changes = me.get(FOR_ME).context["changes"]
    assert [one.likes.split(";")[0] for one in changes.times] == [
        "helping people",
        "making, fixing and being outdoors",
    ]
    assert changes.likes == (
        "New: helping people. No longer near the top: making, fixing and being outdoors."
    )
    assert changes.matters.startswith("No longer near the top: ")
    assert re.fullmatch(r"(\d+) of the 12 jobs to look at are new\.", changes.jobs)
    assert changes.jobs in me.get(FOR_ME).content.decode()


def test_what_stays_is_told_too(me):
    for _ in range(2):
        answer(student=me.student, answers=every(outdoors), by=None)
    changes = me.get(FOR_ME).context["changes"]
    assert changes.likes == "Still: making, fixing and being outdoors."
    assert changes.jobs == "The jobs to look at are the same."


def test_one_time_alone_has_changed_nothing(me):
    answer(student=me.student, answers=every(outdoors), by=None)
    assert me.get(FOR_ME).context["changes"] is None


def test_a_question_left_out_is_asked_at_the_end_with_a_word_on_it(me):
    left, other = (bridge.questions().parts[0].statements[place] for place in (3, 14))
    answers = every(outdoors)
    del answers[left.key], answers[other.key]
    answer(student=me.student, answers=answers, by=None)
    sent = me.post(sheet(LAST), {})
    assert sent.url == sheet(1)
    page = me.get(sheet(1)).content.decode()
    assert f"You left out “{left.text}”. Answer it here. 1 more is left after that." in page
    assert me.post(sheet(1), {left.key: "3"}).url == sheet(2)
    assert me.post(sheet(2), {other.key: "3"}).url == FOR_ME


def test_one_goes_back_a_page_and_what_is_answered_stays(me):
    key = bridge.questions().parts[0].statements[12].key
    assert me.post(sheet(2), {key: "4", "then": "back"}).url == sheet(1)
    assert SelfAssessment.objects.get().answers == {key: 4}
    assert 'value="back"' in me.get(sheet(2)).content.decode()
    assert 'value="back"' not in me.get(sheet(1)).content.decode()


@pytest.mark.parametrize("answers", [{"nothing": 3}, {"i01": 6}, {"i01": 0}])
def test_what_is_no_answer_is_refused_and_nothing_kept(me, answers):
    with pytest.raises(NotAnAnswer):
        answer(student=me.student, answers=answers, by=None)
    assert not SelfAssessment.objects.exists()


def test_a_wrong_value_is_told_on_the_page(me):
    sent = me.post(sheet(1), {"i01": "nine"})
    assert sent.status_code == 200
    assert sent.context["form"].errors


def test_nobody_has_two_open_at_once(me):
    one = {"school": me.student.school, "student": me.student, "edition": "x"}
    SelfAssessment.objects.create(**one)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfAssessment.objects.create(**one)
