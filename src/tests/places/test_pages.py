"""Pages of rounds: what each role sees and does, that figures open their lists, and words."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.common.readability import AGE_11_GRADE, grade
from fingerpost.places.enums import OfferState
from fingerpost.places.models import Draft, Offer, Ranking, Round
from fingerpost.places.services import offers
from tests.factories import people
from tests.factories import places as make
from tests.home.test_student_words import _sentences

LATER = timezone.localdate() + dt.timedelta(days=5)


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def student_client(school, **fields):
    """A client of a student, and the student."""
    person = people.person_with(Role.STUDENT, school=school)
    if fields:
        type(person.student).objects.filter(pk=person.student.pk).update(**fields)
    client = Client()
    client.force_login(person)
    return client, person.student


def text_of(answer):
    return " ".join(html.fromstring(answer.content).xpath("string(//main)").split())


def _posted(sessions, **more):
    return {
        "title": "Spring visits",
        "note": "",
        "sessions": [one.pk for one in sessions],
        "years": [10],
        "measure": "",
        "side": "not_counted",
        "opens_at": f"{timezone.localdate():%Y-%m-%d}T00:00",
        "closes_at": f"{LATER:%Y-%m-%d}T16:00",
        "answer_days": 5,
        "at_most": 1,
        "level_need": 1,
        "weight_need": 3,
        "level_benefit": 0,
        "weight_benefit": 1,
        "level_preference": 2,
        "weight_preference": 1,
        "level_missed_before": 1,
        "weight_missed_before": 2,
        "form_key": "00000000-0000-4000-8000-000000000001",
        **more,
    }


def _round(school, *, places=1, wanting=3, number=2):
    sessions = make.sessions(school, number, capacity=places)
    of = make.round_of(school, sessions)
    students = [people.student(school) for _ in range(wanting)]
    for student in students:
        make.rank(of, student, *sessions)
    return of, sessions, students


# Running a round -----------------------------------------------------------------------------


def test_a_round_goes_from_nothing_to_offers(school, leader):
    people.student(school)
    sessions = make.sessions(school, 2, capacity=1)
    answer = leader.post("/places/add/", _posted(sessions))
    of = Round.objects.get()
    address = reverse("places:round", args=[of.pk])
    assert answer["Location"] == address
    assert of.criteria == make.CRITERIA
    assert "What students will read beforehand" in text_of(leader.get(address))
    leader.post(reverse("places:open", args=[of.pk]))
    client, student = student_client(school)
    form = reverse("places:my_round", args=[of.pk])
    sent = client.post(form, {"version": 0, "rank1": sessions[1].pk, "rank2": sessions[0].pk})
    assert sent["Location"] == reverse("places:sent", args=[of.pk])
    assert "First choiceVisit 2" in text_of(client.get(sent["Location"]))
    leader.post(reverse("places:close", args=[of.pk]))
    ran = leader.post(reverse("places:run", args=[of.pk]), {"mode": "fair"})
    draft = Draft.objects.get()
    assert ran["Location"] == reverse("places:draft", args=[draft.pk])
    assert "that is proven" in text_of(leader.get(ran["Location"]))
    publish = reverse("places:publish", args=[draft.pk])
    assert "It is published in your name" in text_of(leader.get(publish))
    assert not Offer.objects.exists()
    leader.post(publish)
    assert Round.objects.get().published_by == leader.person
    shown = text_of(client.get(form))
    assert "You put this first, and there was a place for you." in shown
    accept = reverse("places:accept", args=[Offer.objects.get().pk])
    assert client.get(accept).status_code == 200
    assert client.post(accept)["Location"] == form
    assert Offer.objects.get().state == OfferState.ACCEPTED
    assert Offer.objects.get().answered_by == student.person


def test_a_round_needs_a_criterion_and_times_that_run_forward(school, leader):
    sessions = make.sessions(school)
    none = {f"level_{name}": 0 for name in ("need", "benefit", "preference", "missed_before")}
    page = leader.post("/places/add/", _posted(sessions, **none))
    assert "Choose at least one criterion." in text_of(page)
    page = leader.post("/places/add/", _posted(sessions, closes_at="2020-11-01T08:00"))
    assert "Choose a time after it opens." in text_of(page)
    assert not Round.objects.exists()


def test_without_a_session_to_share_out_the_form_says_what_to_do(leader):
    assert "No session to share out" in text_of(leader.get("/places/add/"))


def test_once_shown_the_criteria_cannot_be_changed_by_a_form_either(school, leader):
    sessions = make.sessions(school)
    of = make.round_of(school, sessions)
    leader.post(
        reverse("places:change", args=[of.pk]),
        _posted(sessions[:1], title="Visits", at_most=3, level_need=4),
    )
    of.refresh_from_db()
    assert (of.title, of.at_most, of.criteria) == ("Visits", 1, make.CRITERIA)
    assert of.sessions.count() == 2


def test_shares_are_kept_for_each_session(school, leader):
    [session] = make.sessions(school, 1, capacity=4)
    of = make.round_of(school, [session], state="draft")
    address = reverse("places:shares", args=[of.pk])
    key = f"s{session.pk}"
    posted = {f"{key}-group1": "pupil_premium", f"{key}-places1": 5, f"{key}-escorts": ""}
    assert "There are only 4 places." in text_of(leader.post(address, posted))
    leader.post(address, posted | {f"{key}-places1": 2, f"{key}-transport": "Coach 1"})
    row = of.sessions.get()
    assert (row.reserved, row.transport, row.escorts) == ({"pupil_premium": 2}, "Coach 1", None)
    assert "2 for Pupil Premium" in text_of(leader.get(reverse("places:round", args=[of.pk])))


def test_a_round_is_reopened_and_cancelled_after_asking(school, leader):
    of, _, _ = _round(school)
    leader.post(reverse("places:close", args=[of.pk]))
    leader.post(reverse("places:reopen", args=[of.pk]), {"closes_at": f"{LATER:%Y-%m-%d}T16:00"})
    of.refresh_from_db()
    assert of.phase == "open"
    cancel = reverse("places:cancel", args=[of.pk])
    assert "You cannot undo this" in text_of(leader.get(cancel))
    leader.post(cancel)
    of.refresh_from_db()
    assert of.phase == "cancelled"


def test_choices_are_entered_for_a_student_who_cannot(school, leader):
    of, sessions, _ = _round(school)
    student = people.student(school)
    address = reverse("places:enter", args=[of.pk, student.pk])
    assert student.name in text_of(leader.get(address))
    leader.post(address, {"version": 0, "rank1": sessions[0].pk})
    kept = Ranking.objects.get(student=student)
    assert (kept.choices, kept.entered_by) == ([sessions[0].pk], leader.person)
    shown = text_of(leader.get(f"{reverse('places:students', args=[of.pk])}?show=answered"))
    assert f"entered by {leader.person}" in shown


def test_drafts_are_compared_and_only_the_fair_one_can_be_published(school, leader):
    of, _sessions, _students = _round(school, wanting=4)
    of = make.closed(of)
    fair, first = make.draft(of), make.draft(of, mode="first_come")
    address = f"{reverse('places:compare', args=[of.pk])}?one={fair.pk}&other={first.pk}"
    assert "Two drafts side by side" in text_of(leader.get(address))
    publish = leader.post(reverse("places:publish", args=[first.pk]), follow=True)
    assert "Only a draft by the criteria that students were shown" in text_of(publish)
    assert not Offer.objects.exists()
    assert leader.get(reverse("places:compare", args=[of.pk])).status_code == 404
    leader.post(reverse("places:discard", args=[first.pk]))
    assert list(Draft.objects.all()) == [fair]


def test_a_published_draft_is_not_discarded_and_the_log_says_nothing(school, leader):
    of, _sessions, _students = _round(school, wanting=4)
    published = make.draft(make.closed(of))
    leader.post(reverse("places:publish", args=[published.pk]))
    leader.post(reverse("places:discard", args=[published.pk]))
    assert list(Draft.objects.all()) == [published]
    assert not Event.objects.filter(deed="removed").exists()


# Figures -------------------------------------------------------------------------------------


def _figures_open_their_lists(client, address):
    tree = html.fromstring(client.get(address).content)
    figures = tree.xpath("//a[.//data[@class='fp-figure']]")
    for figure in figures:
        [number] = figure.xpath(".//data/@value")
        link = figure.get("href").partition("#")[0]
        there = html.fromstring(client.get(link).content)
        assert there.xpath("//data[@class='fp-total']/@value") == [number], (address, link)
    return len(figures)


def test_every_figure_of_a_round_opens_its_list(school, leader):
    of, _, _students = _round(school, wanting=4)
    people.student(school)
    assert _figures_open_their_lists(leader, reverse("places:round", args=[of.pk])) == 6
    of = make.closed(of)
    fair, first = make.draft(of), make.draft(of, mode="first_come")
    assert _figures_open_their_lists(leader, reverse("places:draft", args=[fair.pk])) == 11
    compare = f"{reverse('places:compare', args=[of.pk])}?one={fair.pk}&other={first.pk}"
    assert _figures_open_their_lists(leader, compare) == 17
    leader.post(reverse("places:publish", args=[fair.pk]))
    offers.refuse_offer(offer=Offer.objects.first(), by=None)
    assert _figures_open_their_lists(leader, reverse("places:round", args=[of.pk])) >= 3
    assert _figures_open_their_lists(leader, reverse("places:offers", args=[of.pk])) >= 3


def test_pages_take_as_many_queries_for_many_students_as_for_few(school, leader):
    of, sessions, _students = _round(school, wanting=2)
    addresses = [
        reverse("places:round", args=[of.pk]),
        reverse("places:students", args=[of.pk]),
    ]

    def counts():
        found = []
        for address in addresses:
            leader.get(address)
            with CaptureQueriesContext(connection) as queries:
                leader.get(address)
            found.append(len(queries))
        return found

    few = counts()
    for _ in range(20):
        make.rank(of, people.student(school), *sessions)
    assert counts() == few
    of = make.closed(of)
    draft = make.draft(of)
    leader.post(reverse("places:publish", args=[draft.pk]))
    addresses[:] = [reverse("places:offers", args=[of.pk]), reverse("places:lists", args=[of.pk])]
    assert max(counts()) < 40


# Who sees what -------------------------------------------------------------------------------


def test_a_tutor_sees_their_own_students_and_runs_nothing(school, client_of):
    group = people.tutor_group(school)
    of, sessions, students = _round(school)
    mine = people.student(school, tutor_group=group)
    make.rank(of, mine, sessions[0])
    tutor = client_of(Role.TUTOR, tutor_group=group)
    shown = text_of(tutor.get(reverse("places:students", args=[of.pk])))
    assert mine.name in shown
    assert not any(one.name in shown for one in students)
    assert tutor.post(reverse("places:close", args=[of.pk])).status_code == 403
    make.published(of)
    shown = text_of(tutor.get(reverse("places:offers", args=[of.pk])))
    assert not any(one.name in shown for one in students)
    assert tutor.get(reverse("places:export", args=[of.pk, "csv"])).status_code == 403


def test_another_schools_round_draft_and_offer_are_not_found(school, client_of):
    elsewhere = people.school()
    of, _, _ = _round(elsewhere)
    of = make.published(of)
    leader = client_of(Role.CAREERS_LEADER)
    draft, offer = Draft.objects.get(), Offer.objects.first()
    for address in (
        reverse("places:round", args=[of.pk]),
        reverse("places:students", args=[of.pk]),
        reverse("places:offers", args=[of.pk]),
        reverse("places:draft", args=[draft.pk]),
        reverse("places:answer_for", args=[offer.pk]),
    ):
        assert leader.get(address).status_code == 404, address


def test_whoever_sent_nothing_in_time_is_told_so_by_the_link_of_an_old_e_mail(school):
    of, sessions, _ = _round(school)
    client, _ = student_client(school)
    address = reverse("places:my_round", args=[of.pk])
    assert sessions[0].title in text_of(client.get(address))
    make.published(of)
    assert "We have no answer from you" in text_of(client.get(address))
    after = timezone.localdate(of.closes_at) + dt.timedelta(days=1)
    came_later, _ = student_client(school, joined_on=after)
    assert came_later.get(address).status_code == 404


def test_a_student_sees_only_their_own_and_answers_for_nobody_else(school):
    of, _sessions, _students = _round(school)
    of = make.published(of)
    client, _ = student_client(school, year_group=8)
    assert client.get(reverse("places:my_round", args=[of.pk])).status_code == 404
    offer = Offer.objects.first()
    for name in ("accept", "refuse"):
        assert client.post(reverse(f"places:{name}", args=[offer.pk])).status_code == 404
    assert Offer.objects.first().state == OfferState.OFFERED


def test_looking_at_answers_and_saving_offers_is_noted(school, leader):
    of, _, students = _round(school)
    leader.get(f"{reverse('places:students', args=[of.pk])}?show=answered")
    assert Event.objects.get(deed="looked").details["students"] == len(students)
    of = make.published(of)
    for file_format in ("csv", "xlsx"):
        answer = leader.get(reverse("places:export", args=[of.pk, file_format]))
        assert answer.status_code == 200
    assert Event.objects.filter(deed="exported").count() == 2
    text = leader.get(reverse("places:export", args=[of.pk, "csv"])).content.decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 1 + len(students)


# The student's pages -------------------------------------------------------------------------


def test_an_old_page_shows_the_newer_answer(school):
    sessions = make.sessions(school)
    of = make.round_of(school, sessions)
    client, _student = student_client(school)
    form = reverse("places:my_round", args=[of.pk])
    client.post(form, {"version": 0, "rank1": sessions[0].pk})
    answer = client.post(form, {"version": 0, "rank1": sessions[1].pk}, follow=True)
    assert "You have sent another answer since you opened this page" in answer.content.decode()
    assert Ranking.objects.get().choices == [sessions[0].pk]


def test_a_choice_named_twice_is_told_and_gaps_close_up(school):
    sessions = make.sessions(school, 3)
    of = make.round_of(school, sessions)
    client, _ = student_client(school)
    form = reverse("places:my_round", args=[of.pk])
    twice = {"version": 0, "rank1": sessions[0].pk, "rank2": sessions[0].pk}
    assert "Choose each thing once." in text_of(client.post(form, twice))
    client.post(form, {"version": 0, "rank1": "", "rank2": sessions[2].pk, "rank3": ""})
    assert Ranking.objects.get().choices == [sessions[2].pk]


def test_the_start_page_says_what_to_choose_and_what_to_answer(school):
    [session] = make.sessions(school, 1)
    of = make.round_of(school, [session])
    client, student = student_client(school)
    assert "Choose now: Spring visits" in text_of(client.get("/"))
    make.rank(of, student, session)
    assert "Choose now" not in text_of(client.get("/"))
    make.published(of)
    assert "We have a place for you." in text_of(client.get("/"))


def test_no_group_that_a_share_is_reserved_for_is_shown_to_students(school):
    from fingerpost.places.services.rounds import Share

    [session] = make.sessions(school, 1, capacity=1)
    share = Share({"pupil_premium": 1})
    of = make.round_of(school, [session], shares={session.pk: share})
    client, student = student_client(school)
    make.rank(of, student, session)
    for _ in range(6):
        make.rank(of, people.student(school), session)
    form = reverse("places:my_round", args=[of.pk])
    before = client.get(form).content.decode()
    make.published(of)
    after = client.get(form).content.decode()
    for page in (before, after):
        assert not re.search(r"pupil.premium|\bSEN\b", page, re.IGNORECASE)
        assert "kept for students who need them most" in " ".join(page.split())


def _reads_at_eleven(text):
    assert grade(text) <= AGE_11_GRADE, (round(grade(text), 1), text)


def test_everything_a_student_reads_of_a_round_reads_at_age_eleven(school):
    of, sessions, _students = _round(school, places=1, wanting=6)
    client, student = student_client(school)
    other, lucky = student_client(school)
    for one in (student, lucky):
        make.rank(of, one, *sessions)
    form = reverse("places:my_round", args=[of.pk])
    pages = [client.get(form), client.get(reverse("places:sent", args=[of.pk]))]
    of = make.published(of)
    pages.append(client.get(form))
    offer = Offer.objects.first()
    Offer.objects.filter(pk=offer.pk).update(student=lucky, choice=2)
    pages += [other.get(form), client.get("/places/mine/")]
    pages += [
        other.get(reverse(f"places:{name}", args=[offer.pk])) for name in ("accept", "refuse")
    ]
    for page in pages:
        assert page.status_code == 200
        _reads_at_eleven(" ".join(_sentences(page.content.decode())))
    told = {*Offer.objects.values_list("reason", flat=True)}
    told |= {one for one in Ranking.objects.values_list("told", flat=True) if one}
    assert len(told) > 2
    _reads_at_eleven(" ".join(sorted(told)))
