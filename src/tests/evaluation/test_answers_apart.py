"""Behind a figure are the answers to its question alone: nobody is put together from them."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from fingerpost.accounts.enums import Role
from fingerpost.accounts.selectors import viewer_for
from fingerpost.evaluation import selectors
from fingerpost.evaluation.models import FeedbackResponse
from fingerpost.interviews.models import Adviser
from tests.evaluation.test_feedback import GROUP, TALK, group_session, interview, said, viewer
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
ANSWERS = reverse("evaluation:answers")
RESULTS = reverse("evaluation:results")
LEARNT, TOOK_PART = "Did you find out something new?", "Could you ask or do something?"


def words_of(page):
    main = html.fromstring(page.content).xpath("//main")[0]
    return re.sub(r"\s+", " ", main.text_content())


def talk_about(session, answers, comments):
    """Everybody there answers; the first comment is by the first of them."""
    seats = session.attendance.order_by("pk")
    for seat, given, comment in zip(seats, answers, comments, strict=True):
        said(seat.student, "session", session.pk, {**GROUP, **given}, comment)


@pytest.fixture
def told(school):
    """A talk of seven; one of them says No twice, and writes something."""
    students = [people.student(school) for _ in range(7)]
    day = timezone.localdate() - dt.timedelta(days=2)
    session = programme.session(school, students, on=day, kind="assembly", title="Jobs at sea")
    alone = {"learnt": "No", "took_part": "No", "made_think": "A bit"}
    talk_about(session, [alone, *[{}] * 6], ["Dreadful", "", "", "", "", "", "Lovely"])
    return session


def test_a_figure_opens_the_answers_to_its_question_alone(client_of, told):
    """Before, the one who learnt nothing was shown with all else that they said."""
    page = client_of(Role.CAREERS_LEADER).get(
        ANSWERS,
        {
            "by": "kind",
            "of": "assembly",
            "set": "after_group",
            "question": "learnt",
            "answer": "No",
        },
    )
    words = words_of(page)
    assert page.context["total"] == 1
    assert LEARNT in words
    assert TOOK_PART not in words
    assert "Dreadful" not in words


def test_comments_are_not_narrowed_to_an_answer(client_of, told):
    leader = client_of(Role.CAREERS_LEADER)
    asked = {"by": "kind", "of": "assembly", "show": "comments"}
    narrowed = {**asked, "set": "after_group", "question": "learnt", "answer": "No"}
    for query in (asked, narrowed):
        page = leader.get(ANSWERS, query)
        words = words_of(page)
        assert "Dreadful" in words
        assert "Lovely" in words
        assert page.context["total"] == 2
        assert LEARNT not in words


def test_the_order_of_comments_says_nothing_of_who_wrote_when(client_of, school):
    """The same comments in another order, by other students, make the same list."""
    leader = client_of(Role.CAREERS_LEADER)
    comments = ["Three", "One", "Two", "Five", "Four", "Six"]
    pages = []
    for order in (comments, comments[::-1]):
        FeedbackResponse.objects.all().delete()
        students = [people.student(school) for _ in order]
        day = timezone.localdate() - dt.timedelta(days=2)
        session = programme.session(school, students, on=day, kind="assembly")
        talk_about(session, [{}] * 6, order)
        page = leader.get(ANSWERS, {"by": "kind", "of": "assembly", "show": "comments"})
        pages.append(list(page.context["page_of"]))
    assert pages[0] == pages[1]
    assert sorted(pages[0]) == sorted(comments)


def test_answers_say_no_name_and_no_day(client_of, told):
    leader = client_of(Role.CAREERS_LEADER)
    group = {"by": "session", "of": told.pk}
    one = {**group, "set": "after_group", "question": "learnt", "answer": "Yes"}
    for query in (group, one, {**group, "show": "comments"}):
        words = words_of(leader.get(ANSWERS, query))
        assert f"{told.on:%B %Y}" in words
        for day in (told.on, timezone.localdate()):
            assert f"{day.day} {day:%B %Y}" not in words
        assert not any(seat.student.family_name in words for seat in told.attendance.all())


def test_two_students_are_not_enough_however_often_they_answered(school):
    """A tutor who booked two students on lesson after lesson would know whose answers they are."""
    group = people.tutor_group(school)
    tutor = viewer(school, Role.TUTOR, tutor_group=group)
    pair = [people.student(school, tutor_group=group) for _ in range(2)]
    for number in range(5):
        day = timezone.localdate() - dt.timedelta(days=number + 1)
        session = programme.session(school, pair, on=day, kind="assembly")
        for student in pair:
            assert said(student, "session", session.pk, GROUP, "Too long")
    [tally] = selectors.results(tutor, "kind").groups
    assert (tally.responses, tally.too_few) == (10, True)
    assert (tally.counts, tally.comments) == ({}, [])


def test_comments_on_an_adviser_by_too_few_students_are_not_theirs_to_read(school):
    """The kind is shown: others answered too. What is about this adviser is by two students."""
    advisers = [
        Adviser.objects.create(
            school=school, person=people.person_with(Role.ADVISER, school=school)
        )
        for _ in range(2)
    ]
    pair = [people.student(school) for _ in range(2)]
    for student in pair:
        for _ in range(4):
            said(student, "interview", interview(student, advisers[0]).pk, TALK, "Slower")
    for _ in range(8):
        student = people.student(school)
        said(student, "interview", interview(student, advisers[1]).pk, TALK, "Faster")
    [tally] = selectors.results(viewer_for(advisers[0].person), "kind").groups
    assert not tally.too_few
    assert tally.comments == []


def test_a_group_and_the_same_group_but_one_are_not_both_shown(school):
    """Ten answered about two lessons, nine of them about the first: the rest is one student's."""
    group_session(school, 9, kind="assembly", title="Nine")
    group_session(school, 1, kind="assembly", title="One")
    leader = viewer(school, Role.CAREERS_LEADER)
    [kind] = selectors.results(leader, "kind").groups
    assert (kind.responses, kind.too_few) == (10, False)
    assert all(one.too_few for one in selectors.results(leader, "session").groups)


def test_what_is_left_of_a_kind_counts_students_not_answers(school):
    """The kind less the session shown is two students' eight answers."""
    group_session(school, 8, kind="assembly", title="Many")
    pair = [people.student(school) for _ in range(2)]
    for number in range(4):
        day = timezone.localdate() - dt.timedelta(days=number + 1)
        session = programme.session(school, pair, on=day, kind="assembly", title="Pair")
        for student in pair:
            assert said(student, "session", session.pk, GROUP)
    leader = viewer(school, Role.CAREERS_LEADER)
    assert all(one.too_few for one in selectors.results(leader, "session").groups)


@pytest.mark.parametrize("show", ["", "comments"])
def test_what_is_held_back_opens_nothing(client_of, school, show):
    group_session(school, 7, kind="assembly", comment="Fine")
    few = group_session(school, 2, kind="careers_fair", comment="Fine")
    leader = client_of(Role.CAREERS_LEADER)
    for query in (
        {"by": "session", "of": few.pk},
        {"by": "kind", "of": "careers_fair"},
        {"by": "kind", "of": "assembly"},
        {"by": "all", "of": "something"},
        {"by": "nothing", "of": ""},
        {"by": "kind", "of": "careers_fair", "set": "after_group", "question": "learnt"},
    ):
        page = leader.get(ANSWERS, {**query, "show": show})
        assert page.context["total"] == 0
        words = words_of(page)
        assert "No answers to show" in words
        assert "Fine" not in words
        assert LEARNT not in words
