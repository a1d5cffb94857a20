"""What students mean to do next: recorded by themselves, for one student, for a group."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.destinations import selectors, services
from fingerpost.destinations.forms import NOT_SURE
from fingerpost.destinations.models import Intention
from fingerpost.destinations.services import Choice
from fingerpost.ledger.models import Entry
from fingerpost.ledger.services import standing_about
from tests.factories import people

pytestmark = pytest.mark.django_db
MINE = reverse("destinations:mine")
ANSWERS = {"route": "apprenticeship", "how_sure": 4, "fallback_route": "further_education"}


@pytest.fixture
def me(client_of, school):
    client = client_of(Role.STUDENT, tutor_group=people.tutor_group(school, year_group=11))
    client.student = client.person.student
    return client


def record(student, route="apprenticeship", how_sure=4, fallback="", note=""):
    return services.record_intention(
        student=student, choice=Choice(route, how_sure, fallback, note), by=None
    )


def test_a_plan_is_two_lines_the_route_and_the_second_plan(me):
    assert me.post(MINE, ANSWERS).url == MINE
    first, second = Entry.objects.order_by("id")
    assert (first.kind, first.point, first.strength) == ("intention_recorded", "post_16", 4)
    assert first.routes == ["apprenticeship"]
    assert (second.about, second.routes, second.point) == (
        "fallback",
        ["further_education"],
        "post_16",
    )
    assert Event.objects.filter(deed="added", student_id=me.student.pk).count() == 1


def test_not_sure_yet_is_an_answer(me):
    me.post(MINE, {"route": NOT_SURE, "how_sure": 1})
    assert Intention.objects.get().route == ""
    assert Entry.objects.get().routes == []


def test_sure_of_nothing_is_asked_again(me):
    page = me.post(MINE, {"route": NOT_SURE, "how_sure": 5})
    assert "You said you are not sure yet" in page.content.decode()
    with pytest.raises(services.SureOfNothing):
        record(me.student, "", 5)
    assert not Intention.objects.exists()


def test_the_second_plan_is_another_route(me):
    page = me.post(MINE, {**ANSWERS, "fallback_route": "apprenticeship"})
    assert "not the same as the first" in page.content.decode()


def test_the_same_plan_sent_twice_is_kept_once(me):
    for _ in range(2):
        me.post(MINE, ANSWERS)
    assert Intention.objects.count() == 1
    assert Entry.objects.count() == 2


def test_a_changed_mind_keeps_what_was_said_before(me):
    me.post(MINE, ANSWERS)
    me.post(MINE, {**ANSWERS, "route": "t_level"})
    said = [row.route for row in selectors.intentions_of(me.student)]
    assert said == ["t_level", "apprenticeship"]
    assert "Apprenticeship" in me.get(MINE).content.decode()


def test_a_second_plan_given_up_is_withdrawn(me):
    record(me.student, fallback="further_education")
    record(me.student, fallback="")
    assert standing_about("fallback") == []


def test_nobody_elses_second_plan_is_withdrawn(me, school):
    other = people.student(school, year_group=11)
    for student in (me.student, other):
        record(student, fallback="further_education")
    record(me.student, fallback="")
    assert [line.student_id for line in standing_about("fallback")] == [other.pk]


def test_no_route_is_chosen_beforehand(me):
    page = me.get(MINE).content.decode()
    assert not re.search(r"<input[^>]*type=\"radio\"[^>]*checked", page)


def test_every_route_stands_first_equally_often(school):
    today = timezone.localdate()
    offered = selectors.routes_at("post_16", today)
    first = [selectors.routes_for(people.student(school), "post_16", today)[0] for _ in offered]
    assert set(first) == set(offered)


def test_university_is_not_a_route_after_year_11(me):
    names = {name for name, _ in me.get(MINE).context["form"].fields["route"].choices}
    assert "university" not in names
    assert "apprenticeship" in names
    with pytest.raises(services.NotARoute):
        record(me.student, "university")


def test_gcse_options_are_about_subjects_and_the_route_may_wait(client_of, school):
    client = client_of(Role.STUDENT, tutor_group=people.tutor_group(school, year_group=9))
    client.post(MINE, {"note": "Art and history", "how_sure": 4, "route": NOT_SURE})
    said = Intention.objects.get()
    assert (said.point, said.how_sure, said.note) == ("options", 4, "Art and history")
    assert Entry.objects.get().strength == 4


def test_year_7_has_no_choice_to_make(client_of, school):
    client = client_of(Role.STUDENT, tutor_group=people.tutor_group(school, year_group=7))
    assert "No big choice yet" in client.get(MINE).content.decode()
    client.post(MINE, ANSWERS)
    assert not Intention.objects.exists()


@pytest.fixture
def group(school):
    return people.tutor_group(school, year_group=11)


@pytest.fixture
def students(school, group):
    return [people.student(school, tutor_group=group) for _ in range(3)]


def row(student, route="apprenticeship", sure="4", fallback=""):
    return {
        f"s{student.pk}-route": route,
        f"s{student.pk}-how_sure": sure,
        f"s{student.pk}-fallback_route": fallback,
    }


def test_only_changed_lines_of_the_table_are_saved(client_of, group, students):
    record(students[0], note="Mine")
    tutor = client_of(Role.TUTOR, tutor_group=group)
    address = reverse("destinations:group", args=[group.pk])
    sent = row(students[0]) | row(students[1], "t_level", "2") | row(students[2], "", "")
    page = tutor.post(address, sent, follow=True)
    assert "Saved for 1 student." in page.content.decode()
    assert Intention.objects.count() == 2
    tutor.post(address, row(students[0], sure="5") | row(students[1], "t_level", "2"))
    assert selectors.current_intention(students[0], "post_16").note == "Mine"


def test_a_line_that_says_too_little_is_named_and_nothing_is_saved(client_of, group, students):
    tutor = client_of(Role.TUTOR, tutor_group=group)
    sent = row(students[0]) | row(students[1], "t_level", "")
    page = tutor.post(reverse("destinations:group", args=[group.pk]), sent)
    assert f"Say how sure {students[1].name} is." in page.content.decode()
    assert not Intention.objects.exists()


def test_a_tutor_records_for_one_student(client_of, group, students):
    tutor = client_of(Role.TUTOR, tutor_group=group)
    address = reverse("destinations:student", args=[students[0].pk])
    assert tutor.get(address).status_code == 200
    looked = Event.objects.get(deed="looked")
    assert (looked.actor, looked.student_id) == (tutor.person, students[0].pk)
    assert tutor.post(address, ANSWERS).status_code == 302
    assert Entry.objects.first().recorded_by == tutor.person


def test_another_tutors_or_schools_students_are_not_found(client_of, school, group, students):
    elsewhere = people.school()
    far_group = people.tutor_group(elsewhere, year_group=11)
    far = people.student(elsewhere, tutor_group=far_group)
    tutor = client_of(Role.TUTOR, tutor_group=people.tutor_group(school, year_group=11))
    for pk in (far.pk, students[0].pk):
        assert tutor.get(reverse("destinations:student", args=[pk])).status_code == 404
    for pk in (far_group.pk, group.pk):
        assert tutor.get(reverse("destinations:group", args=[pk])).status_code == 404


@pytest.mark.parametrize("role", sorted(Role))
def test_who_may_open_the_pages(client_of, role):
    client = client_of(role)
    guides = {Role.TUTOR, Role.ADVISER, Role.CAREERS_LEADER, Role.SENCO, Role.SENIOR_LEADER}
    groups = client.get(reverse("destinations:groups")).status_code
    assert groups == (200 if role in guides else 403)
    assert client.get(MINE).status_code == (200 if role == Role.STUDENT else 403)


def test_a_group_of_thirty_takes_no_more_queries_than_one_of_five(client_of, school, group):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tutor = client_of(Role.TUTOR, tutor_group=group)
    address = reverse("destinations:group", args=[group.pk])

    def look(route):
        sent = {}
        for student in group.students.all():
            sent |= row(student, route)
        with CaptureQueriesContext(connection) as asked:
            tutor.get(address)
            assert tutor.post(address, sent).status_code == 302
        return len(asked)

    for _ in range(5):
        people.student(school, tutor_group=group)
    look("t_level")
    few = look("apprenticeship")
    for _ in range(25):
        people.student(school, tutor_group=group)
    assert look("further_education") <= few
