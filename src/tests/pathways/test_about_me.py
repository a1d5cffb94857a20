"""Answers about oneself: a few at a time, gone on with later, again in another year."""

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


def test_what_is_still_open_after_the_last_page_is_told_and_comes_next(me):
    statements = [one for part in bridge.questions().parts for one in part.statements]
    answer(student=me.student, answers={one.key: 3 for one in statements[:12]}, by=None)
    last = me.get(sheet(1)).context["many"]
    sent = me.post(sheet(last), {statements[-1].key: "4"}, follow=True)
    assert sent.redirect_chain[-1][0] == sheet(2)
    assert "Some questions have no answer yet." in sent.content.decode()
    assert sheet(1) in sent.content.decode()


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
    assert [one.likes.split(";")[0] for one in changes] == [
        "helping people",
        "making, fixing and being outdoors",
    ]


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
