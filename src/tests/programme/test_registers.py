"""Taking the register of a planned session."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.ledger.models import Entry
from fingerpost.ledger.services import standing_about
from fingerpost.programme.enums import SessionState
from fingerpost.programme.services import recording, registers
from tests.factories import people, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(school):
    return people.tutor_group(school, "10A")


@pytest.fixture
def students(school, group):
    return [people.student(school, tutor_group=group) for _ in range(4)]


@pytest.fixture
def session(school, students):
    return programme.awaiting_register(school, students)


def lines(session):
    return standing_about(recording.about(session))


def take(session, there=(), absent=(), by=None):
    marks = {student.pk: True for student in there} | {student.pk: False for student in absent}
    return registers.take_register(session=session, marks=marks, by=by)


def address(session, name="register"):
    return reverse(f"programme:{name}", args=[session.pk])


def test_a_planned_session_has_no_line_until_its_register_is_taken(session, students):
    assert lines(session) == []
    assert take(session, students[:3], students[3:]).changed == 4
    session.refresh_from_db()
    assert session.state == SessionState.HELD
    assert {line.student_id for line in lines(session)} == {s.pk for s in students[:3]}


def test_two_people_take_parts_of_one_register(session, students):
    take(session, students[:2])
    take(session, students[2:3], students[3:])
    assert {line.student_id for line in lines(session)} == {s.pk for s in students[:3]}


def test_a_register_sent_twice_changes_nothing_the_second_time(session, students):
    assert take(session, students[:1]).changed == 1
    assert take(session, students[:1]).changed == 0
    assert Entry.objects.count() == 1


def test_a_mark_put_right_becomes_a_correction(session, students):
    take(session, students)
    assert take(session, absent=students[:1]).changed == 1
    withdrawn = Entry.objects.get(is_void=True)
    assert withdrawn.supersedes.student == students[0]
    assert len(lines(session)) == 3


def test_a_session_to_which_nobody_came_is_not_held(session, students):
    take(session, absent=students)
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert lines(session) == []


def test_the_last_student_of_a_held_session_cannot_be_taken_off(session, students):
    take(session, students)
    with pytest.raises(recording.NobodyThere):
        take(session, absent=students)
    assert len(lines(session)) == 4


def test_those_who_are_not_down_are_passed_over(session, school):
    assert take(session, [people.student(school)]).changed == 0
    assert lines(session) == []


def test_there_is_no_register_before_the_day(school, students):
    coming = programme.awaiting_register(
        school, students, on=timezone.localdate() + dt.timedelta(days=3)
    )
    with pytest.raises(registers.TooEarly):
        take(coming, students)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"state": SessionState.CANCELLED}, registers.IsCancelled),
        ({"withdrawn_at": timezone.now()}, recording.AlreadyWithdrawn),
    ],
)
def test_a_session_called_off_has_no_register(session, students, change, refusal):
    for name, value in change.items():
        setattr(session, name, value)
    session.save()
    with pytest.raises(refusal):
        take(session, students)


def test_whoever_came_without_a_place_is_on_the_register_even_when_it_is_full(school, students):
    full = programme.awaiting_register(school, students[:2], capacity=2)
    for new in (True, False):
        assert registers.add_walk_in(session=full, student=students[3], by=None) is new
    assert {line.student_id for line in lines(full)} == {students[3].pk}
    full.refresh_from_db()
    assert full.taken == 2


def test_every_change_of_a_register_is_audited(session, students):
    someone = people.person()
    take(session, students[:2], by=someone)
    take(session, absent=students[:1], by=someone)
    taken = Event.objects.filter(actor=someone).order_by("id")
    assert [event.details["now_absent"] for event in taken] == [[], [students[0].pk]]


def test_a_tutor_takes_the_register_of_their_own_students_only(client_of, school, group, students):
    other = people.student(school)
    session = programme.awaiting_register(school, [*students, other])
    tutor = client_of(Role.TUTOR, tutor_group=group)
    page = tutor.get(address(session))
    assert len(page.context["form"].rows) == 4
    tutor.post(address(session), {f"mark-{students[0].pk}": "there", f"mark-{other.pk}": "there"})
    assert {line.student_id for line in lines(session)} == {students[0].pk}


def test_whoever_leads_a_session_marks_everyone_down_for_it(client_of, school, students):
    leader = client_of(Role.TUTOR, tutor_group=people.tutor_group(school, "9Z", 9))
    session = programme.awaiting_register(school, students, led_by=[leader.person])
    sent = leader.post(address(session), {"rest_there": "1", f"mark-{students[0].pk}": "absent"})
    assert sent.status_code == 302
    assert {line.student_id for line in lines(session)} == {s.pk for s in students[1:]}


def test_another_tutor_finds_none_of_the_students(client_of, school, session, students):
    tutor = client_of(Role.TUTOR, tutor_group=people.tutor_group(school, "9Z", 9))
    assert tutor.get(address(session)).context["form"].rows == []
    tutor.post(address(session), {f"mark-{students[0].pk}": "there"})
    assert lines(session) == []


def test_what_a_phone_sends_late_does_not_undo_what_others_marked_meanwhile(
    client_of, group, session, students
):
    take(session, students[:1])
    tutor = client_of(Role.TUTOR, tutor_group=group)
    opened = tutor.get(address(session)).context["form"]["shown"].value()
    take(session, students[1:2], students[:1])  # somebody else, while the phone is away
    first, third = students[0].pk, students[2].pk
    late = {"shown": opened, f"mark-{first}": "there", f"mark-{third}": "there"}
    tutor.post(address(session), late)
    there = {line.student_id for line in lines(session)}
    assert there == {students[1].pk, students[2].pk}


def test_of_two_who_mark_a_student_differently_the_later_to_arrive_is_told_and_changes_nothing(
    client_of, group, session, students
):
    take(session, students[1:2])
    tutor = client_of(Role.TUTOR, tutor_group=group)
    opened = tutor.get(address(session)).context["form"]["shown"].value()
    take(session, absent=students[:1])  # somebody else, while the phone is away
    late = {"shown": opened, f"mark-{students[0].pk}": "there", f"mark-{students[2].pk}": "there"}
    asks = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    answer = tutor.post(address(session), late, **asks).json()
    assert f"{students[0].name} (not here)" in answer["notice"]
    assert f"{students[0].pk}:absent" in answer["fields"]["shown"]
    assert {line.student_id for line in lines(session)} == {s.pk for s in students[1:3]}
    again = {"shown": answer["fields"]["shown"], f"mark-{students[0].pk}": "there"}
    assert tutor.post(address(session), again, **asks).json()["notice"] == ""
    assert students[0].pk in {line.student_id for line in lines(session)}


def test_all_others_here_leaves_those_marked_meanwhile_as_they_are(
    client_of, group, session, students
):
    take(session, students[:1])
    tutor = client_of(Role.TUTOR, tutor_group=group)
    opened = tutor.get(address(session)).context["form"]["shown"].value()
    take(session, absent=students[1:2])
    sent = tutor.post(address(session), {"shown": opened, "rest_there": "1"}, follow=True)
    assert "The register is saved: 3 of 4 here." in sent.content.decode()
    assert f"{students[1].name} (not here)" in sent.content.decode()
    assert students[1].pk not in {line.student_id for line in lines(session)}


def test_a_phone_hears_that_the_session_was_called_off_meanwhile(
    client_of, group, session, students
):
    tutor = client_of(Role.TUTOR, tutor_group=group)
    session.state = SessionState.CANCELLED
    session.save()
    asks = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    answer = tutor.post(address(session), {f"mark-{students[0].pk}": "there"}, **asks)
    assert answer.status_code == 422
    assert "was cancelled" in answer.json()["message"]
    assert tutor.get(address(session)).status_code == 404


def test_a_script_is_told_in_json_what_became_of_its_marks(client_of, group, session, students):
    tutor = client_of(Role.TUTOR, tutor_group=group)
    asks = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    kept = tutor.post(address(session), {f"mark-{students[0].pk}": "there"}, **asks)
    assert kept.status_code == 200
    assert "saved_at" in kept.json()
    shown = kept.json()["fields"]["shown"]
    assert shown == f"{students[0].pk}:there"
    wrong = {"shown": shown, f"mark-{students[0].pk}": "absent"}
    gone = tutor.post(address(session), wrong, **asks)
    assert gone.status_code == 422
    assert "Nobody would be left" in gone.json()["message"]


def test_somebody_else_who_came_is_found_by_name_and_added(client_of, group, school, students):
    session = programme.awaiting_register(school, students[:2])
    late = people.student(school, tutor_group=group, given_name="Zebedee")
    tutor = client_of(Role.TUTOR, tutor_group=group)
    assert tutor.get(address(session), {"q": "zeb"}).context["found"] == [late]
    tutor.post(address(session, "walk_in"), {"student": late.pk})
    assert {line.student_id for line in lines(session)} == {late.pk}
    stranger = people.student(school)
    asked = tutor.post(address(session, "walk_in"), {"student": stranger.pk})
    assert asked.status_code == 404


def came(client, session, *names):
    return client.post(address(session, "names_came"), {"came": "\n".join(names)})


@pytest.fixture
def late(school, group):
    return people.student(
        school, tutor_group=group, given_name="Zebedee", preferred_name="Zeb", family_name="Ash"
    )


@pytest.mark.parametrize("name", ["Zebedee Ash", "zeb  ASH"])
def test_whose_name_was_noted_and_is_clear_is_put_on_the_register(
    client_of, group, school, students, late, name
):
    session = programme.awaiting_register(school, students[:2])
    tutor = client_of(Role.TUTOR, tutor_group=group)
    answer = came(tutor, session, name)
    assert answer.status_code == 200
    assert answer.json()["notice"] == f"{late.name} is on the register, marked as here."
    assert {line.student_id for line in lines(session)} == {late.pk}
    assert came(tutor, session, name).json()["notice"] == ""


def test_a_noted_name_that_is_not_clear_is_asked_about_and_guesses_nobody(
    client_of, group, school, students, late
):
    session = programme.awaiting_register(school, students[:2])
    for _ in range(2):
        people.student(school, tutor_group=group, given_name="Jo", family_name="Smith")
    people.student(school, given_name="Out", family_name="Side")
    tutor = client_of(Role.TUTOR, tutor_group=group)
    answer = came(tutor, session, "Zeb Ash", "Jo Smith", "Zeb", "Out Side")
    assert answer.status_code == 422
    told = answer.json()["message"]
    assert f"{late.name} is on the register" in told
    assert "2 students are called “Jo Smith”." in told
    assert "Nobody you see is called “Zeb”." in told
    assert "Nobody you see is called “Out Side”." in told
    assert {line.student_id for line in lines(session)} == {late.pk}


def test_a_name_sent_late_overrides_no_mark_made_meanwhile(
    client_of, group, school, students, late
):
    session = programme.awaiting_register(school, [*students[:2], late])
    take(session, students[:1], [late])
    assert came(client_of(Role.TUTOR, tutor_group=group), session, "Zeb Ash").status_code == 200
    assert {line.student_id for line in lines(session)} == {students[0].pk}


def test_names_for_a_session_that_was_taken_back_are_refused_with_the_reason(
    client_of, group, school, students, late
):
    session = programme.session(school, students)
    recording.withdraw(session=session, by=None)
    answer = came(client_of(Role.TUTOR, tutor_group=group), session, "Zeb Ash")
    assert (answer.status_code, "taken back" in answer.json()["message"]) == (422, True)


def test_the_script_that_keeps_registers_is_served_below_their_address(client_of):
    tutor = client_of(Role.TUTOR)
    answer = tutor.get(reverse("programme:register_worker"))
    assert answer["Content-Type"] == "text/javascript"
    assert b"addEventListener('fetch'" in answer.content


def test_a_register_takes_as_many_queries_for_forty_students_as_for_four(
    client_of, school, group, session, students, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tutor = client_of(Role.TUTOR, tutor_group=group)
    many = [people.student(school, tutor_group=group) for _ in range(40)]
    large = programme.awaiting_register(school, many)
    with CaptureQueriesContext(connection) as few:
        tutor.get(address(session))
        tutor.post(address(session), {"rest_there": "1"})
    with django_assert_max_num_queries(len(few)):
        tutor.get(address(large))
        tutor.post(address(large), {"rest_there": "1"})
