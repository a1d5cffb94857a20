"""Applications: kept in a couple of taps, told to the ledger, seen by those who may."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import RoleHolding
from fingerpost.accounts.viewer import Viewer
from fingerpost.audit.models import Event
from fingerpost.calendars.selectors import lines_for
from fingerpost.choices.enums import KIND_OF_STATE, ApplicationState
from fingerpost.choices.models import Application
from fingerpost.choices.selectors.applications import due_soon
from fingerpost.choices.services import applications as services
from fingerpost.choices.services.applications import ApplicationRefused, Particulars
from fingerpost.interviews.models import Action
from fingerpost.ledger.models import Entry
from fingerpost.pathways.models import Opportunity
from fingerpost.pathways.services.ideas import Words, save_idea
from tests.factories import people

pytestmark = pytest.mark.django_db
MINE = reverse("choices:mine")
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=9)
ANSWERS = {
    "title": "Car mechanic",
    "provider": "Made Motors",
    "route": "apprenticeship",
    "level": "2",
    "state": "thinking",
    "close_on": SOON.isoformat(),
}


def add(student, title="Car mechanic", route="apprenticeship", **fields):
    state = fields.pop("state", ApplicationState.THINKING)
    particulars = Particulars(title=title, route=route, **fields)
    made, _ = services.add_application(
        student=student, particulars=particulars, by=None, state=state
    )
    return made


def address(name, application):
    return reverse(f"choices:{name}", args=[application.pk])


def kinds():
    return [line.kind for line in Entry.objects.order_by("id")]


def test_an_application_is_kept_and_told_to_the_ledger(me):
    assert me.post(reverse("choices:add"), ANSWERS).url == MINE
    kept, line = Application.objects.get(), Entry.objects.get()
    assert (kept.student, kept.point, kept.state) == (me.student, "post_16", "thinking")
    assert (line.kind, line.routes, line.point) == (
        "application_planned",
        ["apprenticeship"],
        "post_16",
    )
    assert (line.strength, line.due_on, line.about) == (2, SOON, f"application:{kept.pk}")
    assert Event.objects.filter(deed="added", student_id=me.student.pk).count() == 1


def test_sent_twice_it_is_kept_once(me):
    for _ in range(2):
        me.post(reverse("choices:add"), ANSWERS)
    me.post(reverse("choices:add"), {**ANSWERS, "title": "car MECHANIC"})
    assert Application.objects.count() == Entry.objects.count() == 1


def test_a_place_of_the_schools_list_is_taken_with_one_press(me, school):
    place = Opportunity.objects.create(
        school=school,
        provider="Made College",
        title="Art",
        route="further_education",
        level=3,
        apply_by=SOON,
        expires_on=SOON,
        checked_on=TODAY,
    )
    assert "Art" in me.get(reverse("choices:near")).content.decode()
    me.post(reverse("choices:take_near", args=[place.pk]))
    kept = Application.objects.get()
    assert (kept.opportunity, kept.level, kept.close_on) == (place, 3, SOON)


def test_an_open_day_is_no_place_to_apply_for(me, school):
    day = Opportunity.objects.create(
        school=school,
        provider="Made College",
        title="Look round",
        route="further_education",
        kind="open_day",
        open_day=SOON,
        expires_on=SOON,
        checked_on=TODAY,
    )
    assert "Look round" not in me.get(reverse("choices:near")).content.decode()
    assert me.post(reverse("choices:take_near", args=[day.pk])).status_code == 404


def test_an_idea_fills_the_form_in(me):
    save_idea(student=me.student, words=Words("Farrier", "apprenticeship"), by=None)
    page = me.get(reverse("choices:add"))
    [(title, query)] = page.context["ideas"]
    form = me.get(f"{reverse('choices:add')}?{query}").context["form"]
    assert (title, form["title"].value(), form["route"].value()) == (
        "Farrier",
        "Farrier",
        "apprenticeship",
    )


def test_a_place_of_another_school_is_not_there(me):
    place = Opportunity.objects.create(
        school=people.school(),
        provider="Far College",
        title="Art",
        route="further_education",
        expires_on=SOON,
        checked_on=TODAY,
    )
    assert me.post(reverse("choices:take_near", args=[place.pk])).status_code == 404
    assert not Application.objects.exists()


@pytest.mark.parametrize("state", ApplicationState.values)
def test_one_press_says_how_far_it_is(me, state):
    kept = add(me.student, state="applying")
    me.post(address("move", kept), {"state": state})
    kept.refresh_from_db()
    assert kept.state == state
    assert kinds()[-1] == KIND_OF_STATE[state]
    assert (kept.applied_on == TODAY) == (state == "applied")


def test_the_same_press_again_changes_nothing(me):
    kept = add(me.student)
    for _ in range(2):
        me.post(address("move", kept), {"state": "applied"})
    assert kinds() == ["application_planned", "application_made"]
    assert me.post(address("move", kept), {"state": "no such"}).status_code == 404


def test_notes_change_nothing_in_the_ledger_and_a_date_does(me):
    kept = add(me.student)
    change = reverse("choices:change", args=[kept.pk])
    same = {"title": kept.title, "route": kept.route}
    me.post(change, {**same, "notes": "Ask about the bus"})
    assert len(kinds()) == 1
    me.post(change, {**same, "notes": "Ask about the bus", "close_on": SOON.isoformat()})
    assert len(kinds()) == 2
    kept.refresh_from_db()
    assert (kept.notes, kept.close_on) == ("Ask about the bus", SOON)


def test_a_conditional_offer_says_what_is_needed(me):
    kept = add(me.student, state="offer", conditions="5 GCSEs at grade 5")
    assert kept.conditions in me.get(MINE).content.decode()


def test_put_away_and_brought_back(me):
    kept = add(me.student)
    me.post(address("remove", kept))
    assert kinds()[-1] == "application_ended"
    me.post(address("bring_back", kept))
    assert kinds()[-1] == "application_planned"
    assert Application.objects.get().removed_at is None


def test_two_of_one_name_do_not_come_back(me):
    kept = add(me.student)
    services.remove_application(application=kept, by=None)
    add(me.student)
    with pytest.raises(ApplicationRefused):
        services.bring_back(application=kept, by=None)


def test_what_is_no_place_to_go_on_to_is_refused(me):
    with pytest.raises(ApplicationRefused):
        add(me.student, route="university")
    with pytest.raises(ApplicationRefused):
        add(me.student, title="  ")
    assert not Entry.objects.exists()


def test_years_7_to_9_apply_for_nothing(client_of, school):
    client = client_of(Role.STUDENT, tutor_group=people.tutor_group(school, year_group=9))
    assert client.get(reverse("choices:add")).status_code == 404
    assert "Where I apply" not in client.get(MINE).content.decode()
    with pytest.raises(ApplicationRefused):
        add(client.person.student)


def test_what_is_due_in_a_fortnight_is_on_the_start_page_and_no_longer_once_sent(me):
    kept = add(me.student, close_on=SOON)
    add(me.student, title="Later", close_on=TODAY + dt.timedelta(days=15))
    add(me.student, title="Past", close_on=TODAY - dt.timedelta(days=1))
    assert [due.application for due in due_soon(me.student, TODAY)] == [kept]
    assert "It closes on" in me.get("/").content.decode()
    services.move_application(application=kept, state="applied", by=None)
    assert due_soon(me.student, TODAY) == []


@pytest.mark.parametrize(
    ("state", "day"), [("interview", "interview_on"), ("offer", "reply_by"), ("applied", "")]
)
def test_each_state_has_the_day_that_matters(me, state, day):
    days = dict.fromkeys(("close_on", "reply_by"), SOON) | ({day: SOON} if day else {})
    add(me.student, state=state, **days)
    assert [due.what for due in due_soon(me.student, TODAY)] == ([day] if day else [])


def test_one_press_makes_it_a_step_of_the_plan(me):
    kept = add(me.student, close_on=SOON)
    for _ in range(2):
        me.post(address("plan", kept))
    step = Action.objects.get()
    assert (step.student, step.due_on, step.what) == (me.student, SOON, "Apply: Car mechanic")


def test_the_calendar_has_the_day_and_not_what_for(me):
    add(me.student, title="Secret job", close_on=SOON)
    held = tuple(RoleHolding.objects.filter(person=me.person))
    viewer = Viewer(me.person, me.student.school, held)
    [line] = lines_for(viewer, TODAY)
    assert (line.starts, line.summary) == (SOON, "Something you may apply for closes")


def test_another_students_application_is_not_found(me, school):
    other = add(people.student(school, year_group=11))
    for name in ("move", "plan", "share", "remove", "bring_back", "change"):
        assert me.post(address(name, other), {"state": "applied"}).status_code == 404
    other.refresh_from_db()
    assert other.state == "thinking"


def test_a_parent_sees_what_is_shown_and_nothing_else(me, school):
    kept = add(me.student, notes="Do not tell")
    add(me.student, title="Kept quiet")
    parent = Client()
    parent.force_login(people.person_with(Role.PARENT, school=school, child=me.student))
    family = reverse("choices:family")
    assert "Car mechanic" not in parent.get(family).content.decode()
    me.post(address("share", kept), {"shown": "yes"})
    page = parent.get(family).content.decode()
    assert "Car mechanic" in page
    assert "Kept quiet" not in page and "Do not tell" not in page
    assert "Car mechanic" in parent.get("/").content.decode()
    me.post(address("share", kept), {"shown": "no"})
    assert "Car mechanic" not in parent.get(family).content.decode()


def test_staff_see_it_of_their_students_only(me, school, group):
    add(me.student)
    page = reverse("choices:of_student", args=[me.student.pk])
    for role, options, status in (
        (Role.TUTOR, {"tutor_group": group}, 200),
        (Role.TUTOR, {"tutor_group": people.tutor_group(school, year_group=11)}, 404),
        (Role.ADVISER, {}, 200),
        (Role.CAREERS_LEADER, {}, 200),
        (Role.GOVERNOR, {}, 403),
        (Role.PARENT, {"child": me.student}, 403),
    ):
        client = Client()
        client.force_login(people.person_with(role, school=school, **options))
        answer = client.get(page)
        assert answer.status_code == status, role
        assert ("Car mechanic" in answer.content.decode()) == (status == 200)
    assert Event.objects.filter(deed="looked", student_id=me.student.pk).exists()


def test_a_mistyped_year_is_told_and_nothing_kept(me):
    page = me.post(reverse("choices:add"), {**ANSWERS, "close_on": "2206-01-31"})
    assert "Check the year" in page.content.decode()
    assert not Application.objects.exists()
