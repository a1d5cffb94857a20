"""The pages of the programme, in a browser without JavaScript."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.ledger.services import standing_about
from fingerpost.programme.models import GroupSession
from fingerpost.programme.services import recording as services
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
RECORD = reverse("programme:record")


@pytest.fixture
def group(school):
    return people.tutor_group(school, "10A")


@pytest.fixture
def students(school, group):
    return [people.student(school, tutor_group=group) for _ in range(4)]


@pytest.fixture
def tutor(client_of, group):
    return client_of(Role.TUTOR, tutor_group=group)


def answers(students, **changed):
    return {
        "kind": "careers_lesson",
        "on": timezone.localdate().isoformat(),
        "channel": "in_person",
        "in_school_hours": "on",
        "form_key": str(uuid.uuid4()),
        "students": ",".join(str(student.pk) for student in students),
        **changed,
    }


def test_a_tutor_with_one_group_sees_its_students_at_once(tutor, students):
    page = tutor.get(RECORD)
    assert page.status_code == 200
    form = page.context["form"]
    assert {key for key, _ in form.fields["absent"].choices} == {str(s.pk) for s in students}
    assert form["on"].value() == timezone.localdate()


def test_two_answers_and_a_tick_record_a_session(tutor, students):
    sent = tutor.post(RECORD, answers(students, absent=[students[1].pk]))
    session = GroupSession.objects.get()
    assert sent.url == reverse("programme:session", args=[session.pk])
    there = {line.student_id for line in standing_about(services.about(session))}
    assert there == {students[0].pk, students[2].pk, students[3].pk}
    assert session.recorded_by == tutor.person


def test_sending_the_page_twice_records_one_session(tutor, students):
    sent = answers(students)
    first, second = tutor.post(RECORD, sent), tutor.post(RECORD, sent)
    assert first.url == second.url
    assert GroupSession.objects.count() == 1


def test_students_chosen_on_another_page_are_listed(client_of, school, students):
    leader = client_of(Role.CAREERS_LEADER)
    page = leader.get(RECORD, {"students": f"{students[0].pk},{students[2].pk},nonsense"})
    assert page.context["students"] == [students[0], students[2]]


def test_a_whole_year_can_be_chosen(client_of, school, students):
    leader = client_of(Role.CAREERS_LEADER)
    people.student(school, year_group=9)
    assert set(leader.get(RECORD, {"year": 10}).context["students"]) == set(students)


def test_a_student_who_left_is_not_offered(tutor, school, group, students):
    people.student(school, tutor_group=group, left_on=timezone.localdate() - dt.timedelta(days=9))
    assert len(tutor.get(RECORD).context["students"]) == len(students)


def test_another_tutors_student_cannot_be_recorded(tutor, school, students):
    stranger = people.student(school)
    page = tutor.post(RECORD, answers([*students, stranger]))
    assert page.status_code == 200
    assert "list of students has changed" in page.content.decode()
    assert not GroupSession.objects.exists()


def test_another_schools_student_cannot_be_recorded(client_of, students):
    leader = client_of(Role.CAREERS_LEADER)
    stranger = people.student(people.school())
    leader.post(RECORD, answers([stranger]))
    assert not GroupSession.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": ""}, "What was it?"),
        ({"kind": "guidance_interview"}, "Select a valid choice"),
        ({"on": "2999-01-01"}, "once it has taken place"),
        ({"on": "1999-01-01"}, "September 2012"),
        ({"kind": "subject_lesson"}, "which subject"),
        ({"minutes": "0"}, "greater than or equal to 5"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(tutor, students, changed, sentence):
    page = tutor.post(RECORD, answers(students, **changed))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not GroupSession.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.STUDENT, Role.PARENT, Role.GOVERNOR, Role.ADMINISTRATOR, Role.SENIOR_LEADER]
)
def test_only_recording_roles_record(client_of, role):
    assert client_of(role).get(RECORD).status_code == 403


@pytest.mark.parametrize("name", ["session", "change", "register", "withdraw", "judge"])
def test_a_session_of_another_school_or_group_is_not_found(client_of, school, name):
    elsewhere = people.school()
    far = programme.session(elsewhere, [people.student(elsewhere)])
    near = programme.session(school, [people.student(school)])
    tutor = client_of(Role.TUTOR, tutor_group=people.tutor_group(school))
    for session in (far, near):
        assert tutor.get(reverse(f"programme:{name}", args=[session.pk])).status_code == 404


def test_a_tutor_sees_only_their_own_students_of_an_assembly(tutor, school, students):
    other = people.student(school, given_name="Hidden", family_name="Elsewhere")
    session = programme.session(school, [*students, other])
    page = tutor.get(reverse("programme:session", args=[session.pk]))
    words = page.content.decode()
    assert "Hidden Elsewhere" not in words
    assert "1 more student in other groups was down for it" in words


def test_a_tutor_puts_right_their_own_students_in_an_assembly_of_someone_else(
    tutor, school, students
):
    other = people.student(school)
    session = programme.session(school, [*students, other], absent=[other])
    address = reverse("programme:register", args=[session.pk])
    shown = tutor.get(address).context["form"]["shown"].value()
    marks = {f"mark-{students[0].pk}": "absent", f"mark-{other.pk}": "there"}
    tutor.post(address, {"shown": shown, **marks})
    assert not session.attendance.get(student=students[0]).was_present
    assert not session.attendance.get(student=other).was_present


def test_details_and_the_whole_session_are_changed_only_by_whoever_entered_it(
    tutor, school, students
):
    session = programme.session(school, students)
    for name in ("change", "withdraw"):
        assert tutor.get(reverse(f"programme:{name}", args=[session.pk])).status_code == 404
    assert tutor.post(reverse("programme:bring_back", args=[session.pk])).status_code == 404


def test_a_session_is_taken_back_and_brought_back(tutor, school, students):
    session = programme.session(school, students, by=tutor.person)
    page = tutor.post(reverse("programme:withdraw", args=[session.pk]), follow=True)
    assert "Undo: bring it back" in page.content.decode()
    assert list(tutor.get(reverse("programme:sessions")).context["page_of"]) == []
    page = tutor.post(reverse("programme:bring_back", args=[session.pk]), follow=True)
    assert "counts again" in page.content.decode()
    assert len(standing_about(services.about(session))) == len(students)


def test_details_changed_on_the_page_are_kept(tutor, school, students):
    session = programme.session(school, students, by=tutor.person)
    address = reverse("programme:change", args=[session.pk])
    assert tutor.get(address).status_code == 200
    sent = answers(students, title="Jobs at sea", routes=["apprenticeship"])
    assert tutor.post(address, sent).status_code == 302
    session.refresh_from_db()
    assert (session.title, session.routes) == ("Jobs at sea", ["apprenticeship"])


def test_the_list_is_narrowed_by_kind_date_and_words(tutor, school, students):
    talk = programme.session(
        school, students, kind="employer_talk", title="At sea", on=dt.date(2026, 10, 5)
    )
    programme.session(school, students, title="Jobs", on=dt.date(2026, 11, 5))
    for query in ({"kind": "employer_talk"}, {"until": "2026-10-31"}, {"words": "SEA"}):
        page = tutor.get(reverse("programme:sessions"), query)
        assert list(page.context["page_of"]) == [talk]


def test_present_is_counted_over_all_students(tutor, school, students):
    programme.session(school, students, absent=students[:1])
    found = tutor.get(reverse("programme:sessions")).context["page_of"][0]
    assert (found.present, found.down_for_it) == (3, 4)


def test_pages_ask_no_more_queries_for_thirty_students_than_for_five(
    tutor, school, group, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def look():
        session = programme.session(school, list(group.students.all()), by=tutor.person)
        with CaptureQueriesContext(connection) as asked:
            tutor.get(RECORD)
            tutor.get(reverse("programme:session", args=[session.pk]))
            tutor.get(reverse("programme:register", args=[session.pk]))
            tutor.get(reverse("programme:sessions"))
        return len(asked)

    for _ in range(5):
        people.student(school, tutor_group=group)
    few = look()
    for _ in range(25):
        people.student(school, tutor_group=group)
    assert look() <= few
