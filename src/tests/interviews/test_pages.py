"""The pages, by audience: who may open them and what they do."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.models import Action, Adviser, Availability, Interview
from fingerpost.interviews.services import actions, booking, records
from fingerpost.ledger.models import Entry
from fingerpost.students.models import CharacteristicValue, Student
from tests.factories import interviews as make
from tests.factories import people

TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def _url(name, *args):
    return reverse(f"interviews:{name}", args=args)


def _finished(interview, by=None):
    text = records.RecordText(
        "Wants to be a vet nurse.",
        ["further_education"],
        [],
        [(None, actions.ActionDetails("Ring the vet", due_on=dt.date(2030, 1, 1)))],
    )
    return records.save_record(
        interview=interview, text=text, version=0, by=by or people.person(), finish=True
    )


@pytest.fixture
def adviser(school):
    return make.adviser(school)


# The register and times ------------------------------------------------------------------------


def test_the_careers_leader_adds_an_adviser_and_hears_what_to_look_into(client_of, school):
    someone = people.person_with(Role.ADVISER, school=school)
    client = client_of(Role.CAREERS_LEADER)
    posted = {"person": someone.pk, "qualification_level": 4, "register": ""}
    page = client.post(_url("adviser_add"), posted, follow=True).content.decode()
    assert Adviser.objects.get().person == someone
    assert "Level 4" in page
    assert "Not on a professional register" in page


def test_a_series_of_times_runs_for_its_weeks_and_twice_adds_nothing(client_of, adviser, school):
    client = client_of(Role.CAREERS_LEADER)
    posted = {
        "on": TOMORROW.isoformat(),
        "starts_at": "09:00",
        "ends_at": "12:00",
        "weekdays": [str((TOMORROW.weekday() + 2) % 7)],
        "weeks": 3,
        "slot_minutes": 40,
        "room": people.room(school, is_confidential=False).pk,
        "open_to_students": "on",
    }
    page = client.post(_url("availability_add", adviser.pk), posted, follow=True).content.decode()
    assert "not marked as confidential" in page
    assert Availability.objects.count() == 6
    client.post(_url("availability_add", adviser.pk), posted)
    assert Availability.objects.count() == 6


def test_times_are_removed_but_booked_interviews_stay(client_of, adviser, school):
    given = make.availability(adviser)
    interview = make.interview(people.student(school), adviser)
    client = client_of(Role.CAREERS_LEADER)
    client.post(_url("availability_remove", adviser.pk), {"times": [given.pk]})
    assert not Availability.objects.exists()
    interview.refresh_from_db()
    assert interview.state == "booked"


def test_an_adviser_changes_their_own_times_only(client, adviser, school):
    other = make.adviser(school)
    client.force_login(adviser.person)
    assert client.get(_url("availability", adviser.pk)).status_code == 200
    assert client.get(_url("availability", other.pk)).status_code == 404


# Booking ---------------------------------------------------------------------------------------


def test_one_student_is_booked_with_the_page(client_of, adviser, school):
    make.availability(adviser)
    student = people.student(school)
    CharacteristicValue.objects.create(
        student=student, kind="in_care", value="yes", source="test", from_on=dt.date(2026, 1, 1)
    )
    client = client_of(Role.CAREERS_LEADER)
    address = f"{_url('book')}?students={student.pk}"
    page = client.get(address)
    assert "Suggested for this student" in page.content.decode()
    slot = page.context["slots"][0]
    client.post(address, {"slot": slot.key, "channel": "in_person"})
    assert Interview.objects.get().student == student


def test_a_tutor_group_is_booked_in_one_go(client_of, adviser, school):
    make.availability(adviser)
    group = people.tutor_group(school)
    students = [people.student(school, tutor_group=group) for _ in range(4)]
    make.interview(students[0], adviser, make.at(-30), state="held")
    client = client_of(Role.CAREERS_LEADER)
    address = f"{_url('book')}?tutor_group={group.pk}"
    page = client.get(address)
    form = page.context["form"]
    assert [student for student, _ in form.rows] == [*students[1:], students[0]]
    assert page.context["left_over"] == [students[0]]
    posted = {f"slot_{student.pk}": slot.key for student, slot in form.rows if slot}
    page = client.post(address, {**posted, "channel": "in_person"}, follow=True)
    assert Interview.objects.filter(state="booked").count() == 3
    assert "For 1 student none was booked" in page.content.decode()


def test_one_time_for_two_students_is_sent_back(client_of, adviser, school):
    make.availability(adviser)
    students = [people.student(school) for _ in range(2)]
    client = client_of(Role.CAREERS_LEADER)
    address = f"{_url('book')}?students={students[0].pk},{students[1].pk}"
    key = client.get(address).context["slots"][0].key
    posted = {f"slot_{student.pk}": key for student in students}
    page = client.post(address, {**posted, "channel": "in_person"})
    assert "both have" in page.content.decode()
    assert not Interview.objects.exists()


def test_students_of_another_school_are_not_booked(client_of, adviser):
    stranger = people.student(people.school())
    client = client_of(Role.CAREERS_LEADER)
    page = client.get(f"{_url('book')}?students={stranger.pk}")
    assert str(stranger) not in page.content.decode()


def test_the_list_marks_several_as_held(client_of, adviser, school):
    found = [make.interview(people.student(school), adviser, make.at(-1)) for _ in range(2)]
    client = client_of(Role.CAREERS_LEADER)
    client.post(_url("attendance"), {"interviews": [i.pk for i in found], "mark": "held"})
    assert Entry.objects.filter(kind="guidance_interview").count() == 2


@pytest.mark.parametrize("name", ["detail", "move", "cancel", "prepare", "record"])
def test_another_schools_interview_is_not_found(client_of, name):
    elsewhere = people.school()
    interview = make.interview(people.student(elsewhere), make.adviser(elsewhere))
    assert client_of(Role.CAREERS_LEADER).get(_url(name, interview.pk)).status_code == 404


@pytest.mark.parametrize("name", ["detail", "move", "cancel", "prepare", "record"])
def test_each_page_of_an_interview_opens(client_of, adviser, school, name):
    make.availability(adviser)
    interview = make.interview(people.student(school), adviser)
    assert client_of(Role.CAREERS_LEADER).get(_url(name, interview.pk)).status_code == 200


def test_the_pack_shows_only_what_the_viewer_may_see(client, adviser, school):
    student = people.student(school)
    for kind, value in [("ethnicity", "WBRI"), ("attendance", "93.5"), ("in_care", "yes")]:
        CharacteristicValue.objects.create(
            student=student, kind=kind, value=value, source="CTF", from_on=dt.date(2026, 1, 1)
        )
    interview = make.interview(student, adviser)
    client.force_login(adviser.person)
    page = client.get(_url("prepare", interview.pk)).content.decode()
    assert "93.5%" in page
    assert "In care" in page
    assert "WBRI" not in page


# Students --------------------------------------------------------------------------------------


@pytest.fixture
def student_client(client_of, school):
    client = client_of(Role.STUDENT)
    client.student = Student.objects.get(person=client.person)
    return client


def test_a_student_books_moves_and_cancels(student_client, adviser):
    make.availability(adviser)
    slots = student_client.get(_url("book_own")).context["slots"]
    student_client.post(_url("book_own"), {"slot": slots[0].key, "reason": "Vets"})
    interview = Interview.objects.get()
    assert (interview.student, interview.reason) == (student_client.student, "Vets")
    student_client.post(_url("move_own", interview.pk), {"slot": slots[1].key})
    interview.refresh_from_db()
    assert interview.starts_at == slots[1].starts_at
    student_client.post(_url("cancel_own", interview.pk), {"because": ""})
    interview.refresh_from_db()
    assert interview.state == "cancelled"


def test_a_student_reaches_no_other_students_interview_record_or_action(
    student_client, adviser, school
):
    interview = make.interview(people.student(school), adviser, make.at(-1))
    written = _finished(interview)
    action = Action.objects.get()
    assert student_client.get(_url("own_record", written.pk)).status_code == 404
    assert student_client.get(_url("move_own", interview.pk)).status_code == 404
    assert student_client.get(_url("cancel_own", interview.pk)).status_code == 404
    assert student_client.get(_url("own_action_done", action.pk)).status_code == 404
    assert student_client.post(_url("share_record", written.pk)).status_code == 404


def test_a_student_sees_nothing_of_a_record_before_it_is_given_to_them(student_client, adviser):
    interview = make.interview(student_client.student, adviser, make.at(-1))
    text = records.RecordText("Secret", [], [], [(None, actions.ActionDetails("Hidden step"))])
    records.save_record(interview=interview, text=text, version=0, by=people.person())
    page = student_client.get(_url("plan")).content.decode()
    assert "Hidden step" not in page
    assert student_client.get(_url("own_record", interview.record.pk)).status_code == 404


def test_a_student_reads_does_and_tells(student_client, adviser):
    written = _finished(make.interview(student_client.student, adviser, make.at(-1)))
    assert "Ring the vet" in student_client.get(_url("plan")).content.decode()
    student_client.post(_url("own_record", written.pk), {"comment": "That helped"})
    written.refresh_from_db()
    assert written.acknowledged_at
    action = Action.objects.get()
    student_client.post(_url("own_action_done", action.pk), {"what_came_of_it": "I have a visit"})
    action.refresh_from_db()
    assert (action.state, action.what_came_of_it) == ("done", "I have a visit")
    student_client.post(_url("own_action_reopen", action.pk))
    action.refresh_from_db()
    assert action.state == "open"
    assert not Entry.objects.filter(
        kind="action_done", superseded_by__isnull=True, is_void=False
    ).exists()


def test_an_idea_becomes_a_step_once(student_client):
    from fingerpost.pathways.models import Idea

    student = student_client.student
    idea = Idea.objects.create(school=student.school, student=student, title="Vet nurse")
    posted = {"what": "Find out more about Vet nurse", "due_on": "2030-01-01"}
    for _ in range(2):
        student_client.post(_url("action_from_idea", idea.pk), posted)
    assert Action.objects.get().idea == idea
    assert Entry.objects.get(kind="action_agreed").due_on == dt.date(2030, 1, 1)


def test_a_step_from_an_idea_has_a_day_and_one_is_put_down(student_client):
    from fingerpost.pathways.models import Idea

    student = student_client.student
    idea = Idea.objects.create(school=student.school, student=student, title="Vet nurse")
    url = _url("action_from_idea", idea.pk)
    soon = timezone.localdate() + dt.timedelta(days=14)
    assert student_client.get(url).context["form"].initial["due_on"] == soon
    for day in ("", "2020-01-01", "2199-01-01"):
        student_client.post(url, {"what": "Find out more", "due_on": day})
    assert not Action.objects.exists()


# Families --------------------------------------------------------------------------------------


def test_a_parent_sees_what_is_shared_and_nothing_else(client_of, adviser, school):
    child = people.student(school)
    shared = _finished(make.interview(child, adviser, make.at(-1)))
    client = client_of(Role.PARENT, child=child)
    assert "vet nurse" not in client.get(_url("family", child.pk)).content.decode()
    records.share_with_family(written=shared, by=people.person())
    page = client.get(_url("family", child.pk)).content.decode()
    assert "vet nurse" in page
    assert "Ring the vet" in page
    records.stop_sharing_with_family(written=shared, by=people.person())
    assert "vet nurse" not in client.get(_url("family", child.pk)).content.decode()


def test_a_parent_does_not_read_what_was_said_about_a_step_afterwards(client_of, adviser, school):
    child, by = people.student(school), people.person()
    shared = _finished(make.interview(child, adviser, make.at(-1)))
    records.share_with_family(written=shared, by=by)
    step = shared.actions.first()
    actions.close_action(action=step, state="done", by=by, what_came_of_it="Went with her aunt")
    page = client_of(Role.PARENT, child=child).get(_url("family", child.pk)).content.decode()
    assert step.what in page
    assert "aunt" not in page


def test_a_parent_reaches_no_other_child(client_of, adviser, school):
    child, other = people.student(school), people.student(school)
    records.share_with_family(
        written=_finished(make.interview(other, adviser, make.at(-1))), by=people.person()
    )
    client = client_of(Role.PARENT, child=child)
    assert client.get(_url("family", other.pk)).status_code == 404


# Actions ---------------------------------------------------------------------------------------


def _overdue(student):
    details = actions.ActionDetails("Send the form", due_on=dt.date(2026, 1, 1))
    return actions.add_action(student=student, details=details, source="tutor", by=people.person())


def test_a_tutor_chases_and_closes_the_actions_of_their_group_only(client_of, school):
    group = people.tutor_group(school)
    own = _overdue(people.student(school, tutor_group=group))
    other = _overdue(people.student(school))
    client = client_of(Role.TUTOR, tutor_group=group)
    page = client.get(_url("actions"))
    assert list(page.context["found"]) == [own]
    both = {"actions": [own.pk, other.pk]}
    client.post(_url("actions_bulk"), {**both, "deed": "chase"})
    own.refresh_from_db()
    other.refresh_from_db()
    assert own.chased_at
    assert not other.chased_at
    client.post(_url("actions_bulk"), {**both, "deed": "done"})
    assert Entry.objects.get(kind="action_done").about == f"action:{own.pk}"
    assert client.get(_url("action_close", other.pk)).status_code == 404


def test_a_chased_step_says_so_on_the_students_plan(student_client):
    action = _overdue(student_client.student)
    actions.chase_actions(actions=[action], by=people.person())
    page = student_client.get(_url("plan")).content.decode()
    assert "Your school asked about this" in page
    assert "Late" in page


def test_one_action_is_closed_with_what_came_of_it(client_of, school):
    action = _overdue(people.student(school))
    client = client_of(Role.CAREERS_LEADER)
    client.post(_url("action_close", action.pk), {"state": "dropped", "what_came_of_it": "Moved"})
    assert Entry.objects.get(kind="action_dropped").summary == "Moved"


# Lists do not grow queries ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["list", "actions", "book"])
def test_a_longer_list_takes_no_more_queries(
    client_of, adviser, school, name, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(Role.CAREERS_LEADER)
    group = people.tutor_group(school)
    make.availability(adviser, ends_at=dt.time(17, 0), slot_minutes=15)
    address = _url(name)
    if name == "book":
        address += f"?tutor_group={group.pk}"

    def add(number):
        for _ in range(number):
            student = people.student(school, tutor_group=group)
            _overdue(student)
            make.interview(student, adviser, make.at(0, hour=0), state="missed")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    add(5)
    client.get(address)
    few = queries()
    add(20)
    assert queries() == few


def test_the_students_plan_takes_no_more_queries_with_more_steps(student_client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (3, 15):
        for step in range(number):
            details = actions.ActionDetails(f"Step {number} {step}")
            actions.add_action(
                student=student_client.student, details=details, source="student", by=None
            )
        with CaptureQueriesContext(connection) as captured:
            student_client.get(_url("plan"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_follow_up_is_booked_from_the_interview_it_follows(client_of, adviser, school):
    make.availability(adviser)
    student = people.student(school)
    first = make.interview(student, adviser, make.at(-1), state="held")
    client = client_of(Role.CAREERS_LEADER)
    address = f"{_url('book')}?students={student.pk}&follows={first.pk}"
    slot = client.get(address).context["slots"][0]
    client.post(address, {"slot": slot.key, "channel": "phone"})
    follow_up = Interview.objects.get(follows=first)
    assert follow_up.room is None
    assert booking.about(follow_up) == f"interview:{follow_up.pk}"


def test_a_step_that_someone_else_does_is_not_the_students_to_close(student_client):
    details = actions.ActionDetails("Ask for the grade", owner="tutor")
    action = actions.add_action(
        student=student_client.student, details=details, source="tutor", by=people.person()
    )
    page = student_client.get(_url("plan")).content.decode()
    assert "Ask for the grade" in page
    assert "I did it" not in page
    assert student_client.get(_url("own_action_done", action.pk)).status_code == 404


def test_a_student_sees_why_their_interview_was_cancelled(client_of, student_client, adviser):
    interview = make.interview(student_client.student, adviser)
    booking.cancel(interview=interview, because="The adviser is ill", by=people.person())
    assert "The adviser is ill" in student_client.get(_url("plan")).content.decode()


def test_details_of_an_interview_are_changed_on_its_page(client_of, adviser, school):
    interview = make.interview(people.student(school), adviser)
    client = client_of(Role.CAREERS_LEADER)
    posted = {"accompanying_adult": "Ms Kay", "minutes": 50}
    assert client.post(_url("detail", interview.pk), posted).status_code == 302
    interview.refresh_from_db()
    assert (interview.accompanying_adult, interview.minutes) == ("Ms Kay", 50)


def test_an_empty_record_is_not_found_fault_with(client, adviser, school):
    interview = make.interview(people.student(school), adviser, make.at(-1))
    client.force_login(adviser.person)
    page = client.get(_url("record", interview.pk)).content.decode()
    assert "what is still missing" in page
    assert "Important" not in page
    page = client.post(_url("record_review", interview.pk), {"main_points": "Vets"})
    assert "Important" in page.content.decode()
