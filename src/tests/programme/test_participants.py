"""Who is down for a session: put down, taken off, signed up; consent and needs."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.programme.services import participants as services
from fingerpost.programme.services import planning
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
NINE, TEN = dt.time(9), dt.time(10)


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


@pytest.fixture
def students(school):
    return [people.student(school, year_group=9) for _ in range(4)]


def down(session):
    session.refresh_from_db()
    assert session.taken == session.attendance.count()
    return set(session.attendance.values_list("student_id", flat=True))


def put_down(client, session, query="", **data):
    return client.post(f"{reverse('programme:put_down', args=[session.pk])}{query}", data)


def test_those_down_before_stay_and_are_counted_once(school, students):
    session = programme.planned(school, students=students[:2])
    assert services.put_down(session=session, students=students[1:3], by=None) == 1
    assert down(session) == {one.pk for one in students[:3]}


def test_all_or_none_get_a_place(school, students):
    session = programme.planned(school, capacity=3)
    with pytest.raises(services.SessionFull):
        services.put_down(session=session, students=students, by=None)
    assert down(session) == set()


def test_a_place_given_up_is_free_again(school, students):
    session = programme.planned(school, capacity=2, students=students[:2])
    assert services.take_off(session=session, students=students[:1], by=None) == 1
    services.put_down(session=session, students=students[2:3], by=None)
    assert down(session) == {students[1].pk, students[2].pk}


def test_who_is_down_stands_once_it_is_cancelled(school, students):
    session = programme.planned(school, students=students[:1])
    planning.cancel_sessions(session=session, because="Ill", by=None)
    for change in (services.put_down, services.take_off):
        with pytest.raises(services.NotPlanned):
            change(session=session, students=students[:2], by=None)


def test_the_audience_is_put_down_at_one_press(leader, school, students):
    people.student(school, year_group=10)
    session = programme.planned(school, activity_of=programme.activity(school, years=[9]))
    page = put_down(leader, session, all="1")
    assert page.url == reverse("programme:session", args=[session.pk])
    assert down(session) == {one.pk for one in students}


def test_ticked_students_of_a_year_a_measure_or_a_name_are_put_down(leader, school, students):
    session = programme.planned(school)
    put_down(leader, session, "?who=year:9", students=[students[0].pk])
    assert down(session) == {students[0].pk}
    words = students[1].name.lower().replace(" ", "+")
    put_down(leader, session, f"?who=everybody&words={words}", all="1")
    assert down(session) == {students[0].pk, students[1].pk}
    programme.session(
        school,
        [students[2]],
        kind="employer_talk",
        organisation="Harbour",
        on=timezone.localdate(),
    )
    query = "?who=everybody&measure=gatsby_5_employers&side=counted"
    put_down(leader, session, query, all="1")
    assert down(session) == {one.pk for one in students[:3]}


def test_students_named_on_another_page_are_listed(leader, school, students):
    session = programme.planned(school)
    named = f"{students[0].pk},{students[2].pk},nonsense"
    chosen = leader.get(reverse("programme:choose_session"), {"students": named})
    address = f"{reverse('programme:put_down', args=[session.pk])}?students="
    assert address in chosen.content.decode()
    page = leader.get(reverse("programme:put_down", args=[session.pk]), {"students": named})
    assert page.context["total"] == 2


def test_those_who_are_not_on_the_list_are_not_put_down(client_of, school):
    group = people.tutor_group(school, "9A", 9)
    tutor = client_of(Role.TUTOR, tutor_group=group)
    mine, other = people.student(school, tutor_group=group), people.student(school)
    session = programme.planned(school)
    put_down(tutor, session, "?who=everybody", students=[mine.pk, other.pk])
    assert down(session) == {mine.pk}


def test_too_few_places_are_told_with_how_many_are_left(leader, school, students):
    session = programme.planned(school, capacity=1)
    page = put_down(leader, session, "?who=year:9", all="1")
    assert page.status_code == 200
    assert "There is only 1 place left" in page.content.decode()
    assert down(session) == set()


def test_ticked_students_are_taken_off_and_only_ones_own(client_of, school):
    group = people.tutor_group(school, "9A", 9)
    tutor = client_of(Role.TUTOR, tutor_group=group)
    mine, other = people.student(school, tutor_group=group), people.student(school)
    session = programme.planned(school, students=[mine, other])
    address = reverse("programme:bulk", args=[session.pk])
    tutor.post(address, {"to": "off", "students": [mine.pk, other.pk]})
    assert down(session) == {other.pk}


def test_consent_is_kept_for_those_ticked_and_listed_to_print(leader, school, students):
    activity = programme.activity(school, needs_consent=True)
    session = programme.planned(school, activity_of=activity, students=students)
    address = reverse("programme:bulk", args=[session.pk])
    leader.post(address, {"to": "asked", "students": [one.pk for one in students]})
    leader.post(address, {"to": "given", "students": [students[0].pk]})
    said = dict(session.attendance.values_list("student", "consent"))
    assert said == {one.pk: "asked" for one in students} | {students[0].pk: "given"}
    page = leader.get(reverse("programme:consent_list", args=[session.pk])).content.decode()
    assert "Given: 1." in page
    assert "Asked, no answer yet: 3." in page


def test_a_deed_that_there_is_not_does_nothing(leader, school, students):
    session = programme.planned(school, students=students)
    address = reverse("programme:bulk", args=[session.pk])
    leader.post(address, {"to": "nonsense", "students": [students[0].pk]})
    assert len(down(session)) == 4


def test_what_a_student_needs_is_kept_with_the_answer_of_the_parents(leader, school, students):
    session = programme.planned(school, students=students[:1])
    address = reverse("programme:needs", args=[session.pk, students[0].pk])
    leader.post(address, {"needs": " An adult goes along ", "consent": "given"})
    row = session.attendance.get()
    assert (row.needs, row.consent) == ("An adult goes along", "given")
    stranger = reverse("programme:needs", args=[session.pk, students[1].pk])
    assert leader.get(stranger).status_code == 404


# Signing up ----------------------------------------------------------------------------------


@pytest.fixture
def me(client_of, school):
    client = client_of(Role.STUDENT)
    client.student = client.person.student
    return client


def offered(school, **fields):
    return programme.planned(school, **{"places_by": "first_come", "capacity": 2, **fields})


def sign_up(client, session):
    return client.post(reverse("programme:sign_up", args=[session.pk]), follow=True)


def test_a_student_signs_up_once_and_leaves_again(me, school):
    session = offered(school)
    words = me.get(reverse("home:coming_up")).content.decode()
    assert "First come, first served" in words
    assert "2 places left" in words
    for _ in range(2):
        sign_up(me, session)
    assert down(session) == {me.student.pk}
    me.post(reverse("programme:leave", args=[session.pk]))
    assert down(session) == set()


def test_the_last_place_goes_once(me, school):
    session = offered(school, capacity=1, students=[people.student(school)])
    assert "It is full." in me.get(reverse("home:coming_up")).content.decode()
    assert "is full now" in sign_up(me, session).content.decode()
    assert me.student.pk not in down(session)


@pytest.mark.parametrize("places_by", ["staff", "round"])
def test_what_staff_or_a_round_decide_cannot_be_signed_up_for(me, school, places_by):
    session = programme.planned(school, places_by=places_by, capacity=5)
    assert me.post(reverse("programme:sign_up", args=[session.pk])).status_code == 404
    with pytest.raises(services.NotOpen):
        services.sign_up(session=session, student=me.student, today=timezone.localdate(), by=None)


def test_what_is_over_for_others_or_at_another_school_is_not_offered(me, school):
    past = offered(school, on=programme.LAST_WEEK)
    others = offered(school, activity_of=programme.activity(school, years=[7]))
    far = offered(people.school())
    words = me.get(reverse("home:coming_up")).content.decode()
    assert "You can sign up for" not in words
    for session in (past, far):
        assert me.post(reverse("programme:sign_up", args=[session.pk])).status_code == 404
    assert "is for other students" in sign_up(me, others).content.decode()
    assert down(others) == set()


def test_a_student_cannot_be_in_two_places(me, school):
    times = {"starts_at": NINE, "ends_at": TEN}
    programme.planned(school, students=[me.student], title="Coding", **times)
    session = offered(school, **times)
    assert "You have Coding at that time" in sign_up(me, session).content.decode()
    assert down(session) == set()


def test_whom_staff_put_down_talks_to_a_tutor_to_leave(me, school):
    session = offered(school, students=[me.student])
    page = me.post(reverse("programme:leave", args=[session.pk]), follow=True)
    assert "Talk to your tutor" in page.content.decode()
    assert down(session) == {me.student.pk}


def test_a_cancelled_session_says_why(me, school):
    session = programme.planned(school, students=[me.student])
    planning.cancel_sessions(session=session, because="The visitor is ill", by=None)
    words = me.get(reverse("home:coming_up")).content.decode()
    assert "The visitor is ill" in words
    assert "It does not take place" in words


def test_the_list_of_a_measure_leads_to_putting_down(leader, school, students):
    address = reverse("ledger:act")
    answer = leader.get(address, {"to": "put_down", "students": [one.pk for one in students]})
    assert answer.url.startswith(reverse("programme:choose_session"))


def at_once(*signing):
    """Whoever signs up at the same moment, as (student, session); what came of each."""
    results = []
    start = threading.Barrier(len(signing))

    def come(student, session):
        try:
            start.wait(timeout=5)
            today = timezone.localdate()
            services.sign_up(session=session, student=student, today=today, by=None)
            results.append("in")
        except (services.SessionFull, services.AlreadyBusy) as refusal:
            results.append(type(refusal).__name__)
        finally:
            if threading.current_thread() is not threading.main_thread():
                connections.close_all()

    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        # One shared connection in memory: no two at once there, so one after the other.
        start = threading.Barrier(1)
        for one in signing:
            come(*one)
    else:
        threads = [threading.Thread(target=come, args=one) for one in signing]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
    return sorted(results)


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_up_at_once_for_the_last_place_get_it_once():
    school = people.school()
    session = offered(school, capacity=1)
    assert at_once(*((people.student(school), session) for _ in range(2))) == ["SessionFull", "in"]
    assert len(down(session)) == 1


@pytest.mark.django_db(transaction=True)
def test_who_signs_up_at_once_for_two_sessions_at_one_time_is_down_for_one():
    school = people.school()
    student = people.student(school)
    two = [offered(school, title=title, starts_at=NINE, ends_at=TEN) for title in ("A", "B")]
    assert at_once(*((student, session) for session in two)) == ["AlreadyBusy", "in"]
    assert sum(len(down(session)) for session in two) == 1


def test_a_student_who_leaves_before_the_day_is_marked(leader, school, students):
    session = programme.planned(school, students=students[:2])
    address = reverse("programme:session", args=[session.pk])
    assert "Has left by then" not in leader.get(address).content.decode()
    type(students[0]).objects.filter(pk=students[0].pk).update(left_on=session.on)
    assert "Has left by then" in leader.get(address).content.decode()
