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
        pages.append([one["words"] for one in page.context["page_of"]])
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


def test_what_many_wrote_alike_is_listed_once_and_counted_as_often(client_of, school):
    students = [people.student(school) for _ in range(7)]
    day = timezone.localdate() - dt.timedelta(days=2)
    session = programme.session(school, students, on=day, kind="assembly")
    talk_about(session, [{}] * 7, ["A fine day", *["More time"] * 4, "", ""])
    asked = {"by": "kind", "of": "assembly", "show": "comments"}
    page = client_of(Role.CAREERS_LEADER).get(ANSWERS, asked)
    assert page.context["total"] == 5
    assert list(page.context["page_of"]) == [
        {"words": "More time", "times": 4},
        {"words": "A fine day", "times": 1},
    ]


def test_the_results_say_first_what_to_look_at(client_of, school):
    """A kind that most did not learn from, before those that are liked; each opens its answers."""
    for kind, yes in (("assembly", 7), ("employer_talk", 5), ("careers_fair", 2)):
        students = [people.student(school) for _ in range(8)]
        day = timezone.localdate() - dt.timedelta(days=2)
        session = programme.session(school, students, on=day, kind=kind)
        good = {"learnt": "Yes", "took_part": "Yes", "made_think": "Yes"}
        talk_about(session, [good] * yes + [{**good, "learnt": "No"}] * (8 - yes), [""] * 8)
    leader = client_of(Role.CAREERS_LEADER)
    page = leader.get(RESULTS)
    summary = page.context["summary"]
    assert summary["least"].label == page.context["shown"][0]["name"] == "Careers fair"
    assert summary["best"].label == page.context["shown"][-1]["name"]
    [poor] = summary["poor"]
    assert (poor.number, poor.of, poor.question) == (2, 8, LEARNT)
    opened = leader.get(poor.url)
    assert opened.context["total"] == 2
    assert summary["whole"].responses == 24
    assert leader.get(summary["url"]).context["total"] == 24


def test_groups_are_folded_each_with_its_name(client_of, school):
    group_session(school, 7, kind="assembly")
    tree = html.fromstring(client_of(Role.CAREERS_LEADER).get(RESULTS).content)
    [fold] = tree.xpath("//details[.//table]")
    assert fold.get("open") is None
    [name] = fold.xpath("./summary")
    assert "Careers assembly" in name.text_content()
    assert "7 answers" in name.text_content()
    assert not name.xpath(".//a")


def test_advisers_are_not_ranked(client_of, school):
    for number in range(3):
        person = people.person_with(Role.ADVISER, school=school, name=f"Adviser {number}")
        adviser = Adviser.objects.create(school=school, person=person)
        for _ in range(6):
            student = people.student(school)
            best = {**TALK, "next_step": "No" if number else "Yes"}
            said(student, "interview", interview(student, adviser).pk, best)
    page = client_of(Role.CAREERS_LEADER).get(RESULTS, {"by": "adviser"})
    names = [one["name"] for one in page.context["shown"]]
    assert names == ["Adviser 0", "Adviser 1", "Adviser 2"]
    assert "least liked" not in page.content.decode()
    assert page.context["summary"]["best"] is None
    assert page.context["summary"]["least"] is None


def test_results_of_many_sessions_come_in_pages(client_of, school):
    for _ in range(26):
        group_session(school, 6, kind="assembly")
    leader = client_of(Role.CAREERS_LEADER)
    first = leader.get(RESULTS, {"by": "session"})
    second = leader.get(RESULTS, {"by": "session", "page": 2})
    assert (len(first.context["shown"]), len(second.context["shown"])) == (25, 1)
