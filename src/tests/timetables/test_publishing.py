"""A draft is nobody's until a person publishes it; then all of it is booked, and no more."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.interviews.models import Hold, Interview, Notice
from fingerpost.interviews.services import booking
from fingerpost.jobs.models import Job
from fingerpost.jobs.services import begin
from fingerpost.ledger.models import Entry
from fingerpost.students.services.belongings import belongings
from fingerpost.timetables.models import Companion, TimetableDraft
from fingerpost.timetables.services import making, publishing
from fingerpost.timetables.services.making import TimetableError
from tests.factories import interviews as make
from tests.factories import people
from tests.factories import timetables as tables


@pytest.fixture
def by(school):
    return people.person_with(Role.CAREERS_LEADER, school=school)


@pytest.fixture
def adviser(school):
    return make.adviser(school)


@pytest.fixture
def students(school):
    return [people.student(school) for _ in range(5)]


@pytest.fixture
def draft(school, adviser, students, by):
    tables.mornings(adviser, tables.school_days(2))
    return tables.draft(tables.timetable(school, students, by), students, by)


def _publish(draft, by):
    publishing.publish(draft=draft, by=by)
    publishing.book_seats(draft=draft, by=by, tell=tables.quiet)
    return sorted(draft.seats.values_list("state", flat=True))


def test_a_draft_touches_nobody(draft):
    assert set(draft.seats.values_list("state", flat=True)) == {"timed"}
    assert not Interview.objects.exists()
    assert not Notice.objects.exists()
    assert not Entry.objects.filter(kind="interview_booked").exists()


def test_what_is_kept_with_a_draft_says_how_it_was_made(draft):
    assert len(draft.problem_hash) == 64
    assert draft.seed == draft.problem["seed"] == 1
    assert {"fingerpost", "ortools", "facts"} <= set(draft.versions)
    assert (draft.status, draft.cost) == ("optimal", draft.bound)
    assert draft.result["appointments"]


def test_publishing_books_everybody_with_ledger_letters_and_holds(draft, students, by):
    Companion.objects.create(timetable=draft.timetable, student=students[0], name="Ms Shah")
    draft.seats.filter(student=students[0]).update(accompanying_adult="Ms Shah")
    assert _publish(draft, by) == ["booked"] * 5
    booked = Interview.objects.order_by("starts_at")
    assert [one.starts_at for one in booked] == [
        seat.starts_at for seat in draft.seats.order_by("starts_at")
    ]
    assert booked.get(student=students[0]).accompanying_adult == "Ms Shah"
    assert Entry.objects.filter(kind="interview_booked").count() == 5
    # Of the five, three resources are held for eight ticks each.
    assert Hold.objects.count() == 5 * 3 * 8
    assert Event.objects.filter(deed="shared", actor=by).count() == 1


def test_publishing_twice_books_nobody_twice(draft, by):
    _publish(draft, by)
    _publish(draft, by)
    assert Interview.objects.count() == 5


def test_a_worker_that_dies_between_two_portions_leaves_no_half(draft, by, monkeypatch):
    monkeypatch.setattr(publishing, "PORTION", 2)
    publishing.publish(draft=draft, by=by)

    def dies(words, done, total):
        if done:
            raise SystemExit

    with pytest.raises(SystemExit):
        publishing.book_seats(draft=draft, by=by, tell=dies)
    assert Interview.objects.count() == 2
    publishing.book_seats(draft=draft, by=by, tell=tables.quiet)
    assert Interview.objects.count() == 5


def test_a_time_taken_meanwhile_is_told_and_nothing_else_is_lost(school, draft, by):
    first = draft.seats.order_by("starts_at").first()
    booking.book(
        student=people.student(school),
        appointment=booking.Appointment(first.adviser, first.starts_at, 40, first.room_id),
        by=by,
    )
    assert _publish(draft, by) == ["booked"] * 4 + ["refused"]
    refused = draft.seats.get(state="refused")
    assert refused.pk == first.pk
    assert "has been booked for that time" in refused.because


def test_whoever_has_an_interview_meanwhile_is_left_out(school, draft, students, adviser, by):
    booking.book(student=students[2], appointment=booking.Appointment(adviser, make.at(40)), by=by)
    assert _publish(draft, by) == ["ahead"] + ["booked"] * 4
    assert Interview.objects.filter(student=students[2]).count() == 1


def test_whoever_has_an_interview_ahead_is_not_asked_about(school, draft, students, adviser, by):
    booking.book(student=students[2], appointment=booking.Appointment(adviser, make.at(40)), by=by)
    second = tables.draft(draft.timetable, students, by)
    assert second.number == 2
    assert second.seats.get(student=students[2]).state == "ahead"
    assert len(second.problem["interviews"]) == 4


def test_only_one_draft_of_a_timetable_is_published(draft, students, by):
    second = tables.draft(draft.timetable, students, by)
    _publish(draft, by)
    with pytest.raises(TimetableError, match="Another draft"):
        publishing.publish(draft=second, by=by)
    with pytest.raises(TimetableError, match="no more drafts"):
        making.ask_for_draft(timetable=draft.timetable, students=students, seconds=2, by=by)


def test_what_the_check_finds_wrong_is_not_published(draft, by):
    draft.result["appointments"][0]["from"] = "03:00"
    draft.save()
    with pytest.raises(TimetableError, match="The check found this wrong"):
        publishing.publish(draft=draft, by=by)
    assert TimetableDraft.objects.get(pk=draft.pk).state == "ready"


def test_a_follow_up_is_booked_as_one(school, adviser, students, by):
    tables.mornings(adviser, tables.school_days(10))
    tables.published(
        school, students[:2], by, follow_up_need=0, follow_up_days=7, follow_up_minutes=20
    )
    for student in students[:2]:
        first, second = Interview.objects.filter(student=student).order_by("starts_at")
        assert second.follows == first
        assert second.minutes == 20
        days = timezone.localdate(second.starts_at) - timezone.localdate(first.starts_at)
        assert days >= dt.timedelta(days=7)


def test_greater_need_is_seen_sooner(school, adviser, students, by, monkeypatch):
    from fingerpost.timetables import bridge

    needs = {student.pk: need for student, need in zip(students, (10, 90, 20, 80, 30), strict=True)}
    monkeypatch.setattr(bridge, "needs_of", lambda school, keys: (needs, "made up"))
    for day in tables.school_days(5):
        tables.mornings(adviser, [day], hours=1)
    found = tables.draft(tables.timetable(school, students, by), students, by)
    by_time = found.seats.order_by("starts_at").values_list("need", flat=True)
    assert list(by_time) == [90, 80, 30, 20, 10]
    assert list(found.seats.filter(is_neediest=True).values_list("need", flat=True)) == [90, 80]


def test_taking_it_back_cancels_what_is_to_come(draft, by):
    _publish(draft, by)
    timetable = draft.timetable
    publishing.withdraw(timetable=timetable, by=by)
    done = publishing.cancel_seats(
        timetable=timetable, because="The days have changed", by=by, tell=tables.quiet
    )
    assert done == 5
    assert not Hold.objects.exists()
    timetable.refresh_from_db()
    assert timetable.state == "cancelled"
    again = publishing.cancel_seats(timetable=timetable, because="", by=by, tell=tables.quiet)
    assert again == 0


def test_work_that_makes_and_publishes_says_what_came_of_it(
    school, adviser, students, by, django_capture_on_commit_callbacks
):
    tables.mornings(adviser, tables.school_days(2))
    timetable = tables.timetable(school, students, by)
    draft = making.ask_for_draft(timetable=timetable, students=students, seconds=2, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        begin(
            function="fingerpost.timetables.tasks.make_draft",
            title="Making",
            by=by,
            draft=draft.pk,
        )
    draft.refresh_from_db()
    assert draft.state == "ready"
    with django_capture_on_commit_callbacks(execute=True):
        job = begin(
            function="fingerpost.timetables.tasks.publish_draft",
            title="Publishing",
            by=by,
            draft=draft.pk,
        )
    job = Job.objects.get(pk=job.pk)
    assert job.outcome["sentence"].startswith("Published: 5 interviews booked.")
    assert mail.outbox


def test_work_that_was_killed_begins_from_what_it_had_kept(
    school, adviser, students, by, monkeypatch
):
    tables.mornings(adviser, tables.school_days(2))
    timetable = tables.timetable(school, students, by)
    made = tables.draft(timetable, students, by)
    draft = making.ask_for_draft(timetable=timetable, students=students, seconds=2, by=by)
    making.keep_problem(draft=draft, problem=made.problem)
    kept = made.result | {"status": "feasible", "bound": 0}
    making.keep_result(draft=draft, result=kept, is_last=False)
    begun = []

    def worse(problem, seconds, tell, is_over, start):
        begun.append(start)
        return start | {"cost": start["cost"] + 1, "appointments": []}

    monkeypatch.setattr("fingerpost.timetables.bridge.made_unless", worse)
    begin(function="fingerpost.timetables.tasks.make_draft", title="Making", by=by, draft=draft.pk)
    draft.refresh_from_db()
    assert begun == [kept]
    assert (draft.state, draft.result) == ("ready", kept)


def test_without_free_times_the_work_says_why(school, students, by):
    timetable = tables.timetable(school, students, by)
    draft = making.ask_for_draft(timetable=timetable, students=students, seconds=2, by=by)
    begin(function="fingerpost.timetables.tasks.make_draft", title="Making", by=by, draft=draft.pk)
    draft.refresh_from_db()
    assert draft.state == "failed"
    assert "No adviser has any free time" in draft.because


def test_a_draft_that_was_taken_stays_as_it_was_seen(draft, by):
    TimetableDraft.objects.filter(pk=draft.pk).update(state="improving")
    making.take(draft=draft, by=by)
    worse = {**draft.result, "appointments": [], "not_held": []}
    assert making.keep_result(draft=draft, result=worse, is_last=True) is False
    assert set(draft.seats.values_list("state", flat=True)) == {"timed"}


def test_a_timetable_is_removed_while_nobody_was_told(draft, by):
    timetable = draft.timetable
    making.remove_timetable(timetable=timetable, by=by)
    making.remove_timetable(timetable=timetable, by=by)
    assert not TimetableDraft.objects.exists()
    assert Event.objects.filter(deed="removed").count() == 1


def test_a_published_timetable_is_not_removed(draft, by):
    _publish(draft, by)
    with pytest.raises(TimetableError, match="Cancel it instead"):
        making.remove_timetable(timetable=draft.timetable, by=by)
    with pytest.raises(TimetableError, match="so it stays"):
        making.remove_draft(draft=draft, by=by)


def test_seats_and_adults_are_among_what_is_kept_of_a_student(draft, students):
    Companion.objects.create(timetable=draft.timetable, student=students[0], name="Ms Shah")
    kept = {model.__name__ for model, _ in belongings(students[0])}
    assert {"Seat", "Companion"} <= kept
