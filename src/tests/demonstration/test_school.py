"""The demonstration school: the same each time, of any size, and like a school."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person
from fingerpost.accounts.selectors import viewer_for
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from fingerpost.demonstration.days import is_school_day, school_days
from fingerpost.demonstration.services import AlreadyThere, build
from fingerpost.destinations.models import Intention
from fingerpost.engines.planreview import ActionDraft, PlanDraft, review
from fingerpost.evaluation.models import AdultFeedback, FeedbackResponse
from fingerpost.evaluation.selectors.worth import worth
from fingerpost.interviews.models import Action, Hold, Interview, InterviewRecord, RecordDraft
from fingerpost.ledger.models import Entry
from fingerpost.pathways.models import Idea
from fingerpost.programme.models import Activity, BudgetLine, GroupSession
from fingerpost.rules import next_step_rules
from fingerpost.schools.models import School
from fingerpost.signposting.models import Override
from fingerpost.students.models import FamilyLink, Student

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def school(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(number=600, seed=5, today=TODAY)
        transaction.set_rollback(True)


def _told(school):
    """Everything that a reader of the school could notice, without database keys."""
    return (
        list(Student.objects.filter(school=school).values_list("given_name", "family_name", "upn")),
        list(
            Entry.objects.filter(school=school)
            .order_by("id")
            .values_list("kind", "happened_on", "summary", "student__source_id")
        ),
        list(Idea.objects.order_by("id").values_list("title", "note", "saved_at")),
        list(FeedbackResponse.objects.order_by("id").values_list("answers", "comment", "given_at")),
        list(Action.objects.order_by("id").values_list("what", "due_on", "state", "closed_on")),
        list(Interview.objects.order_by("id").values_list("starts_at", "state", "booked_at")),
        list(
            GroupSession.objects.order_by("id").values_list(
                "title", "on", "state", "taken", "activity__title", "form_key", "pence"
            )
        ),
        list(AdultFeedback.objects.order_by("id").values_list("answers", "comment", "given_at")),
        list(FamilyLink.objects.order_by("id").values_list("person__name", "relationship")),
    )


def test_the_same_number_seed_and_day_make_the_same_school():
    told = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            told.append(_told(build(number=60, seed=seed, today=TODAY)))
            transaction.set_rollback(True)
    assert told[0] == told[1]
    assert told[0] != told[2]


@pytest.mark.parametrize("number", [20, 43, 300])
@pytest.mark.parametrize("today", [TODAY, dt.date(2026, 9, 1), dt.date(2027, 8, 20)])
def test_any_size_on_any_day(number, today):
    school = build(number=number, seed=2, today=today)
    assert abs(Student.objects.filter(school=school).count() - number) <= 7
    assert not Entry.objects.filter(happened_on__gt=today).exists()
    assert not Interview.objects.exclude(state="booked").filter(starts_at__date__gt=today).exists()


def test_it_is_made_once_and_says_so():
    school = build(number=20, seed=1)
    assert school.is_demonstration
    assert "Demonstration" in school.name
    with pytest.raises(AlreadyThere):
        build(number=20, seed=1)
    with pytest.raises(CommandError, match="already here"):
        call_command("demo", "--students", "20")
    assert School.objects.count() == 1


@pytest.mark.parametrize("number", ["19", "20001"])
def test_a_number_out_of_reach_is_refused(number):
    with pytest.raises(CommandError, match="20 to 20,000"):
        call_command("demo", "--students", number)


def test_making_the_demonstration_is_one_line_of_the_audit_log(school):
    line = Event.objects.get(school=school, subject_type="schools.school", deed=Deed.ADDED)
    assert line.actor_label == "Fingerpost"
    assert line.subject_label == f"Demonstration “{school.name}”"
    assert line.details == {
        "students": Student.objects.filter(school=school).count(),
        "seed": 5,
    }


def test_ideas_lie_in_the_years_in_which_they_were_saved(school):
    days = [timezone.localdate(saved) for saved in Idea.objects.values_list("saved_at", flat=True)]
    assert max(days) <= TODAY
    assert len({day.year for day in days}) >= 4
    assert not Idea.objects.filter(saved_at__date__lt=F("student__joined_on")).exists()
    assert Idea.objects.filter(source="").count() == 0


def test_what_stamps_itself_tells_the_day_it_happened(school):
    for row in InterviewRecord.objects.filter(finished_at__isnull=False):
        assert row.saved_at == row.finished_at
    assert not Interview.objects.filter(booked_at__gt=F("starts_at")).exists()
    for row in GroupSession.objects.filter(state="held"):
        assert timezone.localdate(row.recorded_at) == row.on
    for row in GroupSession.objects.filter(state="planned"):
        assert timezone.localdate(row.recorded_at) < min(TODAY, row.on)
    days = {timezone.localdate(row.recorded_at) for row in Intention.objects.all()}
    assert len(days) > 30


def test_things_happen_on_school_days(school):
    days = set(GroupSession.objects.values_list("on", flat=True))
    days |= {timezone.localdate(row.starts_at) for row in Interview.objects.all()}
    assert all(is_school_day(day) for day in days)
    assert not school_days(2026, 8)


def test_an_adviser_sees_one_student_at_a_time(school):
    seen = Counter(Interview.objects.values_list("adviser", "starts_at"))
    assert max(seen.values()) == 1
    booked = Interview.objects.filter(state="booked")
    assert booked.exists()
    assert all(row.starts_at.date() > TODAY for row in booked)
    assert Hold.objects.values("interview").distinct().count() == booked.count()


def test_two_tutor_groups_are_behind(school):
    def share(group):
        return (
            Interview.objects.filter(
                student__tutor_group=group, state="held", starts_at__date__gte="2026-09-01"
            )
            .values("student")
            .distinct()
            .count()
            / group.students.count()
        )

    shares = sorted(share(group) for group in school.tutor_groups.filter(year_group=11))
    assert shares[0] < 0.2 < 0.25 < shares[1]


def test_feedback_is_uneven(school):
    def answered(interviews):
        keys = [f"interview:{pk}" for pk in interviews.values_list("pk", flat=True)]
        return FeedbackResponse.objects.filter(about__in=keys).count() / len(keys)

    held = Interview.objects.filter(state="held")
    assert answered(held.filter(adviser__is_independent=True)) > 0.45
    assert answered(held.filter(adviser__is_independent=False)) < 0.42
    counts = FeedbackResponse.objects.filter(about__startswith="session").values("about")
    counts = list(counts.annotate(n=Count("id")).values_list("n", flat=True))
    assert max(counts) >= 5 * min(counts)


def _marks(record):
    actions = [
        ActionDraft(action.what, action.owner or None, action.due_on, action.opportunity or None)
        for action in record.actions.all()
    ]
    plan = PlanDraft(record.main_points, tuple(actions))
    on = timezone.localdate(record.interview.starts_at)
    return {mark.code for mark in review(plan, on) if mark.severity == "important"}


def test_the_review_of_plans_finds_the_adviser_who_writes_sketchy_ones(school):
    marked = Counter()
    records = InterviewRecord.objects.filter(finished_at__isnull=False)
    for record in records.select_related("interview__adviser"):
        marked[record.interview.adviser.is_independent, bool(_marks(record))] += 1
    assert marked[True, True] / (marked[True, True] + marked[True, False]) < 0.2
    assert marked[False, True] / (marked[False, True] + marked[False, False]) > 0.5


def test_plans_are_in_every_state(school):
    finished = InterviewRecord.objects.filter(finished_at__isnull=False)
    assert finished.filter(acknowledged_at__isnull=True).count() > 10
    assert finished.exclude(student_comment="").exists()
    assert RecordDraft.objects.filter(record__version=0).exists()
    assert Action.objects.filter(state="open", due_on__lt=TODAY).count() > 5
    assert Action.objects.filter(state="open", due_on__gte=TODAY).count() > 5
    assert Action.objects.filter(state="done").count() > 20
    assert Action.objects.filter(owner="senco").exists()
    assert Intention.objects.filter(route="", how_sure__lte=2).exclude(point="options").exists()


def test_decisions_are_about_rules_that_are_there(school):
    names = {rule.name for rule in next_step_rules(TODAY)}
    rules = set(Override.objects.values_list("rule", flat=True))
    assert rules
    assert rules <= names
    assert not Override.objects.filter(reason="").exists()


def test_most_families_share_a_name_and_some_do_not(school):
    links = FamilyLink.objects.select_related("person", "student")
    same = [link.person.name.endswith(" " + link.student.family_name) for link in links]
    assert 0.7 < sum(same) / len(same) < 0.95
    several = FamilyLink.objects.values("person").annotate(n=Count("id")).filter(n__gt=1)
    assert several.count() > 10


def test_the_parent_who_signs_in_has_the_students_name(school):
    student = Student.objects.get(person__email="student@demo.example")
    parent = student.family_links.get().person
    assert parent.email == "parent@demo.example"
    assert parent.name.endswith(student.family_name)
    children = [link.student for link in parent.family_links.all()]
    assert {child.family_name for child in children} == {student.family_name}
    assert len({child.year_group for child in children}) == len(children) == 2
    assert parent.holdings.get().role == Role.PARENT


def test_a_programme_is_planned_with_people_down_for_it_and_money(school):
    planned = GroupSession.objects.filter(school=school, state="planned")
    assert planned.count() > 10
    for session in planned:
        assert session.taken == session.attendance.count()
        assert not session.attendance.filter(was_present__isnull=False).exists()
        assert session.capacity is None or session.taken <= session.capacity
        assert session.taken or session.places_by == "round"
        assert is_school_day(session.on)
    assert planned.filter(places_by="first_come").exists()
    assert BudgetLine.objects.filter(school=school).count() == 3
    assert Activity.objects.filter(school=school, needs_risk_assessment=True, risks="").exists()
    assert not Entry.objects.filter(about__in=[f"session:{one.pk}" for one in planned]).exists()
    waiting = planned.filter(on__lte=TODAY)
    assert {session.on for session in waiting} == {TODAY, dt.date(2026, 11, 20)}
    assert all(session.taken for session in waiting)
    tutor = Person.objects.get(email="tutor@demo.example")
    assert waiting.filter(staff__person=tutor, on=TODAY).exists()


def test_adults_have_said_something_and_sessions_have_cost_something(school):
    said = AdultFeedback.objects.filter(school=school)
    assert said.filter(side="staff").count() > 10
    assert said.filter(side="guest").exclude(session__organisation="").count() > 5
    assert not said.filter(given_at__date__lt=F("session__on")).exists()
    leader = viewer_for(Person.objects.get(email="leader@demo.example"), school.pk)
    found = worth(leader, dt.date(2025, 9, 1), TODAY)
    assert sum(one.useful_a_hundred_pounds is not None for one in found) >= 2
    assert sum(bool(one.guest[1]) for one in found) >= 3
